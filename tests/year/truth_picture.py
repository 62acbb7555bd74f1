"""The whole truth about one cycle as of a day: the cohort, its claims and what leads at each stage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tests.year.dates import EVENTS, final_opens
from tests.year.ledger import Decision, Delivery
from tests.year.schools import School
from tests.year.truth_claims import (
    Claim,
    Found,
    autumn_rolls,
    current,
    derived_claim,
    found_on,
    typed_claims,
)
from tests.year.truth_cohort import Member, breakdowns, cohort, year_11_said
from tests.year.truth_known import Known


@dataclass(frozen=True)
class Truth:
    """Everything the definitions are applied to: the schools, what came and what was decided."""

    schools: Mapping[str, School]
    deliveries: Sequence[Delivery]
    decisions: Sequence[Decision]

    def as_of(self, day: date, cycle: str) -> Picture:
        """The picture of a cycle at the end of a day."""
        return Picture(self, Known(day, self.deliveries, self.decisions), cycle)


class Picture:
    """One cycle at the end of one day. `members` is the cohort by pupil, `excluded` who is named but doesn't count."""

    def __init__(self, truth: Truth, known: Known, cycle: str) -> None:
        self.schools, self.known, self.cycle, self.as_of = truth.schools, known, cycle, known.as_of
        self.days = EVENTS[cycle]
        self.members, self.excluded = cohort(known, cycle)
        self.typed = typed_claims(known, cycle, [*self.members.values(), *self.excluded], truth.schools)
        year_11 = year_11_said(known)
        self.breakdowns = {person: breakdowns(member, cycle, year_11) for person, member in self.members.items()}

    @property
    def groups(self) -> dict[tuple[str, int], list[Member]]:
        """The cohort by school and year group."""
        found: dict[tuple[str, int], list[Member]] = {}
        for member in self.members.values():
            found.setdefault((member.school_id, member.year_group), []).append(member)
        return found

    @cached_property
    def rolls(self) -> dict[tuple[str, int], list]:  # type: ignore[type-arg]
        return autumn_rolls(self.known, self.cycle)

    @cached_property
    def found(self) -> dict[int, list[Found]]:
        """The autumn rolls that each pupil is on, the one that counts first."""
        return {person: found_on(self.rolls, member) for person, member in self.members.items()}

    @cached_property
    def claims(self) -> dict[int, list[Claim]]:
        """All claims by pupil of the cohort, typed and derived."""
        return {
            person: self.typed.get(person, [])
            + [derived_claim(found, member, self.schools) for found in self.found[person][:1]]
            for person, member in self.members.items()
        }

    @cached_property
    def finals(self) -> dict[int, Claim | None]:
        return {person: current(_of(claims, "final")) for person, claims in self.claims.items()}

    @cached_property
    def intended(self) -> dict[int, Claim | None]:
        return {person: current(_of(claims, "intended")) for person, claims in self.claims.items()}

    def leading(self, stage: str) -> dict[int, Claim | None]:
        return self.finals if stage == "final" else self.intended

    def said(self, person: int) -> Claim | None:
        """The current typed final claim, else the current typed intended one."""
        typed = self.typed.get(person, [])
        return current(_of(typed, "final")) or current(_of(typed, "intended"))

    def is_open(self, stage: str, year_group: int) -> bool:
        """Whether the stage can be told by now."""
        if stage == "final":
            return self.as_of >= final_opens(self.cycle, year_group)
        return self.as_of >= self.days["offer_day" if year_group == 6 else "year_starts"]


def _of(claims: Iterable[Claim], stage: str) -> list[Claim]:
    return [claim for claim in claims if claim.stage == stage]
