"""What the files of the exchange hold, by construction: for tests, which compare it with what was made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipelines.demo.dirt import Fault
from pipelines.demo.files import Sheet


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What lies in the files of the exchange, by construction.

    `opt_outs` families that don't want data shared, `objectors` pupils who took the permission to contact them back,
    `contact_attempts` calls noted beside final destinations; `feedback` rows by state (see `feedback.Told`, without the
    list that is held), `application_outcomes` pupils of Year 13 by outcome, `college_applications` rows of Year 11,
    `encounters` meaningful ones by (school_id, cycle, kind).
    """

    opt_outs: int
    objectors: int
    contact_attempts: int
    feedback: Mapping[str, int]
    application_outcomes: Mapping[str, int]
    college_applications: int
    encounters: Mapping[tuple[str, str, str], int]


@dataclass(slots=True)
class Lists:
    """The files of the exchange with their kind, and what they come to."""

    files: list[tuple[str, Sheet]] = field(default_factory=list)
    faults: dict[str, Fault] = field(default_factory=dict)
    feedback: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    encounters: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    at_colleges: int = 0

    def summary(self, opt_outs: int, objectors: int, contact_attempts: int) -> Exchanged:
        """All of it together with what rolls and final destinations say."""
        return Exchanged(
            opt_outs, objectors, contact_attempts, self.feedback, self.outcomes, self.at_colleges, self.encounters
        )
