"""Publishing a cycle: the gate that it must pass, its reports, and the copies that leaders may read."""

from dataclasses import fields

import dagster as dg
import polars as pl

from assets.builds import build_ids
from assets.edge import Edge
from assets.ledger import gate, note_publication
from assets.plan import LAND_TABLES
from assets.rule_checks import rule_check
from assets.sql_tables import grain_check
from assets.steps import Step
from assets.tracker import TRACKER_TABLES, tracker_frames
from assets.validation import CYCLE_RULES
from domain.calendar import CYCLES, Calendar
from expectations.truths import truths
from reports.frames import ReportContext, ReportFrames
from reports.network import render_network_report
from reports.school import render_school_report
from reports.tracker import render_tracker
from warehouse.database import Database, Warehouse
from warehouse.events import EventLog
from warehouse.files import write_whole
from warehouse.home import Home
from warehouse.tables import sql_tables

_CYCLES_SHOWN = 3


def required_checks() -> list[str]:
    """Every check whose newest result a publication rests on."""
    grains = [
        grain_check(table) for table in sql_tables().values() if table.schema in ("staged", "core", "mart", "release")
    ]
    landed = [grain_check(sql_tables()[name]) for name in LAND_TABLES]
    return [
        *(name for name in grains if name not in landed),
        *sorted({rule_check(rule) for rule in CYCLE_RULES}),
        *(truth.id for truth in truths()),
    ]


def refusals(home: Home, warehouse: Warehouse, edge: Edge, cycle: str) -> list[str]:
    """Why the cycle may not be published now; empty: it may."""
    events = EventLog(home.event_log).events(edge.past)
    with warehouse.open("asking the gate") as database:
        ids = build_ids(database, home, events, edge.as_of()).get(cycle)
        return gate(database, cycle, ids, required_checks()) if ids else [f"Nothing has landed for {cycle}."]


def pass_gate(step: Step) -> None:
    reasons = gate(step.database, step.cycle, step.ids, required_checks())
    if reasons:
        raise dg.Failure(f"{step.cycle} may not be published: " + " ".join(reasons), allow_retries=False)


def _frames(database: Database, cycle: str) -> ReportFrames:
    """The release tables of the cycle and the two before, and the lists that name things."""
    first = CYCLES[max(0, CYCLES.index(cycle) - _CYCLES_SHOWN + 1)]
    sources = {
        "conservation": "from release.rows_by_school where cycle = getvariable('cycle') order by school_id",
        "checks": """
            select check_name as check, meaning, checked, failed, passed, blocking
            from ops.checks where cycle = getvariable('cycle') order by check_name""",
        "schools": "from ref.schools order by school_id",
    }
    lists = ("destination_categories", "participations", "breakdowns", "cohort_rules")
    frames = {}
    for name in (field.name for field in fields(ReportFrames)):
        sql = sources.get(name) or (
            f"from ref.{name}" if name in lists else f"from release.{name} where cycle between ? and ? order by all"
        )
        frames[name] = database.query(sql, [first, cycle] if "?" in sql else None)
    return ReportFrames(**frames)


def write_reports(step: Step) -> int:
    """Write the network's report and tracker and every school's report of the cycle; returns the number of pages."""
    step.database.set_variables(step.cycle, step.as_of)
    frames = _frames(step.database, step.cycle)
    settings = step.home.settings
    context = ReportContext(
        network_name=settings.name,
        cycle=step.cycle,
        as_of=step.as_of,
        build_id=step.build_id,
        calendar=Calendar(settings.calendar).events(step.cycle),
        coverage_floor=settings.coverage_floor,
        suppress_from=settings.suppress_from,
        suppress_to=settings.suppress_to,
    )
    write_whole(
        step.home.network_outbox("reports") / f"network-{step.cycle}.html", render_network_report(frames, context)
    )
    tracker = render_tracker(tracker_frames(step.database, step.cycle), context)
    write_whole(step.home.network_outbox("reports") / f"tracker-{step.cycle}.html", tracker)
    schools = frames.coverage.filter(pl.col("cycle") == step.cycle)["school_id"].unique().sort()
    for school_id in schools:
        page = render_school_report(frames, context, school_id)
        write_whole(step.home.school_outbox(school_id, "reports") / f"{school_id}-{step.cycle}.html", page)
    return 2 + len(schools)


def publish_copies(step: Step) -> int:
    """Renew the published databases with what passed the gate; returns the rows of the cycle in `release`."""
    database = step.database
    reference = database.query(
        "select schema_name || '.' || table_name as name from duckdb_tables() where schema_name = 'ref' order by 1"
    )["name"]
    release = [table.name for table in sql_tables().values() if table.schema == "release"]
    # What people decided, with their reasons, is the network's team's alone.
    people = ("ref.decisions", "ref.matches", "ref.provider_aliases")
    database.copy_to(
        step.home.published / "destinations.duckdb",
        [*(name for name in reference if name not in people), *release, "ops.builds"],
    )
    database.copy_to(step.home.published / "status.duckdb", [*TRACKER_TABLES, "ops.builds"])
    # Noted last: a publication that died half-way is simply made again.
    note_publication(database, step.cycle, step.build_id, step.as_of)
    return sum(int(database.value(f"select count(*) from {name} where cycle = ?", [step.cycle])) for name in release)
