"""Publishing a cycle: the gate that it must pass, its reports, and the copies that leaders may read."""

from collections.abc import Sequence
from pathlib import Path

import dagster as dg

from assets.builds import build_ids
from assets.edge import Edge
from assets.ledger import gate, note_publication
from assets.plan import LAND_TABLES
from assets.report_files import NETWORK, ReportFile, index_file, list_labels, report_files
from assets.report_frames import report_context
from assets.rule_checks import rule_check
from assets.sql_tables import grain_check
from assets.steps import Step
from assets.tracker import TRACKER_TABLES, tracker_frames
from assets.validation import CYCLE_RULES
from expectations.truths import truths
from reports.tracker import render_tracker
from warehouse.database import Warehouse
from warehouse.events import EventLog
from warehouse.files import write_whole
from warehouse.home import Home
from warehouse.tables import sql_tables

# The kind of a page -> the kind of the PDF beside it.
_PRINTED = {"page": "pdf", "governor": "governor_pdf"}


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


def write_reports(step: Step) -> int:
    """Write every page and workbook about the cycle into the outbox, and the tracker; returns how many files."""
    home, cycle = step.home, step.cycle
    links = {school_id: _named_lists(home, school_id, cycle) for school_id in home.schools["school_id"]}
    files = list(report_files(step, links))
    tracker = render_tracker(tracker_frames(step.database, cycle), report_context(step))
    files.append(ReportFile(NETWORK, f"tracker-{cycle}.html", tracker.encode(), "tracker"))
    for file in files:
        _write(home, file)
    _write(home, index_file(step, _addresses(home, files)))
    return len(files) + 1


def folder_of(home: Home, file: ReportFile) -> Path:
    """Where a file lies in the outbox."""
    room = "restricted" if file.restricted else "reports"
    return home.network_outbox(room) if file.owner == NETWORK else home.school_outbox(file.owner, room)


def _write(home: Home, file: ReportFile) -> None:
    folder = folder_of(home, file)
    if file.restricted:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        write_whole(folder / file.name, file.data, mode=0o600)
    else:
        write_whole(folder / file.name, file.data)


def _named_lists(home: Home, school_id: str, cycle: str) -> tuple[tuple[str, str], ...]:
    folder = home.school_outbox(school_id, "restricted")
    names = ((label, f"{name}-{cycle}.html") for name, label in list_labels().items())
    return tuple((label, name) for label, name in names if (folder / name).exists())


def _addresses(home: Home, files: Sequence[ReportFile]) -> dict[str, list[tuple[str, str]]]:
    """What each owner got, as seen from the index page: kind and address; a PDF where one lies beside its page."""
    found: dict[str, list[tuple[str, str]]] = {}
    for file in files:
        if file.kind and not file.restricted:
            place = folder_of(home, file) / file.name
            address = place.name if file.owner == NETWORK else f"../../{file.owner}/reports/{place.name}"
            kinds = found.setdefault(file.owner, [])
            kinds.append((file.kind, address))
            if (printed := _PRINTED.get(file.kind)) and place.with_suffix(".pdf").exists():
                kinds.append((printed, address.removesuffix(".html") + ".pdf"))
    return found


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
    by_cycle = [name for name in release if "cycle" in sql_tables()[name].column_names]
    return sum(int(database.value(f"select count(*) from {name} where cycle = ?", [step.cycle])) for name in by_cycle)
