"""What schools dropped and what people decided: the books that both the files and the truth are made from.

A row holds what the school *means* (codes, dates, who it is about); what stands in the cell instead, where that is a
slip, is `written`. Nothing here knows how a file looks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

Value = str | date


@dataclass(frozen=True, slots=True)
class Row:
    """One pupil's line. `values` by canonical column; `school_meant`: the network school that the provider names.

    `written` replaces what is meant by what stands in the cell; `is_held`: such a slip makes the row unusable.
    """

    person: int
    year_group: int
    values: Mapping[str, Value]
    school_meant: str = ""
    written: Mapping[str, str] = field(default_factory=dict)
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class Drop:
    """A file that a school drops. `path` lies under the inbox; `doubt` names why it will be doubted as a whole, but for
    a roll that has shrunk, which follows from the books. `writes_year_group`: whether the rows say the year group, and
    by how much it is off (a system that has rolled over says one more)."""

    day: date
    path: str
    school_id: str
    cycle: str
    kind: str
    rows: tuple[Row, ...]
    stage: str = ""
    style: str = "plain"
    doubt: str = ""
    writes_year_group: int | None = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A person accepts or withdraws the newest delivery at a path."""

    day: date
    kind: str
    path: str
    why: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """A drop as it was taken in: on a day, with its number in the order of arrival."""

    number: int
    received_on: date
    drop: Drop


@dataclass(frozen=True)
class Books:
    """Everything that will happen, in the order of days."""

    drops: tuple[Drop, ...]
    decisions: tuple[Decision, ...]

    def days(self) -> list[date]:
        """The days on which anything happens."""
        return sorted({item.day for item in (*self.drops, *self.decisions)})

    def only(self, keep: Callable[[Drop], bool]) -> Books:
        """The same year without the drops that `keep` refuses; nothing is decided about those."""
        drops = tuple(drop for drop in self.drops if keep(drop))
        paths = {drop.path for drop in drops}
        return Books(drops, tuple(decision for decision in self.decisions if decision.path in paths))


def landing_day(day: date, landings: Sequence[date]) -> date | None:
    """The first landing on or after a day; None where there is none any more."""
    return next((landing for landing in landings if landing >= day), None)


def in_force(drops: Sequence[Drop]) -> list[Drop]:
    """Of what was dropped since the last landing, what lies in the inbox: at each path the newest file."""
    return list({drop.path: drop for drop in sorted(drops, key=lambda drop: drop.day)}.values())


def deliveries(books: Books, landings: Sequence[date], content: Callable[[Drop], bytes]) -> list[Delivery]:
    """What the landings take in, in order: older cycles first, then by path; unchanged bytes are no news."""
    lying: dict[str, bytes] = {}
    found: list[Delivery] = []
    for landing in landings:
        come = in_force([drop for drop in books.drops if landing_day(drop.day, landings) == landing])
        for drop in sorted(come, key=lambda drop: (drop.cycle, drop.path)):
            if lying.get(drop.path) != content(drop):
                lying[drop.path] = content(drop)
                found.append(Delivery(len(found) + 1, landing, drop))
    return found
