"""The marts about destinations: counts by category and participation, coverage, flows. Each function gives rows by key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from domain.destination_types import destination_types
from tests.year.truth_claims import Claim, category, is_confirmed, lapses_on, participation
from tests.year.truth_cohort import Member
from tests.year.truth_picture import Picture

Key = tuple[object, ...]
Rows = dict[Key, dict[str, object]]
STAGES = ("intended", "final")
_BREAKDOWNS = {
    "total": ("total",),
    "disadvantage": ("disadvantaged", "not_disadvantaged"),
    "sex": ("female", "male"),
    "sen": ("ehc_plan", "sen_support", "none"),
    "ethnicity_major": ("asian", "black", "mixed", "white", "other"),
    "first_language": ("english", "other"),
    "prior_attainment": ("low", "middle", "high"),
}


def legal(column: str, year_group: int, stage: str) -> list[str]:
    """Every destination_category or participation that exists for a year group and stage."""
    types = destination_types().select("code", "year_group", "stages", "destination_category", "participation")
    found = {
        row[column]
        for row in types.iter_rows(named=True)
        if row["year_group"] == year_group and stage in row["stages"].split("|") and row[column]
    }
    if column == "destination_category" and year_group == 12:
        found.add("continuing_own_sixth_form")
    return sorted(found)


def by_school(picture: Picture, column: str) -> Rows:
    """mart.destinations_by_school (column destination_category) or mart.participation_by_school (participation)."""
    rows: Rows = {}
    for (school_id, year_group), members in picture.groups.items():
        for key, row in _counted(picture, column, year_group, members):
            rows[picture.cycle, school_id, year_group, *key] = row
    return rows


def by_network(picture: Picture, column: str) -> Rows:
    """mart.destinations_by_network or mart.participation_by_network."""
    rows: Rows = {}
    for year_group in {member.year_group for member in picture.members.values()}:
        members = [member for member in picture.members.values() if member.year_group == year_group]
        for key, row in _counted(picture, column, year_group, members):
            rows[picture.cycle, year_group, *key] = row
    return rows


def _counted(
    picture: Picture, column: str, year_group: int, members: Sequence[Member]
) -> Iterator[tuple[Key, dict[str, object]]]:
    value: Callable[[Claim | None, Member], str] = category if column == "destination_category" else participation
    for stage in STAGES:
        if not picture.is_open(stage, year_group):
            continue
        leading = picture.leading(stage)
        for topic, parts in _BREAKDOWNS.items():
            groups: dict[str, list[Member]] = {part: [] for part in parts}
            for member in members:
                groups.setdefault(picture.breakdowns[member.person][topic], []).append(member)
            for part, group in groups.items():
                counts = Counter(value(leading[member.person], member) for member in group)
                for name in legal(column, year_group, stage):
                    yield (
                        (stage, topic, part, name),
                        {"pupils": counts[name], "cohort": len(group), "share": share(counts[name], len(group))},
                    )


def coverage(picture: Picture) -> Rows:
    """mart.coverage."""
    rows: Rows = {}
    for (school_id, year_group), members in picture.groups.items():
        for stage in STAGES:
            if not picture.is_open(stage, year_group):
                continue
            leading = picture.leading(stage)
            names = {member.person: category(leading[member.person], member) for member in members}
            counts = Counter("known" if n not in ("unknown", "undecided") else n for n in names.values())
            known = [m for m in members if names[m.person] not in ("unknown", "undecided")]
            confirmed = sum(stage == "final" and is_confirmed(leading[m.person], m, picture.cycle) for m in known)
            rows[picture.cycle, school_id, year_group, stage] = {
                "cohort": len(members),
                "known": counts["known"],
                "confirmed": confirmed,
                "undecided": counts["undecided"],
                "unknown": counts["unknown"],
                "share_known": share(counts["known"], len(members)),
                "share_confirmed": share(confirmed, len(members)),
                "denominator": members[0].denominator,
                "stale": _stale(picture, known) if stage == "final" else None,
            }
    return rows


def _stale(picture: Picture, known: Sequence[Member]) -> int | None:
    survey = picture.days["activity_survey"]
    if picture.as_of < survey:
        return None
    lapses = [lapses_on(claim) for member in known if (claim := picture.finals[member.person])]
    return sum(lapse is not None and lapse < survey for lapse in lapses)


def intended_to_final(picture: Picture) -> Rows:
    """mart.intended_to_final."""
    flows: Counter[Key] = Counter()
    for person, member in picture.members.items():
        if picture.is_open("final", member.year_group):
            pair = (category(picture.intended[person], member), category(picture.finals[person], member))
            flows[picture.cycle, member.school_id, member.year_group, *pair] += 1
    return {key: {"pupils": pupils} for key, pupils in flows.items()}


def share(part: int, whole: int) -> float | None:
    """part / whole; None of nobody."""
    return part / whole if whole else None
