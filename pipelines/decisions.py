"""A person's decision about a delivery, written into the event log under the warehouse's lock."""

from __future__ import annotations

import getpass
from datetime import date
from pathlib import Path

from assets.landing import delivery_id
from pipelines.edge import fixed, live
from warehouse.database import Warehouse
from warehouse.events import EventLog
from warehouse.home import Home
from warehouse.settings import SettingsError


def decide(path: Path, decision: str, delivery: str, why: str, as_of: date | None) -> str:
    """Log a decision on the delivery whose id starts with `delivery`; returns its path.

    Raises SettingsError where there isn't just one.
    """
    home = Home(path.resolve())
    edge = fixed(home, as_of) if as_of else live(home)
    if edge.past:
        raise SettingsError(f"A decision can't be made in the past: the newest event is later than {as_of}.")
    log = EventLog(home.event_log)
    with Warehouse(home.warehouse_file).open(decision):
        known = {delivery_id(event): str(event.data["path"]) for event in log.events() if event.kind == "delivery"}
        matches = [identity for identity in known if identity.startswith(delivery)] if delivery else []
        if len(matches) != 1:
            problem = "names more than one delivery: write more of it" if matches else "is no delivery of this home"
            raise SettingsError(f'"{delivery}" {problem}. A receipt shows its delivery at the end.')
        log.append([(decision, {"delivery_id": matches[0]}, getpass.getuser(), why)], edge.now())
    return known[matches[0]]
