"""A person's decision whether two pupils are one, written into the event log under the warehouse's lock."""

from __future__ import annotations

import difflib
import getpass
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assets.identity import MATCH, REVIEW, UNMATCH, matches_frame, pair_id, row_name
from pipelines.deciding import decider
from pipelines.edge import fixed, live
from warehouse.database import Database, Warehouse
from warehouse.events import Event, EventLog
from warehouse.home import Home
from warehouse.settings import SettingsError

_PAIRS = f"""
select v.*, one.path as one_path, other.path as other_path
from {REVIEW.name} as v
join raw.deliveries as one on one.delivery_id = v.one_delivery_id
join raw.deliveries as other on other.delivery_id = v.other_delivery_id
order by v.reason, one.delivery_number, v.one_line, v.review_id
"""


@dataclass(frozen=True)
class Pair:
    """Two rows that are or might be about one pupil. `rows` say where they stand: path, sheet, line; `decision` is
    same, apart or None. Nothing in it is a pupil's value."""

    review_id: str
    reason: str
    rows: tuple[tuple[str, str, int], tuple[str, str, int]]
    agrees: tuple[str, ...]
    differs: tuple[str, ...]
    decision: str | None
    data: Mapping[str, str]


def pairs(path: Path, as_of: date | None = None) -> list[Pair]:
    """Every pair of the last build, with what has been decided since. Raises SettingsError where nothing is built."""
    home = Home(path.resolve())
    _ = home.settings
    edge = fixed(home, as_of) if as_of else live(home)
    if edge.past:
        home = home.as_it_was(edge.past)
    events = EventLog(home.event_log).events(edge.past)
    if not home.warehouse_file.exists():
        raise _nothing_built(path)
    with Warehouse(home.warehouse_file).open("looking for pairs") as database:
        return _pairs(database, events, path)


def find(known: Iterable[str], review: str) -> str:
    """The one id that begins with `review`. Raises SettingsError, with the nearest, where there isn't just one."""
    ids = list(known)
    found = [identity for identity in ids if review and identity.startswith(review)]
    if len(found) == 1:
        return found[0]
    if found:
        raise SettingsError(f'"{review}" begins the ids of {len(found)} pairs: write more of it.')
    close = difflib.get_close_matches(review, ids, n=1)
    hint = f'Did you mean "{close[0]}"?' if close else "To see them all: destinations match --list"
    raise SettingsError(f'"{review}" is no pair of this home. {hint}')


def decide_pair(path: Path, review: str, verdict: str | None, why: str, as_of: date | None) -> str:
    """Log that the two rows of a pair are about one pupil (`same`) or two (`apart`); None takes the decision back.
    Returns the pair's id.

    Raises SettingsError where there isn't just one such pair, where it is decided so already, or where it would
    contradict what was decided about other pairs.
    """
    home, edge = decider(path, why, as_of)
    if not home.warehouse_file.exists():
        raise _nothing_built(path)
    log = EventLog(home.event_log)
    with Warehouse(home.warehouse_file).open("match") as database:
        events = log.events()
        shown = {pair.review_id: pair.data for pair in _pairs(database, events, path)}
        decided = _decided(events)
        # What was decided about rows that don't count at present is not shown, but can be taken back.
        about = {identity: _without_verdict(data) for identity, data in decided.items()} | shown
        identity = find(about, review)
        if refusal := _refusal(decided, identity, about[identity], verdict):
            raise SettingsError(f"{identity}: {refusal}")
        kind, data = (MATCH, {**about[identity], "verdict": verdict}) if verdict else (UNMATCH, about[identity])
        log.append([(kind, data, getpass.getuser(), why.strip())], edge.now())
    return identity


def _nothing_built(path: Path) -> SettingsError:
    return SettingsError(f"No pupils have been compared yet. Run: destinations run --home {path}")


def _pairs(database: Database, events: Sequence[Event], path: Path) -> list[Pair]:
    if not database.exists(REVIEW.name):
        raise _nothing_built(path)
    decided = dict(matches_frame(events).select("review_id", "verdict").iter_rows())
    return [_pair(row, decided) for row in database.query(_PAIRS).iter_rows(named=True)]


def _pair(row: Mapping[str, Any], decided: Mapping[str, str]) -> Pair:
    one, other = (
        (str(row[f"{side}_delivery_id"]), str(row[f"{side}_sheet"]), int(row[f"{side}_line"]))
        for side in ("one", "other")
    )
    review_id, reason = str(row["review_id"]), str(row["reason"])
    data = {
        "one_row": row_name(*one), "other_row": row_name(*other),
        "delivery_id": one[0], "other_delivery_id": other[0], "reason": reason,
    }  # fmt: skip
    where = (str(row["one_path"]), *one[1:]), (str(row["other_path"]), *other[1:])
    agrees, differs = tuple(row["agrees"]), tuple(row["differs"])
    return Pair(review_id, reason, where, agrees, differs, decided.get(review_id), data)


def _decided(events: Sequence[Event]) -> dict[str, dict[str, str]]:
    """The data of the newest decision on each pair that has one."""
    known = set(matches_frame(events)["review_id"])
    data = [{name: str(value) for name, value in event.data.items()} for event in events if event.kind == MATCH]
    newest = {pair_id(one["one_row"], one["other_row"]): one for one in data}
    return {identity: newest[identity] for identity in sorted(known)}


def _without_verdict(data: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in data.items() if name != "verdict"}


def _refusal(
    decided: Mapping[str, Mapping[str, str]], identity: str, about: Mapping[str, str], verdict: str | None
) -> str | None:
    """Why a decision can't be made, in a sentence; None: it can."""
    newest = decided.get(identity, {}).get("verdict")
    if verdict is None:
        return None if newest else "nothing has been decided about this pair, so there is nothing to undo."
    if verdict == newest:
        return "this has been decided already. To take it back: destinations match … --undo"
    against = _contradicting({**decided, identity: {**about, "verdict": verdict}}, identity)
    if against:
        return (
            "this would contradict what was decided about other pairs. First look at, and perhaps undo: "
            f"{', '.join(against)}."
        )
    return None


def _contradicting(decided: Mapping[str, Mapping[str, str]], newest: str) -> list[str]:
    """The other decisions which, together with the newest, say of some rows both that they are one pupil and two."""
    pupil = {row: row for data in decided.values() for row in (data["one_row"], data["other_row"])}
    for data in decided.values():
        if data["verdict"] == "same":
            one, other = pupil[data["one_row"]], pupil[data["other_row"]]
            pupil = {row: one if now == other else now for row, now in pupil.items()}
    torn = {
        pupil[data["one_row"]]
        for data in decided.values()
        if data["verdict"] == "apart" and pupil[data["one_row"]] == pupil[data["other_row"]]
    }
    if pupil[decided[newest]["one_row"]] not in torn:
        return []
    return [identity for identity, data in decided.items() if identity != newest and pupil[data["one_row"]] in torn]
