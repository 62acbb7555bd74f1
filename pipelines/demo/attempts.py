"""The calls that some schools note beside their final destinations: of whom they didn't know, and of whom nobody had
confirmed it yet. Knows no file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from pipelines.demo.journeys import Claim
from pipelines.demo.people import Pupil, pick

CALLING_SCHOOLS = ("skelmere-high", "brackenthorpe-academy", "rooksmere-academy", "stanmere-school")
_CALLED = 0.7
_FIRST, _DAYS = date(2026, 9, 7), 21
_METHODS = {"phone": 70, "email": 18, "text": 12}
_CALLERS = ("Ms Adeyemi", "Mr Thwaite", "Mrs Lall")
_UNREACHED = {"no_answer": 75, "wrong_number": 17, "refused": 8}


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to reach a family; all blank where nobody called."""

    contacted_on: date | None = None
    contact_method: str = ""
    contact_outcome: str = ""
    contacted_by: str = ""


def attempt(pupil: Pupil, claim: Claim) -> Attempt:
    """The last call about the pupil: somebody was reached where a pupil or parent has said where the pupil is."""
    random = Random(f"attempt {pupil.upn}")
    said = claim.destination_type not in ("", "UNKNOWN")
    if claim.verified_by not in ("", "pupil", "parent") or claim.leaving_date or random.random() >= _CALLED:
        return Attempt()
    day = claim.verified_on or _FIRST + timedelta(days=random.randrange(_DAYS))
    outcome = "reached" if said else pick(random, _UNREACHED)
    return Attempt(day, pick(random, _METHODS), outcome, random.choice(_CALLERS))
