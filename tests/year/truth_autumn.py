"""What the year asks for beside destinations: checkpoints, the September Guarantee, leavers of the year, and the autumn
rolls. Each function gives rows by key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from tests.year.dates import next_cycle
from tests.year.truth_claims import Claim, category, current, participation
from tests.year.truth_cohort import Member
from tests.year.truth_marts import Rows, legal, share
from tests.year.truth_picture import Picture

_RESULTS = {11: "gcse_results", 12: "a_level_results", 13: "a_level_results"}


def checkpoint_days(picture: Picture, year_group: int) -> Iterator[tuple[str, str, date, date]]:
    """Checkpoint, stage, first and last day."""
    days = picture.days
    may, one = days["end_of_may"], timedelta(1)
    if year_group == 6:
        yield "after_offer_day", "intended", days["offer_day"], days["offer_day"] + timedelta(14)
        yield "end_of_may", "intended", may, may
        yield "autumn_roll", "final", days["term_starts"], days["activity_survey"]
        return
    results = days[_RESULTS[year_group]]
    yield "stock_take", "intended", days["stock_take_opens"], days["stock_take_closes"]
    yield "end_of_may", "intended", may, may
    yield "before_results", "intended", results - one, results - one
    if year_group != 12:
        yield "results_day", "final", results, days["term_starts"] - one


def states(picture: Picture) -> dict[tuple[int, str], str]:
    """core.checkpoints: (pupil, checkpoint) -> category, for the checkpoints that are reached."""
    found = {}
    for person, member in picture.members.items():
        for name, stage, opens, closes in checkpoint_days(picture, member.year_group):
            if opens <= picture.as_of:
                found[person, name] = category(_at(picture, person, name, stage, opens, closes), member)
    return found


def _at(picture: Picture, person: int, name: str, stage: str, opens: date, closes: date) -> Claim | None:
    told = [c for c in picture.claims[person] if c.stage == stage and c.recorded_on <= closes]
    return current(c for c in told if name != "results_day" or c.recorded_on >= opens)


def checkpoints(picture: Picture) -> tuple[Rows, Rows]:
    """mart.checkpoints and mart.checkpoint_flows."""
    reached, rows, flows = states(picture), {}, Counter()
    for (school_id, year_group), members in picture.groups.items():
        place = (picture.cycle, school_id, year_group)
        final_is_open = picture.is_open("final", year_group)
        finals = {m.person: category(picture.finals[m.person], m) for m in members}
        for name, stage, opens, closes in checkpoint_days(picture, year_group):
            is_reached = opens <= picture.as_of
            for legal_name in legal("destination_category", year_group, stage):
                there = [m.person for m in members if is_reached and reached[m.person, name] == legal_name]
                rows[*place, name, legal_name] = {
                    "opens_on": opens,
                    "closes_on": closes,
                    "is_reached": is_reached,
                    "is_settled": picture.as_of > closes,
                    "pupils": len(there) if is_reached else None,
                    "cohort": len(members),
                    "share": share(len(there), len(members)) if is_reached else None,
                    "same_at_final": sum(finals[p] == legal_name for p in there) if final_is_open else None,
                }
            if is_reached and final_is_open:
                flows.update((*place, name, reached[m.person, name], finals[m.person]) for m in members)
    return rows, {key: {"pupils": pupils} for key, pupils in flows.items()}


def september_guarantee(picture: Picture) -> Rows:
    """mart.september_guarantee."""
    if picture.as_of < picture.days["end_of_may"]:
        return {}
    offers = _offers(picture)
    rows: Rows = {}
    for person, member in picture.members.items():
        if member.year_group not in (11, 12):
            continue
        key = (picture.cycle, member.school_id, member.year_group, member.latest("home_la") or "not_known")
        row = rows.setdefault(key, dict.fromkeys(("cohort", "offer_made", "no_offer", "offer_not_appropriate", "not_recorded", "continuing"), 0))  # fmt: skip
        status = offers.get(person, "not_recorded")
        stays = category(picture.intended[person], member) == "continuing_own_sixth_form"
        for column in ("cohort", status, *(["continuing"] if status == "not_recorded" and stays else [])):
            row[column] = int(str(row[column])) + 1
    return rows


def _offers(picture: Picture) -> dict[int, str]:
    lines = [
        line for line in picture.known.lines("destinations", picture.cycle)
        if line.text("offer_status") and line.recorded_on <= picture.days["september_guarantee"]
    ]  # fmt: skip
    return {line.row.person: line.text("offer_status") for line in sorted(lines, key=lambda li: (li.recorded_on, li.order))}  # fmt: skip


def leavers(picture: Picture) -> dict[int, dict[str, object]]:
    """core.in_year_leavers by pupil."""
    found = {}
    for person, member in picture.members.items():
        if member.year_group not in (12, 13) or not member.left_on or member.left_on >= picture.days["leaving_date"]:
            continue
        final, chase_on = picture.finals[person], _working_days_later(member.left_on, 10)
        is_recorded = final is not None and final.recorded_on >= member.left_on and final.is_known
        state = "recorded" if is_recorded else "overdue" if picture.as_of > chase_on else "due"
        out = is_recorded and participation(final, member) in ("neet", "re_engagement")
        found[person] = {"due_on": member.left_on, "chase_on": chase_on, "state": state, "_out": out}
    return found


def in_year_leavers(picture: Picture) -> Rows:
    """mart.in_year_leavers, for the year groups that lost anybody."""
    rows: Rows = {}
    for person, leaver in leavers(picture).items():
        member = picture.members[person]
        key = (picture.cycle, member.school_id, member.year_group)
        row = rows.setdefault(key, dict.fromkeys(("leavers", "recorded", "due", "overdue", "not_participating"), 0))
        for column in ("leavers", str(leaver["state"]), *(["not_participating"] if leaver["_out"] else [])):
            row[column] = int(str(row[column])) + 1
    return rows


def _working_days_later(day: date, many: int) -> date:
    while many:
        day += timedelta(1)
        many -= day.weekday() < 5
    return day


def retention(picture: Picture) -> Rows:
    """mart.retention: no row before the new term."""
    if picture.as_of < picture.days["term_starts"]:
        return {}
    rows: Rows = {}
    for (school_id, year_group), members in picture.groups.items():
        school = picture.schools[school_id]
        next_year = {6: school.phase in ("secondary", "all-through"), 13: False}.get(year_group, school.has_sixth_form)
        received = (school_id, year_group + 1) in picture.rolls
        own = sum(_place(picture, m) == school_id for m in members)
        other = sum(_place(picture, m) not in (school_id, "") for m in members)
        nowhere = [m for m in members if not _place(picture, m)]
        elsewhere = sum(category(picture.finals[m.person], m) != "unknown" for m in nowhere)
        counts = next_year and received
        rows[picture.cycle, school_id, year_group] = {
            "cohort": len(members),
            "has_next_year": next_year,
            "roll_received": received,
            "on_own_roll": own if counts else None,
            "on_other_roll": other,
            "share_on_own_roll": share(own, len(members)) if counts else None,
            "elsewhere": elsewhere,
            "unknown": len(nowhere) - elsewhere,
        }
    return rows


def _place(picture: Picture, member: Member) -> str:
    found = picture.found[member.person]
    return found[0].school_id if found else ""


def reconciled(picture: Picture) -> dict[int, tuple[str, str, str]]:
    """core.reconciliation by pupil: expected_at, found_at, state. Nothing before the new term."""
    if picture.as_of < picture.days["term_starts"]:
        return {}
    return {person: _reconciled(picture, member) for person, member in picture.members.items()}


def _reconciled(picture: Picture, member: Member) -> tuple[str, str, str]:
    said, found = picture.said(member.person), picture.found[member.person]
    known = said is not None and said.is_known
    expected, found_at, own = said.at if said else "", found[0].school_id if found else "", member.school_id
    if len({place.school_id for place in found}) > 1 or (found_at == own and known and expected != own):
        state = "contradiction"
    elif found_at and found_at == expected:
        state = "confirmed"
    elif found_at:
        state = "surprise_arrival" if known else "unclaimed"
    elif expected:
        state = "no_show" if _is_in(picture, member, said) else "awaiting_roll"
    else:
        state = "elsewhere" if known else "unknown"
    return expected, found_at, state


def _is_in(picture: Picture, member: Member, said: Claim | None) -> bool:
    """Whether the roll on which the pupil is expected has come."""
    assert said is not None
    years = (member.year_group + 1,)
    if said.type == "REPEAT_YEAR":
        years = (14, 13) if member.year_group == 13 else (member.year_group,)
    return any((said.at, year_group) in picture.rolls for year_group in years)


def reconciliation(picture: Picture) -> Rows:
    """mart.reconciliation."""
    counts: Counter[tuple[object, ...]] = Counter()
    for person, (expected, found_at, state) in reconciled(picture).items():
        member = picture.members[person]
        counts[picture.cycle, member.school_id, member.year_group, found_at or expected, state] += 1
    return {key: {"pupils": pupils} for key, pupils in counts.items()}


def submissions(picture: Picture) -> Rows:
    """mart.submissions: how many files came, and how many rows are in them, held and withdrawn ones too. The rolls of
    the new autumn are a collection of the year that has left."""
    rows: Rows = {}
    for delivery in picture.known.deliveries:
        drop, collection = delivery.drop, delivery.drop.stage or "roll"
        if drop.kind == "roll" and drop.cycle == next_cycle(picture.cycle):
            if not picture.days["term_starts"] <= delivery.received_on <= picture.days["autumn_term_ends"]:
                continue
            collection = "autumn_roll"
        elif drop.cycle != picture.cycle:
            continue
        groups = {row.year_group for row in drop.rows}
        for year_group in groups & ({7, 12, 13, 14} if collection == "autumn_roll" else groups):
            key = (picture.cycle, drop.school_id, year_group, collection)
            row = rows.setdefault(key, {"files": 0, "rows": 0})
            row["files"] = int(str(row["files"])) + 1
            row["rows"] = int(str(row["rows"])) + sum(other.year_group == year_group for other in drop.rows)
    return rows
