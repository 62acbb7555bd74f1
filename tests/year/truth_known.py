"""What is known by the end of a day: which deliveries have come, and which of their rows may be used.

From the definitions alone: a file in doubt waits until a person accepts it, a withdrawn file counts for nothing, a row
with a blocking slip is held. Nothing here looks at a database.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tests.year.ledger import Decision, Delivery, Row

# A roll is doubted that has lost more than a fifth of the pupils of the roll in force, and at least three.
_SHARE, _FEWEST = 0.2, 3


@dataclass(frozen=True, slots=True)
class Line:
    """A usable row and where it stands: `order` sorts by arrival, then by the line in the file."""

    delivery: Delivery
    row: Row
    order: tuple[int, int]

    @property
    def received_on(self) -> date:
        return self.delivery.received_on

    def day(self, column: str) -> date | None:
        value = self.row.values.get(column)
        return value if isinstance(value, date) else None

    def text(self, column: str) -> str:
        value = self.row.values.get(column, "")
        return value if isinstance(value, str) else value.isoformat()

    @property
    def recorded_on(self) -> date:
        """When it was said; the day received where the row doesn't tell."""
        return self.day("recorded_on") or self.received_on


class Known:
    """The state of knowledge at the end of `as_of`."""

    def __init__(self, as_of: date, deliveries: Sequence[Delivery], decisions: Sequence[Decision]) -> None:
        self.as_of = as_of
        self.deliveries = [delivery for delivery in deliveries if delivery.received_on <= as_of]
        decided = {self._about(d).number: d.kind for d in sorted(decisions, key=lambda d: d.day) if d.day <= as_of}
        self.accepted = {number for number, kind in decided.items() if kind == "accept"}
        self.withdrawn = {number for number, kind in decided.items() if kind == "withdraw"}
        self.doubts = dict(self._doubts())

    def _about(self, decision: Decision) -> Delivery:
        """The delivery that a decision is about: the newest that had come to its path by then."""
        return max(
            (d for d in self.deliveries if d.drop.path == decision.path and d.received_on <= decision.day),
            key=lambda d: d.number,
        )

    def _doubts(self) -> Iterator[tuple[int, str]]:
        """Number of delivery -> why the whole file is doubted, settled or not."""
        held_by: dict[tuple[str, str, int], int] = {}
        for delivery in self.deliveries:
            drop, doubt = delivery.drop, delivery.drop.doubt
            if drop.kind == "roll":
                sizes = {y: sum(r.year_group == y for r in drop.rows) for y in {r.year_group for r in drop.rows}}
                for year_group, pupils in sizes.items():
                    place = (drop.school_id, drop.cycle, year_group)
                    lost = held_by.get(place, 0) - pupils
                    if lost >= _FEWEST and lost > _SHARE * held_by[place]:
                        doubt = "roll_shrank"
                if not doubt or delivery.number in self.accepted:
                    held_by |= {(drop.school_id, drop.cycle, y): pupils for y, pupils in sizes.items()}
            if doubt:
                yield delivery.number, doubt

    def open_doubts(self) -> dict[str, str]:
        """Path -> why, of every delivery that waits for a person."""
        return {d.drop.path: self.doubts[d.number] for d in self.deliveries if self.is_held(d)}

    def is_held(self, delivery: Delivery) -> bool:
        return delivery.number in self.doubts and delivery.number not in self.accepted

    def lines(self, kind: str, cycle: str) -> Iterator[Line]:
        """Every usable row of a kind and cycle, oldest first."""
        for delivery in self.deliveries:
            drop = delivery.drop
            usable = not self.is_held(delivery) and delivery.number not in self.withdrawn
            if usable and (drop.kind, drop.cycle) == (kind, cycle):
                for place, row in enumerate(drop.rows):
                    if not row.is_held:
                        yield Line(delivery, row, (delivery.number, place))
