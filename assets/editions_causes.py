"""Why a figure changed between two states: the deliveries and the decisions in between whose rows touch it.

A delivery touches the figures of every pupil about whom one of its rows says something that its folder hadn't said
last; a roll without a pupil who was on the one before touches all of its year group. Where just one touches a figure it
is the cause; where several do, each may be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from assets.landing import delivery_id
from reports.numbers import long_date
from warehouse.database import Database
from warehouse.events import Event

_NAMED = 3
_TOUCHED = Path(__file__).with_suffix(".sql")
_SETTLED = {
    "withdraw": "withdrawn",
    "restore": "restored",
    "accept": "accepted as it is",
    "reconsider": "no longer accepted",
}
_ELSEWHERE = {
    "alias": 'decision on {day}: which provider a spelling means ("{why}")',
    "unalias": 'decision on {day}: which provider a spelling means, taken back ("{why}")',
    "match": 'decision on {day}: whether two pupils are one ("{why}")',
    "unmatch": 'decision on {day}: whether two pupils are one, taken back ("{why}")',
}


@dataclass(frozen=True, slots=True)
class Moment:
    """A state's place in time: the last event it knows, the day whose knowledge it holds, and what made it (any text
    that changes when rules or settings do)."""

    newest_event: int
    as_of: date
    made_by: str = ""


def causes(
    database: Database, events: Sequence[Event], cycle: str, changed: pl.DataFrame, one: Moment, other: Moment
) -> pl.DataFrame:
    """The changed cells with `cause` (a sentence) and `is_exact`; nothing of a pupil is in them."""
    first, last = sorted((one, other), key=lambda moment: (moment.newest_event, moment.as_of))
    between = [event for event in events if first.newest_event < event.number <= last.newest_event]
    touched = _touched(database, between, cycle)
    places = changed.select("school_id", "year_group", "stage").unique().sort("school_id", "year_group", "stage")
    in_network = touched.with_columns(school_id=pl.lit("")).unique()
    found = (
        places.join(pl.concat([touched, in_network]), on=["school_id", "year_group"], how="left")
        .filter(
            (pl.col("touched_stage") == "") | (pl.col("stage") == "") | (pl.col("stage") == pl.col("touched_stage"))
        )
        .select("school_id", "year_group", "stage", "number")
        .drop_nulls()
        .unique()
        .sort("number")
        .group_by("school_id", "year_group", "stage", maintain_order=True)
        .agg("number")
    )
    words = _words(database, between)
    unsaid = _without(database, cycle, first, last)
    everywhere = [event.number for event in between if event.kind in _ELSEWHERE]
    numbers = places.join(found, on=["school_id", "year_group", "stage"], how="left", maintain_order="left")["number"]
    told = [_sentence(sorted([*(own or ()), *everywhere]), words, unsaid) for own in numbers.to_list()]
    places = places.with_columns(
        pl.Series("cause", [sentence for sentence, _ in told], pl.String),
        pl.Series("is_exact", [is_exact for _, is_exact in told], pl.Boolean),
    )
    return changed.join(places, on=["school_id", "year_group", "stage"], how="left", maintain_order="left")


def _touched(database: Database, between: Sequence[Event], cycle: str) -> pl.DataFrame:
    """The number of each event with the school, year group and stage ('': any) that it touches."""
    about = {
        event.number: delivery_id(event) if event.kind == "delivery" else str(event.data["delivery_id"])
        for event in between
        if event.kind == "delivery" or event.kind in _SETTLED
    }
    whole = [about[event.number] for event in between if event.kind in _SETTLED]
    numbers = pl.DataFrame(
        {"number": list(about), "delivery_id": list(about.values())},
        schema={"number": pl.Int64, "delivery_id": pl.String},
    )
    lines = database.query(
        _TOUCHED.read_text("utf-8"), {"deliveries": sorted(set(about.values())), "whole": whole, "cycle": cycle}
    )
    return numbers.join(lines, on="delivery_id").select(
        "number", "school_id", pl.col("year_group").cast(pl.Int32), "touched_stage"
    )


def _words(database: Database, between: Sequence[Event]) -> Mapping[int, str]:
    """What each event is called: a file by its path and day, a decision by what it decided."""
    paths = dict(database.query("select delivery_id, path from raw.deliveries").iter_rows())
    found = {}
    for event in between:
        day = long_date(event.on)
        if event.kind == "delivery":
            found[event.number] = f"{event.data['path']}, received {day}"
        elif event.kind in _SETTLED:
            path = paths.get(str(event.data["delivery_id"]), "a file")
            found[event.number] = f'{path}, {_SETTLED[event.kind]} on {day} ("{event.why}")'
        elif event.kind in _ELSEWHERE:
            found[event.number] = _ELSEWHERE[event.kind].format(day=day, why=event.why)
    return found


def _without(database: Database, cycle: str, first: Moment, last: Moment) -> str:
    """What changed a figure that no file or decision touches."""
    days = "select on_date from staged.turning_days where cycle = ? and on_date > ? and on_date <= ? order by on_date"
    passed = database.query(days, [cycle, first.as_of, last.as_of])["on_date"].to_list()
    reasons = []
    if first.made_by != last.made_by:
        reasons.append("rules or settings that have changed since")
    if passed:
        reasons.append(f"the calendar, which reached {long_date(passed[-1])}")
    return " or ".join(reasons) or "disclosure control, because of what is shown beside it"


def _sentence(numbers: Sequence[int], words: Mapping[int, str], unsaid: str) -> tuple[str, bool]:
    """The cause in words, and whether it is the only one that there can be."""
    if not numbers:
        return unsaid, False
    if len(numbers) == 1:
        return words[numbers[0]], True
    named = [words[number] for number in numbers[:_NAMED]]
    more = len(numbers) - len(named)
    return f"one or more of {len(numbers)}: {'; '.join(named)}{f'; and {more} more' if more else ''}", False
