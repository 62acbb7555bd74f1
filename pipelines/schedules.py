"""What starts by the clock: every morning a landing, so that a phase of the year that begins today is built without
a new file; and at eight the worklists, which count the days that are left and on a results day may then be seen."""

from __future__ import annotations

from collections.abc import Iterator

import dagster as dg

from assets.outbox import WORKLISTS
from domain.collection_folders import open_cycles
from pipelines.jobs import land, lists
from warehouse.events import LONDON
from warehouse.home import Home

every_morning = dg.ScheduleDefinition(
    name="every_morning",
    job=land,
    cron_schedule="0 6 * * *",
    execution_timezone="Europe/London",
    default_status=dg.DefaultScheduleStatus.RUNNING,
)


@dg.schedule(
    job=lists,
    cron_schedule="0 8 * * *",
    execution_timezone="Europe/London",
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
def worklists_at_eight(
    context: dg.ScheduleEvaluationContext, home: dg.ResourceParam[Home]
) -> Iterator[dg.RunRequest | dg.SkipReason]:
    """The worklists of every open cycle of which any were made before."""
    made = context.instance.get_materialized_partitions(WORKLISTS)
    day = context.scheduled_execution_time.astimezone(LONDON).date()
    due = [cycle for cycle in open_cycles(home.calendar, day) if cycle in made]
    if not due:
        yield dg.SkipReason("No cycle has worklists yet.")
    for cycle in due:
        yield dg.RunRequest(partition_key=cycle)
