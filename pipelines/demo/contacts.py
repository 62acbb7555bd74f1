"""How an invented family can be reached, and what it allows: address, telephones, permission, sharing. Knows no file.

Told from the pupil's number alone, so every roll says the same. Addresses lie in postcodes that don't exist,
telephones in the ranges that are kept free for drama, e-mail addresses at example.org.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random

from pipelines.demo.people import NAMES, Pupil, pick
from pipelines.demo.schools import DemoSchool
from pipelines.demo.tables import rows

_OPTS_OUT = 0.02
_LA_LEFT_BLANK = 0.02
_PARENT_UNKNOWN = 0.03
_CARE_LEAVER = {"yes": 0.03, "no": 0.0}
_YOUNG_CARER = 0.02
# Up to which draw a family's answer is what: later years are asked more often, and a few take their answer back.
_PERMISSION = {
    11: {"yes": 0.55, "no": 0.65, "not_asked": 1.0},
    12: {"yes": 0.62, "no": 0.72, "not_asked": 0.97, "withdrawn": 1.0},
}
_AUTHORITIES = {
    la: {row["home_la"]: float(row["weight"]) for row in rows("authorities") if row["la"] == la}
    for la in dict.fromkeys(row["la"] for row in rows("authorities"))
}
_PLACES = {(row["la"], row["home_la"]): (row["town"], row["written"].split("|")) for row in rows("authorities")}
_STREETS = [row["street"] for row in rows("streets")]
_INWARD = "ABDEFGHJLNPQRSTUWXYZ"  # the letters that a postcode may end with


@dataclass(frozen=True, slots=True)
class Contacts:
    """What a roll says beside the pupil's particulars; blank where the school doesn't know."""

    home_la: str
    address_line_1: str
    town: str
    postcode: str
    pupil_phone: str
    pupil_email: str
    parent_name: str
    parent_phone: str
    parent_email: str
    share_opt_out: str
    contact_permission: str
    care_leaver: str
    young_carer: str
    attendance: str


def contacts(pupil: Pupil, school: DemoSchool, year_group: int) -> Contacts:
    """How the pupil's family can be reached, as the school has noted it when the pupil is in the year group."""
    random = Random(f"contacts {pupil.upn}")
    la = pick(random, _AUTHORITIES[school.la])
    town, written = _PLACES[school.la, la]
    home_la = random.choice(written)
    if random.random() < _LA_LEFT_BLANK:
        home_la = ""
    mother = random.choice(NAMES["female"] if random.random() < 0.7 else NAMES["male"])
    known = random.random() >= _PARENT_UNKNOWN
    answer, first = random.random(), f"{pupil.forename}.{pupil.surname}".lower().replace("'", "").replace(" ", "")
    return Contacts(
        home_la=home_la,
        address_line_1=f"{random.randrange(1, 180)} {random.choice(_STREETS)}",
        town=town,
        postcode=_postcode(random),
        pupil_phone=f"07700 900{random.randrange(1000):03d}" if year_group >= 11 else "",
        pupil_email=f"{first}@pupils.example.org" if year_group >= 11 else "",
        parent_name=f"{mother} {pupil.surname}" if known else "",
        parent_phone=_phone(random) if known else "",
        parent_email=f"{mother}.{pupil.surname}@example.org".lower().replace(" ", "") if known else "",
        share_opt_out="yes" if random.random() < _OPTS_OUT else random.choice(("no", "")),
        contact_permission=_permission(answer, year_group),
        care_leaver="yes" if random.random() < _CARE_LEAVER[pupil.disadvantaged] else "",
        young_carer="yes" if random.random() < _YOUNG_CARER else "",
        attendance=f"{min(100.0, random.triangular(76, 100.4, 96.5)):.1f}",
    )


def answers(rolls: Iterable[tuple[DemoSchool, Mapping[int, Iterable[Pupil]]]]) -> tuple[set[str], set[str]]:
    """The UPNs on these rolls whose families opted out of sharing, and of those who withdrew their permission."""
    opted_out, withdrew = set(), set()
    for school, years in rolls:
        for year_group, pupils in years.items():
            for pupil in pupils:
                said = contacts(pupil, school, year_group)
                opted_out |= {pupil.upn} if said.share_opt_out == "yes" else set()
                withdrew |= {pupil.upn} if said.contact_permission == "withdrawn" else set()
    return opted_out, withdrew


def _postcode(random: Random) -> str:
    return f"ZX{random.randrange(1, 20)} {random.randrange(1, 10)}{random.choice(_INWARD)}{random.choice(_INWARD)}"


def _phone(random: Random) -> str:
    if random.random() < 0.7:
        return f"07700 900{random.randrange(1000):03d}"
    return f"01632 960{random.randrange(1000):03d}"


def _permission(answer: float, year_group: int) -> str:
    if year_group < 11:
        return ""
    return next(code for code, until in _PERMISSION[min(year_group, 12)].items() if answer < until)
