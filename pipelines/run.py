"""`destinations run` as a function: land, build what is pending, publish what was built, by the very jobs that the
web page shows."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from assets.arrivals import News, arrivals, look_into
from assets.builds import build_ids, to_build, to_stage
from assets.edge import Edge
from assets.landing import delivery_id
from assets.ledger import Ids, unpublished_cycles
from pipelines.alone import alone
from pipelines.edge import fixed, live
from pipelines.fault_words import fault_in_words, told_by_events, told_by_exception
from warehouse.database import Database, Warehouse, WarehouseBusy
from warehouse.events import EventLog, EventLogError
from warehouse.home import FolderError, Home
from warehouse.settings import SettingsError

STAGES = ("land", "build", "publish")


class RunFailed(RuntimeError):
    """A job failed through a fault of ours; the message names job, step and where to look."""


@dataclass(frozen=True)
class RunSummary:
    """What a run did.

    `verdicts` counts the landed deliveries by verdict; `refused` says per cycle why it was not published; `left` is
    what still lies in the inbox untaken.
    """

    as_of: date
    landed: tuple[str, ...] = ()
    verdicts: dict[str, int] = field(default_factory=dict)
    built: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    refused: dict[str, list[str]] = field(default_factory=dict)
    left: News = field(default_factory=News)

    @property
    def did_nothing(self) -> bool:
        return not (self.landed or self.built or self.published or self.refused)

    @property
    def needs_attention(self) -> bool:
        return bool(self.refused or self.left.unreadable) or any(
            self.verdicts.get(verdict) for verdict in ("held", "partly accepted")
        )


def run_home(
    path: Path,
    as_of: date | None = None,
    only: Sequence[str] = STAGES,
    cycle: str | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> RunSummary:
    """Run the main job on the home at `path`; `say` hears of each step begun.

    Raises RunFailed, SettingsError, FolderError or WarehouseBusy.
    """
    home = Home(path.resolve())
    home.prepare()
    if home.schools.is_empty():
        raise SettingsError(f"{path / 'schools.csv'} lists no school yet. Write a line for each, then run again.")
    try:
        with alone(home, say):
            return _run(home, as_of, only, cycle, say)
    except (RunFailed, SettingsError, FolderError, WarehouseBusy, EventLogError):
        raise
    except Exception as error:
        told = fault_in_words(told_by_exception(error), home.path)
        if told is None:
            raise
        raise RunFailed(told) from None


def _run(
    home: Home, as_of: date | None, only: Sequence[str], cycle: str | None, say: Callable[[str], None]
) -> RunSummary:
    edge = fixed(home, as_of) if as_of else live(home)
    if edge.past:
        home = home.as_it_was(edge.past)
    else:
        home.open_folders(edge.as_of())
    warehouse = Warehouse(home.warehouse_file)
    summary = RunSummary(edge.as_of())
    if _outstanding(home, warehouse, edge):
        summary = _Runner(home, warehouse, edge, say).run(only, cycle)
    if edge.past or "land" not in only:
        return summary
    return replace(summary, left=look_into(home, EventLog(home.event_log).events()))


def _outstanding(home: Home, warehouse: Warehouse, edge: Edge) -> bool:
    """Whether there is anything to do, found without starting Dagster."""
    if not home.warehouse_file.exists():
        return True
    events = EventLog(home.event_log).events(edge.past)
    if edge.past is None and arrivals(home, events, edge.pause):
        return True
    with warehouse.open("looking for news") as database:
        landed = (
            set(database.query("select delivery_id from raw.deliveries")["delivery_id"])
            if database.exists("raw.deliveries")
            else set()
        )
        unread = any(event.kind == "delivery" and delivery_id(event) not in landed for event in events)
        ids = build_ids(database, home, events, edge.as_of())
        made = to_stage(database, ids) or to_build(database, ids) or unpublished_cycles(database, ids)
        return unread or bool(made or _unanswered(database))


_UNANSWERED = """
select distinct coalesce(r.in_cycle, '') as cycle
from raw.deliveries as d
left join raw.rows as r on r.delivery_id = d.delivery_id and r.in_cycle is not null
where d.delivery_id not in (select delivery_id from ops.receipts)
order by cycle
"""


def _unanswered(database: Database) -> list[str]:
    """The cycles of deliveries that have no receipt, as after a stop before it was written; "": of no cycle. A landing
    or a build writes them."""
    known = all(database.exists(table) for table in ("raw.deliveries", "ops.receipts"))
    return list(database.query(_UNANSWERED)["cycle"]) if known else []


class _Runner:
    def __init__(self, home: Home, warehouse: Warehouse, edge: Edge, say: Callable[[str], None]) -> None:
        # Dagster takes seconds to import: only a run that has something to do pays for it.
        from pipelines.definitions import build_definitions
        from pipelines.instance import open_instance

        self.home, self.warehouse, self.edge, self.say = home, warehouse, edge, say
        self.instance = open_instance(home)
        self.definitions = build_definitions(home, edge)

    def run(self, only: Sequence[str], cycle: str | None) -> RunSummary:
        before = self._deliveries()
        if "land" in only:
            self.say("Taking in what lies in the inbox")
            self._job("land")
        built = self._build(cycle) if "build" in only else []
        to_publish = [cycle] if cycle else (built or self._unpublished()) if "publish" in only else []
        published, refused = self._publish(to_publish if "publish" in only else [])
        landed = tuple(identity for identity in self._deliveries() if identity not in before)
        return RunSummary(self.edge.as_of(), landed, self._verdicts(landed), tuple(built), tuple(published), refused)

    def _build(self, cycle: str | None) -> list[str]:
        """Stage the cycles that need it, then build those whose rows, pupils or phase have changed."""
        for name in self._pending(to_stage, cycle):
            self.say(f"Staging {name}")
            self._job("stage", name)
        unanswered = self._pending(lambda database, _: [name for name in _unanswered(database) if name], cycle)
        built = sorted({*self._pending(to_build, cycle), *unanswered})
        for name in built:
            self.say(f"Building {name}")
            self._job("build", name)
        if left := [*self._pending(to_stage, cycle), *self._pending(to_build, cycle)]:
            raise RunFailed(
                f"{', '.join(left)} would not settle. Please report this with the file {self.home.event_log}."
            )
        return built

    def _pending(self, which: Callable[[Database, dict[str, Ids]], list[str]], cycle: str | None) -> list[str]:
        with self.warehouse.open("looking what to build") as database:
            return [name for name in which(database, self._ids(database)) if cycle in (None, name)]

    def _ids(self, database: Database) -> dict[str, Ids]:
        events = EventLog(self.home.event_log).events(self.edge.past)
        return build_ids(database, self.home, events, self.edge.as_of())

    def _publish(self, cycles: Sequence[str]) -> tuple[list[str], dict[str, list[str]]]:
        published, refused = [], {}
        for name in cycles:
            self.say(f"Publishing {name}")
            reasons = self._refusals(name)
            if reasons:
                refused[name] = reasons
            else:
                self._job("publish", name)
                published.append(name)
        return published, refused

    def _refusals(self, cycle: str) -> list[str]:
        from assets.publications import refusals

        return refusals(self.home, self.warehouse, self.edge, cycle)

    def _unpublished(self) -> list[str]:
        with self.warehouse.open("looking what to publish") as database:
            return unpublished_cycles(database, self._ids(database))

    def _deliveries(self) -> list[str]:
        if not self.home.warehouse_file.exists():
            return []
        with self.warehouse.open("counting deliveries") as database:
            known = database.exists("raw.deliveries")
            return (
                list(database.query("select delivery_id from raw.deliveries order by delivery_number")["delivery_id"])
                if known
                else []
            )

    def _verdicts(self, landed: Sequence[str]) -> dict[str, int]:
        from assets.receipts import verdicts

        with self.warehouse.open("reading verdicts") as database:
            found = verdicts(database)
        counts: dict[str, int] = {}
        for identity in landed:
            verdict = found.get(identity)
            if verdict:
                counts[verdict] = counts.get(verdict, 0) + 1
        return counts

    def _job(self, name: str, cycle: str | None = None) -> None:
        import dagster as dg

        from pipelines.instance import PROCESS_TAG

        try:
            result = self.definitions.resolve_job_def(name).execute_in_process(
                instance=self.instance,
                partition_key=cycle,
                raise_on_error=False,
                tags={PROCESS_TAG: str(os.getpid())},
            )
        except dg.DagsterExecutionInterruptedError:
            raise KeyboardInterrupt from None
        if result.success:
            return
        failures = [event for event in result.all_events if event.is_step_failure]
        errors = [event.step_failure_data.error for event in failures]
        # Within a step Dagster makes a failure of Ctrl-C: to the person who pressed it, it is none.
        if any(error and "Interrupt" in str(error.cls_name) for error in errors):
            raise KeyboardInterrupt
        if told := fault_in_words(told_by_events(failures), self.home.path):
            raise RunFailed(told)
        where = f"{name} {cycle or ''}".strip()
        steps = ", ".join(str(event.step_key) for event in failures) or "a blocking check"
        raise RunFailed(f"{where} failed at {steps}. Open the run with: destinations serve --home {self.home.path}")
