"""The invented network: schools of six kinds. Every file of the corpus gets a school of its own, made from its kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

AS_OF = date(2026, 10, 15)
CYCLE = "2025-26"

_FIRST = (
    "Ashby Birk Carr Dene Elm Fern Gorse Hazel Ings Juniper Kestrel Larch Moor Nettle Oaken Peat Quarry Rowan Sorrel "
    "Thistle"
)
_SECOND = (
    "bank brook cliffe combe croft dale field ford garth grove hurst leigh mead mere royd shaw side stead wick wood "
    "bottom bridge burn cross end fold gate hall head heath hill holme house lane lea pool ridge thorpe wath worth"
)
_STARTS, _ENDS = _FIRST.split(), _SECOND.split()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of school: the end of its name, its phase, whether it has a sixth form."""

    ending: str
    phase: str
    has_sixth_form: bool


KINDS = {
    "primary": Kind("Primary Academy", "primary", False),
    "secondary": Kind("Academy", "secondary", True),
    "sixth": Kind("High School", "secondary", True),
    "eleven-sixteen": Kind("School", "secondary", False),
    "all-through": Kind("All-through Academy", "all-through", True),
    "special": Kind("Special School", "special", True),
}


@dataclass(frozen=True, slots=True)
class School:
    """One school, as `schools.csv` has it."""

    school_id: str
    name: str
    urn: str
    laestab: str
    kind: str


def school(number: int, kind: str) -> School:
    """The n-th school (0 to 799), of this kind."""
    first, second = _STARTS[number % len(_STARTS)], _ENDS[number // len(_STARTS)]
    # Establishment numbers below 1000 are nobody's.
    return School(
        f"{first}{second}".lower(),
        f"{first}{second} {KINDS[kind].ending}",
        f"{190_000 + number}",
        f"838{number:04d}",
        kind,
    )


def schools_csv(schools: list[School]) -> str:
    """The text of `schools.csv`."""
    lines = ["school_id,name,urn,laestab,phase,has_sixth_form"]
    for each in schools:
        of = KINDS[each.kind]
        sixth_form = "yes" if of.has_sixth_form else "no"
        lines.append(f"{each.school_id},{each.name},{each.urn},{each.laestab},{of.phase},{sixth_form}")
    return "\n".join(lines) + "\n"
