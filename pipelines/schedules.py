"""What starts by the clock: every morning a landing, so that a phase of the year that begins today is built without
a new file."""

from __future__ import annotations

import dagster as dg

from pipelines.jobs import land

every_morning = dg.ScheduleDefinition(
    name="every_morning",
    job=land,
    cron_schedule="0 6 * * *",
    execution_timezone="Europe/London",
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
