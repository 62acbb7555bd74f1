"""`destinations publish`: asks whether an edition may leave, has it made and logged. What an edition is stands in
`assets/editions.py`, why one may not leave in `assets/editions_refusals.py`."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assets.builds import build_ids, to_build, to_stage
from assets.editions import Made, make_edition
from assets.editions_refusals import Refusal, refusals
from assets.ledger import gate
from assets.publications import required_checks
from assets.steps import open_step
from pipelines.edge import fixed, live
from warehouse.database import Warehouse
from warehouse.events import EventLog
from warehouse.home import Home
from warehouse.settings import SettingsError


@dataclass(frozen=True)
class Publication:
    """What became of it: an edition that was made (or wasn't, for want of news), or why it was `refused`; `lifted` are
    the refusals that the reason given set aside."""

    cycle: str
    made: Made | None = None
    refused: tuple[Refusal, ...] = ()
    lifted: tuple[Refusal, ...] = ()

    @property
    def may_be_lifted(self) -> bool:
        """Whether a reason would let it leave."""
        return all(refusal.may_be_lifted for refusal in self.refused)


def publish_edition(
    path: Path, cycle: str, kind: str, why: str = "", as_of: date | None = None, *, prints: bool = True
) -> Publication:
    """Publish the next edition (`draft` or `final`) of a cycle of the home at `path`; `prints`: with PDFs.

    Raises SettingsError where this is no home, the warehouse doesn't hold the newest state, or the day is past.
    """
    home = Home(path.resolve())
    _ = home.settings
    edge = fixed(home, as_of) if as_of else live(home)
    if edge.past:
        raise SettingsError(f"An edition can't be published in the past: the newest event is later than {as_of}.")
    if not home.warehouse_file.exists():
        raise not_built(path, cycle)
    warehouse = Warehouse(home.warehouse_file)
    with warehouse.open("looking what to publish") as database:
        ids = build_ids(database, home, EventLog(home.event_log).events(), edge.as_of())
        if cycle not in ids:
            raise SettingsError(f"Nothing has landed for {cycle}. Cycles with data: {', '.join(ids) or 'none'}.")
        if to_stage(database, ids) or cycle in to_build(database, ids):
            raise not_built(path, cycle)
    with open_step(home, warehouse, edge, f"publishing a {kind} edition", cycle) as step:
        failed = gate(step.database, cycle, step.ids, required_checks())
        found = refusals(step.database, cycle, kind, failed, step.as_of, edge.now(), home.settings.coverage_floor)
        kept = tuple(refusal for refusal in found if not (why.strip() and refusal.may_be_lifted))
        if kept:
            return Publication(cycle, refused=kept)
        made = make_edition(step, kind, edge.now(), getpass.getuser(), why.strip(), prints=prints)
        return Publication(cycle, made, lifted=tuple(found))


def not_built(path: Path, cycle: str) -> SettingsError:
    """Tables of yesterday would be frozen, or compared, as if they were today's."""
    return SettingsError(f"The warehouse doesn't hold the newest state of {cycle}. Run: destinations run --home {path}")
