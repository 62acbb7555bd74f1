"""Who counts where, by the rule of the cohort, with what is known of them: the denominator of everything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tests.year.dates import BEFORE, CYCLE, EVENTS, LAST
from tests.year.truth_known import Known, Line

YEAR_GROUPS = (6, 11, 12, 13)
COUNTED = "counted"
_REFERENCE = {6: "summer_census", 11: "january_census", 12: "october_census", 13: "october_census"}
_ETHNICITIES = {
    "W": "white", "M": "mixed", "A": "asian", "C": "asian", "B": "black",
    "OOTH": "other", "NOBT": "not_known", "REFU": "not_known", "": "not_known",
}  # fmt: skip
# Year 11 of these cycles sat no Key Stage 2 tests, these Years 6 no Key Stage 1.
_NO_PRIOR = {(11, LAST), (11, CYCLE), (6, BEFORE), (6, LAST)}


@dataclass(slots=True)
class Member:
    """A pupil whom a school's files name in a year group, and whether the pupil counts there or why not."""

    person: int
    school_id: str
    year_group: int
    denominator: str
    newest: Line
    rows: list[Line] = field(default_factory=list)
    left_on: date | None = None
    reason: str = COUNTED

    @property
    def entry_date(self) -> date | None:
        return next((d for line in reversed(self.rows) if (d := line.day("entry_date"))), None)

    @property
    def status(self) -> str:
        return next((s for line in reversed(self.rows) if (s := line.text("enrolment_status"))), "C")

    def latest(self, column: str) -> str:
        """What the newest row that says anything in a column says."""
        return next((text for line in reversed(self.rows) if (text := line.text(column))), "")


def cohort(known: Known, cycle: str) -> tuple[dict[int, Member], list[Member]]:
    """The cohort by pupil, and everybody who is named but doesn't count."""
    members = _members(known, cycle)
    deceased = {line.row.person for c in EVENTS for line in known.lines("destinations", c) if line.text("destination_type") == "DECEASED"}  # fmt: skip
    for member in members:
        member.reason = "cohort adjustment" if member.person in deceased else _reason(member, cycle)
    chosen: dict[int, Member] = {}
    for member in sorted((m for m in members if m.reason == COUNTED), key=_preference, reverse=True):
        if member.person in chosen:
            member.reason = "counted at another school"
        else:
            chosen[member.person] = member
    return chosen, [member for member in members if member.reason != COUNTED]


def _preference(member: Member) -> tuple[bool, date]:
    """Among schools where a pupil counts: first one not left, then the latest entry, else where first seen."""
    return member.left_on is None, member.entry_date or member.rows[0].received_on


def _members(known: Known, cycle: str) -> list[Member]:
    places: dict[tuple[str, int], dict[str, list[Line]]] = defaultdict(lambda: {"roll": [], "destinations": []})
    for kind in ("roll", "destinations"):
        for line in known.lines(kind, cycle):
            if line.row.year_group in YEAR_GROUPS:
                places[line.delivery.drop.school_id, line.row.year_group][kind].append(line)
    found = []
    for (school_id, year_group), lines in sorted(places.items()):
        rolls = lines["roll"]
        for person in dict.fromkeys(line.row.person for line in rolls or lines["destinations"]):
            every = sorted(
                (li for kind in lines.values() for li in kind if li.row.person == person), key=lambda li: li.order
            )
            member = Member(person, school_id, year_group, "roll" if rolls else "extracts", every[-1], every)
            member.left_on = _left_on(member, rolls, known.as_of)
            found.append(member)
        if rolls:
            on_rolls = {line.row.person for line in rolls}
            for person in dict.fromkeys(li.row.person for li in lines["destinations"] if li.row.person not in on_rolls):
                every = [li for li in lines["destinations"] if li.row.person == person]
                found.append(Member(person, school_id, year_group, "roll", every[-1], every, reason="not on the roll"))
    return found  # fmt: skip


def _left_on(member: Member, rolls: Sequence[Line], as_of: date) -> date | None:
    """The leaving date of the newest row, else the day of the first roll after the last that names the pupil."""
    told = member.newest.day("leaving_date")
    if told is None:
        last = max((li.delivery.number for li in rolls if li.row.person == member.person), default=0)
        later = [li.received_on for li in rolls if li.delivery.number > last]
        told = min(later, default=None)
    return told if told is not None and told <= as_of else None


def _reason(member: Member, cycle: str) -> str:
    if member.reason != COUNTED:
        return member.reason
    if member.denominator == "extracts":
        return COUNTED  # without a roll, everybody whom the files name
    if member.status not in ("C", "M"):
        return "other registration"
    days = EVENTS[cycle]
    reference, year_group = days[_REFERENCE[member.year_group]], member.year_group
    if year_group in (6, 11) and member.entry_date and member.entry_date > reference:
        return "joined after the reference day"
    if member.left_on and member.left_on <= reference:
        if year_group != 11:
            return "left before the reference day"
        return "left before October" if member.left_on < days["october_census"] else "left between October and January"
    return COUNTED


def is_listed_apart(member: Member) -> bool:
    """Whether somebody who doesn't count is listed apart."""
    return member.reason in ("left between October and January", "other registration")


def year_11_said(known: Known) -> dict[int, str]:
    """What the network's own Year 11 rows say about disadvantage: yes, no; nobody where they say nothing."""
    said: dict[int, str] = {}
    for cycle in EVENTS:
        for line in known.lines("roll", cycle):
            if line.row.year_group == 11 and (
                says := _disadvantage(line.text("disadvantaged"), line.text("looked_after"))
            ):
                said[line.row.person] = says
    return said


def _disadvantage(fsm: str, looked_after: str) -> str:
    """Free school meals or looked after; a blank is never no."""
    return "yes" if "yes" in (fsm, looked_after) else fsm


def breakdowns(member: Member, cycle: str, year_11: Mapping[int, str]) -> dict[str, str]:
    """Where a pupil of the cohort belongs in each topic. A school without a roll knows none of it."""
    fsm = member.latest("disadvantaged")
    if member.year_group > 11:
        fsm = year_11.get(member.person) or fsm  # in care today is not in care as at Year 11
    else:
        fsm = _disadvantage(fsm, member.latest("looked_after"))
    ethnicity = member.latest("ethnicity")
    sex, language, prior = member.latest("sex"), member.latest("first_language"), member.latest("prior_attainment")
    return {
        "total": "total",
        "disadvantage": {"yes": "disadvantaged", "no": "not_disadvantaged"}.get(fsm, "not_known"),
        "sex": sex if sex in ("female", "male") else "not_known",
        "sen": member.latest("sen_provision") or "not_known",
        "ethnicity_major": _ETHNICITIES.get(ethnicity) or _ETHNICITIES[ethnicity[0]],
        "first_language": language or "not_known",
        "prior_attainment": "not_known" if (member.year_group, cycle) in _NO_PRIOR else prior or "not_known",
    }
