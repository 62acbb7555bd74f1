"""What was said, or seen on a roll, about where a pupil goes; which of it leads; what it counts as."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.destination_types import destination_types
from tests.year.dates import EVENTS, next_cycle, results_day
from tests.year.schools import School
from tests.year.truth_cohort import Member
from tests.year.truth_known import Known, Line

EVIDENCE = ("own_roll", "network_roll", "provider", "local_authority", "ucas", "employer")
NOT_KNOWN = ("UNKNOWN", "REFUSED", "UNDECIDED")
_FORTNIGHT = timedelta(14)
_OVERRULED = ("SIXTH_FORM", "SIXTH_FORM_COLLEGE", "FE_COLLEGE", "INDEPENDENT", "SPECIAL", "POST16_UNSPECIFIED")
_TYPES = {
    (code, year): (category, participation)
    for code, year, category, participation in destination_types()
    .select("code", "year_group", "destination_category", "participation")
    .iter_rows()
}


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim about a pupil of a year group. `at` is the network school that it names; `derived` tells that it comes
    from an autumn roll."""

    person: int
    school_id: str
    year_group: int
    stage: str
    type: str
    at: str
    recorded_on: date
    order: tuple[int, int]
    verified_on: date | None
    verified_by: str
    review_on: date | None = None
    predicted_end_on: date | None = None
    leaving_reason: str = ""
    derived: bool = False

    @property
    def is_evidence(self) -> bool:
        return self.verified_by in EVIDENCE

    @property
    def is_known(self) -> bool:
        return self.type not in NOT_KNOWN


@dataclass(frozen=True, slots=True)
class Found:
    """An autumn roll that a pupil is on."""

    school_id: str
    year_group: int
    entry_date: date
    line: Line


def typed_claims(
    known: Known, cycle: str, members: Sequence[Member], schools: Mapping[str, School]
) -> dict[int, list[Claim]]:
    """By pupil, what usable rows say. A final destination told before results day is an intention, unless the pupil had
    left that school by then. A blank cell says nothing."""
    left = {(m.person, m.school_id): m.left_on for m in members}
    found: dict[int, list[Claim]] = {}
    for line in known.lines("destinations", cycle):
        code, row, school_id = line.text("destination_type"), line.row, line.delivery.drop.school_id
        if not code:
            continue
        stage, results = line.delivery.drop.stage, results_day(cycle, row.year_group)
        gone = line.day("leaving_date") or left.get((row.person, school_id))
        had_left = gone is not None and gone <= line.recorded_on
        if stage == "final" and results and line.recorded_on < results and not had_left:
            stage = "intended"
        at = row.school_meant
        if not at and (code == "REPEAT_YEAR" or (code == "SIXTH_FORM" and row.year_group == 12)):
            at = "" if line.text("destination_provider") else school_id
        if at and row.year_group > 6 and code in _OVERRULED:
            code = _kind(schools[at]) or code
        found.setdefault(row.person, []).append(
            Claim(
                row.person, school_id, row.year_group, stage, code, at, line.recorded_on, line.order, line.day("verified_on"), line.text("verified_by"),
                line.day("review_on"), line.day("predicted_end_on"),
            )
        )  # fmt: skip
    return found


def _kind(school: School) -> str:
    return "SPECIAL" if school.kind == "special" else "SIXTH_FORM"


def autumn_rolls(known: Known, cycle: str) -> dict[tuple[str, int], list[Line]]:
    """By school and year group, the rows of the newest usable roll of the new autumn."""
    days, newest = EVENTS[cycle], {}
    rolls: dict[tuple[str, int], list[Line]] = {}
    for line in known.lines("roll", next_cycle(cycle)):
        place = (line.delivery.drop.school_id, line.row.year_group)
        if line.row.year_group not in (7, 12, 13, 14):
            continue
        if not days["term_starts"] <= line.received_on <= days["autumn_term_ends"]:
            continue
        if newest.get(place, 0) < line.delivery.number:
            newest[place], rolls[place] = line.delivery.number, []
        rolls[place].append(line)
    return rolls


def found_on(rolls: Mapping[tuple[str, int], Sequence[Line]], member: Member) -> list[Found]:
    """The autumn rolls that a pupil of the cohort is on, the one that counts first: latest entry, newest delivery."""
    years = {6: (7,), 11: (12,), 12: (13, 12), 13: (13, 14)}[member.year_group]
    seen = [
        Found(school_id, year_group, line.day("entry_date") or date.min, line)
        for (school_id, year_group), lines in rolls.items() if year_group in years
        for line in lines if line.row.person == member.person and _is_on(line)
    ]  # fmt: skip
    return sorted(seen, key=lambda found: (found.entry_date, found.line.delivery.number), reverse=True)


def _is_on(line: Line) -> bool:
    left = line.day("leaving_date")
    return line.text("enrolment_status") in ("", "C", "M") and not (left and left <= line.received_on)


def derived_claim(found: Found, member: Member, schools: Mapping[str, School]) -> Claim:
    """What the autumn roll says of a pupil: it is a final claim, and evidence."""
    day = found.line.received_on
    if member.year_group == 13 or found.year_group == member.year_group:
        code = "REPEAT_YEAR"
    elif schools[found.school_id].kind == "special":
        code = "SPECIAL"
    else:
        code = "SECONDARY" if member.year_group == 6 else "SIXTH_FORM"
    by = "own_roll" if found.school_id == member.school_id else "network_roll"
    return Claim(
        member.person, found.school_id, member.year_group, "final", code, found.school_id, day, found.line.order, day, by, derived=True
    )  # fmt: skip


def current(claims: Iterable[Claim]) -> Claim | None:
    """The claim that leads: within a fortnight of the newest, evidence before word; then the latest recorded, then the
    latest received."""
    claims = list(claims)
    if not claims:
        return None
    newest = max(claim.recorded_on for claim in claims)
    near = [claim for claim in claims if newest - claim.recorded_on < _FORTNIGHT]
    return max(near, key=lambda claim: (claim.is_evidence, claim.recorded_on, claim.order))


def category(claim: Claim | None, member: Member) -> str:
    """The destination category that a claim counts in; nobody said anything: unknown."""
    if claim is None:
        return "unknown"
    if claim.type == "SIXTH_FORM" and member.year_group == 12 and claim.at == member.school_id:
        return "continuing_own_sixth_form"
    return _TYPES[claim.type, member.year_group][0]


def participation(claim: Claim | None, member: Member) -> str:
    """What a claim means for participation."""
    return "unknown" if claim is None else _TYPES[claim.type, member.year_group][1]


def is_confirmed(claim: Claim | None, member: Member, cycle: str) -> bool:
    """Whether evidence from the new term, or from after the day an in-year leaver left, confirms a final claim."""
    if claim is None:
        return False
    checked = claim.verified_on or (claim.recorded_on if claim.verified_by else None)
    left = member.left_on if member.left_on and member.left_on < EVENTS[cycle]["leaving_date"] else None
    return checked is not None and checked >= (left or EVENTS[cycle]["term_starts"])


def lapses_on(claim: Claim) -> date | None:
    """The last day on which a final claim is current; None: it never lapses."""
    day = claim.verified_on or claim.recorded_on
    types, end = _TYPES[claim.type, claim.year_group], claim.predicted_end_on
    if claim.type in ("GAP_YEAR_DEFERRED", "TEMPORARY_EMPLOYMENT"):
        return claim.review_on + timedelta(28) if claim.review_on else None
    if claim.type in ("APPRENTICESHIP", "EMPLOYMENT_WITH_STUDY"):
        return months_later(day, 12)
    if claim.type in ("TRAINING", "SUPPORTED_INTERNSHIP"):
        return min(months_later(day, 6), end or date.max)
    if claim.type == "RE_ENGAGEMENT":
        return months_later(day, 3)
    if types[0] == "employment":
        return months_later(day, 6)
    if types[1] == "education":
        ends = date(day.year if day.month < 9 else day.year + 1, 8, 31)
        return min(ends, end or date.max)
    return None


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last of that month where it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + year, month + 1, 1)
    last = (first.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)
    return first.replace(day=min(day.day, last.day))
