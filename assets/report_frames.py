"""What reports are made from, taken from the warehouse: the released tables of three cycles, the lists that name
things, and for a school's own eyes its lines of the marts. No Dagster here, no rendering."""

from __future__ import annotations

from typing import Any

import polars as pl

from assets.editions_changes import changes_since
from assets.editions_log import DRAFT, FINAL, editions, last_edition
from assets.steps import Step
from domain.calendar import CYCLES, Calendar
from reports.frames import ReportContext, ReportFrames, frame_names
from reports.grains import LISTS
from warehouse.tables import sql_tables

_CYCLES_SHOWN = 3
_OF_CYCLES = "where cycle between ? and ? order by all"
# Frames that aren't the table of their name, or not by cycle.
_SOURCES = {
    "conservation": "from release.rows_by_school where cycle = getvariable('cycle') order by school_id",
    "checks": """
        select cycle, check_name as check, meaning, checked, failed, passed, blocking
        from ops.checks where cycle = getvariable('cycle') order by check_name""",
    "schools": "from ref.schools order by school_id",
    "benchmarks": "from release.benchmarks order by all",
}
# Frame -> the mart of its name, where it has another one.
_MARTS = {"conservation": "mart.rows_by_school"}


def released_frames(step: Step) -> ReportFrames:
    """The release tables of the step's cycle and the two before, and the lists that name things. The cycle has been
    set."""
    database, between = step.database, [first_cycle(step.cycle), step.cycle]
    frames: dict[str, Any] = {}
    for name in frame_names():
        if name == "changes":
            frames[name] = _changes(step)
        elif name in _SOURCES:
            frames[name] = database.query(_SOURCES[name])
        elif name in LISTS:
            frames[name] = database.query(f"from ref.{name}")
        else:
            frames[name] = database.query(f"from release.{name} {_OF_CYCLES}", between)
    return ReportFrames(**frames)


def school_frames(step: Step) -> dict[str, pl.DataFrame]:
    """The marts that feed the released tables which have lines of schools, in full: each school sees its own."""
    found = {}
    for name in frame_names():
        mart = _MARTS.get(name, f"mart.{name}")
        table = sql_tables().get(mart)
        if table and {"cycle", "school_id"} <= set(table.column_names):
            found[name] = step.database.query(f"from {mart} {_OF_CYCLES}", [first_cycle(step.cycle), step.cycle])
    return found


def first_cycle(cycle: str) -> str:
    """The first of the cycles that a report of `cycle` tells of."""
    return CYCLES[max(0, CYCLES.index(cycle) - _CYCLES_SHOWN + 1)]


def report_context(step: Step, edition: str = "", edition_id: str = "") -> ReportContext:
    """The facts of the pages for leaders; without an edition they are a working copy."""
    settings = step.home.settings
    return ReportContext(
        network_name=settings.name,
        cycle=step.cycle,
        as_of=step.as_of,
        build_id=step.build_id,
        calendar=Calendar(settings.calendar).events(step.cycle),
        coverage_floor=settings.coverage_floor,
        suppress_from=settings.suppress_from,
        suppress_to=settings.suppress_to,
        edition=edition,
        edition_id=edition_id,
    )


def _changes(step: Step) -> pl.DataFrame:
    """What differs from the last final edition, else from the last draft."""
    before = editions(step.events, step.cycle)
    kind = FINAL if last_edition(before, FINAL) else DRAFT
    return changes_since(step.database, step.home, step.events, step.cycle, step.as_of, kind).frame
