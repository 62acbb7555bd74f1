"""A person's decision about a delivery, written into the event log under the warehouse's lock."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from assets.landing import delivery_id
from assets.reference import SUBJECTS
from pipelines.deciding import decider
from warehouse.database import Database, Warehouse
from warehouse.events import Event, EventLog
from warehouse.settings import SettingsError

_OPEN_DOUBTS = """
select count(*) from (
    select delivery_id, rule, severity from staged.reading_findings
    union all select delivery_id, rule, severity from staged.delivery_findings
    {built}
) where delivery_id = ? and severity = 'blocking' and rule in (select rule from ref.doubts)
"""


def decide(path: Path, decision: str, delivery: str, why: str, as_of: date | None) -> str:
    """Log a decision (a key of `SUBJECTS`) on the delivery whose id starts with `delivery`; returns its path.

    Raises SettingsError where there isn't just one, where it is decided already, or where there is nothing to decide.
    """
    home, edge = decider(path, why, as_of)
    log = EventLog(home.event_log)
    with Warehouse(home.warehouse_file).open(decision) as database:
        events = log.events()
        identity, known = _chosen(events, delivery)
        refusal = _REFUSALS[decision](database, identity, _newest(events, identity, SUBJECTS[decision]))
        if refusal:
            raise SettingsError(f"{known}: {refusal}")
        log.append([(decision, {"delivery_id": identity}, getpass.getuser(), why.strip())], edge.now())
    return known


def _chosen(events: list[Event], delivery: str) -> tuple[str, str]:
    known = {delivery_id(event): str(event.data["path"]) for event in events if event.kind == "delivery"}
    matches = [identity for identity in known if identity.startswith(delivery)] if delivery else []
    if len(matches) != 1:
        problem = "names more than one delivery: write more of it" if matches else "is no delivery of this home"
        raise SettingsError(f'"{delivery}" {problem}. A receipt shows its delivery at the end.')
    return matches[0], known[matches[0]]


def _newest(events: list[Event], identity: str, subject: str) -> str | None:
    about = [
        event.kind
        for event in events
        if SUBJECTS.get(event.kind) == subject and event.data.get("delivery_id") == identity
    ]
    return about[-1] if about else None


def _cant_withdraw(_: Database, __: str, newest: str | None) -> str | None:
    already = "it is withdrawn already. To count it again: destinations withdraw … --undo"
    return already if newest == "withdraw" else None


def _cant_restore(_: Database, __: str, newest: str | None) -> str | None:
    return None if newest == "withdraw" else "it is not withdrawn, so there is nothing to undo."


def _cant_accept(database: Database, identity: str, newest: str | None) -> str | None:
    if newest == "accept":
        return "it is accepted already. To take that back: destinations accept … --undo"
    if not database.exists("staged.delivery_findings"):
        return "it has not been read yet. Run: destinations run"
    built = "union all select delivery_id, rule, severity from staged.findings where line is null"
    sql = _OPEN_DOUBTS.format(built=built if database.exists("staged.findings") else "")
    if database.value(sql, [identity]):
        return None
    return (
        "there is no doubt about the whole file that could be accepted. What its receipt says of rows and cells is "
        "repaired in the file, which is then dropped again."
    )


def _cant_reconsider(_: Database, __: str, newest: str | None) -> str | None:
    return None if newest == "accept" else "it was not accepted, so there is nothing to undo."


_REFUSALS: Mapping[str, Callable[[Database, str, str | None], str | None]] = {
    "withdraw": _cant_withdraw,
    "restore": _cant_restore,
    "accept": _cant_accept,
    "reconsider": _cant_reconsider,
}
