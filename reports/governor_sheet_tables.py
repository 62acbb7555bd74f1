"""The governor sheet's tables of destinations, the network beside the school in each: headlines, and three groups of
pupils who are easily lost from sight.
"""

from __future__ import annotations

from reports.numbers import NOTHING, Count
from reports.packs_cells import WHOLE, YEAR_GROUPS, Cells, Part, said
from reports.packs_parts import BESIDE, PackCell, PackRow, PackTable, beside, texts
from reports.share_ranges import WHY

# Year group -> what is told of it: measure, and how its row is headed.
_HEADLINES = {
    6: (
        ("in_network", "To a school of the network"),
        ("first_preference", "To the school put first"),
    ),
    11: (
        ("eet", "In education, employment or training"),
        ("education", "In education"),
        ("own_school", "Stayed at the school"),
        ("apprenticeship", "In an apprenticeship"),
    ),
    12: (
        ("eet", "In education, employment or training"),
        ("own_school", "Stayed at the school"),
        ("left_in_year", "Left during the year"),
    ),
    13: (
        ("eet", "In education, employment or training"),
        ("higher_education", "In higher education"),
        ("apprenticeship", "In an apprenticeship"),
    ),
}
_PRIMARY = 6
# How its rows are headed, what a sentence calls it, the part, the others, and what these are called.
_GROUPS: tuple[tuple[str, str, Part, Part, str], ...] = (
    (
        "With an EHC plan",
        "With an education, health and care (EHC) plan",
        ("sen", "ehc_plan"),
        ("sen", "none"),
        "without special needs",
    ),
    ("In care", "In care, now or before", ("looked_after", "yes"), ("looked_after", "no"), "never in care"),
)


def headlines(cells: Cells, school_id: str) -> PackTable | None:
    """A row for each headline of each year group of the school; None where it has none yet."""
    groups = []
    for year in YEAR_GROUPS:
        rows = [
            PackRow(label, beside(count, cells.network(year, measure)))
            for measure, label in _HEADLINES[year]
            if (count := cells.school(school_id, year, measure)).cohort and count.status != "not_available"
        ]
        if rows:
            groups.append((f"Year {year}", tuple(rows)))
    if not groups:
        return None
    caption = f"Leavers of {cells.context.leaving_summer}: where they are, of all pupils of the cohort"
    note = "The bar is the school, the line across it the network. Pupils of whom nothing is known are counted in."
    if any("between" in cell.text for _, rows in groups for row in rows for cell in row.cells):
        note = f"{note} {WHY}"
    return PackTable("headlines", caption, "", BESIDE, tuple(groups), note)


def groups(cells: Cells, school_id: str) -> PackTable | None:
    """Three groups of pupils in each year group of the school: known, and in education, employment or training; None
    where the network knows of nobody in them.
    """
    years = cells.year_groups_of(school_id)
    rows = [
        PackRow(f"{short}, Year {year}", _known_and_eet(cells, school_id, year, part))
        for short, _, part, *_ in _GROUPS
        for year in years
        if cells.network(year, "known", part) is not NOTHING
    ]
    if 11 in years:
        rows.append(PackRow("Left during Year 11", _left(cells, school_id)))
    if not rows:
        return None
    is_older = max(years) > _PRIMARY
    if not is_older:
        rows = [PackRow(row.head, row.cells[:2]) for row in rows]
    columns = ("Known: school", "Known: network", "In EET: school", "In EET: network")[: len(rows[0].cells)]
    caption = "Groups that are easily lost from sight"
    note = "EET: in education, employment or training. Of those who left during Year 11 only what is known is counted."
    note = note if is_older else ""
    return PackTable("groups", caption, "", columns, (("", tuple(rows)),), note)


def group_sentences(cells: Cells, school_id: str) -> list[str]:
    """The network's figure for each group beside that of the other pupils, and why the school's is hidden."""
    years = cells.year_groups_of(school_id)
    found = [_in_the_network(cells, years, label, part, rest, others) for _, label, part, rest, others in _GROUPS]
    hidden = (
        cells.school(school_id, year, "known", part).status == "suppressed"
        for year in years
        for _, _, part, *_ in _GROUPS
    )
    if any(hidden):
        low, high = cells.context.suppress_from, cells.context.suppress_to
        found.append(
            f"At one school these groups are small, so most numbers are hidden (c): counts of {low} to {high}, "
            "groups of that size, and what would give one away. The network's numbers stand beside them; the head and "
            "the careers lead have the school's own."
        )
    return found


def _in_the_network(cells: Cells, years: list[int], label: str, part: Part, rest: Part, others: str) -> str:
    """`…: in the network 84% (81 of 96) of Year 11 …, against 91% (…) of those without`, of the first year group that
    can be told.
    """
    for year, measure in ((11, "eet"), (13, "eet"), *((year, "known") for year in (6, 11, 12, 13))):
        count, beside = (cells.network(year, measure, which) for which in (part, rest))
        if year in years and count.share is not None:
            doing = "are in education, employment or training" if measure == "eet" else "have a known destination"
            against = f", against {said(beside)} of those {others}" if beside.share is not None else ""
            return f"{label}: in the network, {said(count)} of Year {year} {doing}{against}."
    return f"{label}: nothing can be told, as the rolls received name nobody or too few."


def _known_and_eet(cells: Cells, school_id: str, year: int, part: Part) -> tuple[PackCell, ...]:
    measures = ("known", "eet")
    counts = [count for measure in measures for count in _pair(cells, school_id, year, measure, part)]
    return texts(*(said(count) for count in counts))


def _left(cells: Cells, school_id: str) -> tuple[PackCell, ...]:
    own, network = _pair(cells, school_id, 11, "left_in_year_11_known")
    return texts(_of_leavers(own), _of_leavers(network), "–", "–")


def _of_leavers(count: Count) -> str:
    return "nobody left" if count.cohort == 0 else said(count)


def _pair(cells: Cells, school_id: str, year: int, measure: str, part: Part = WHOLE) -> list[Count]:
    return [cells.school(school_id, year, measure, part), cells.network(year, measure, part)]
