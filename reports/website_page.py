"""The table for a school's own website: where its leavers went, three years beside each other, for the public. Plain
HTML to copy into any page: no script, and a style that touches nothing else. Leaders' numbers are not on it.
"""

from __future__ import annotations

from dataclasses import dataclass

from reports.frames import ReportContext, ReportFrames
from reports.measures import Item, items
from reports.numbers import NOTHING, Count, listed
from reports.packs_cells import WHOLE, YEAR_GROUPS, Cells, Part, briefly
from reports.page import render

_GRAIN = ("cycle", "school_id", "year_group", "breakdown_topic", "breakdown")
_PARTS: tuple[tuple[Part, str], ...] = (
    (WHOLE, "All pupils"),
    (("disadvantage", "disadvantaged"), "Disadvantaged pupils"),
    (("disadvantage", "not_disadvantaged"), "Other pupils"),
)
_LEAVERS = {
    6: "Year 6, who moved on to secondary school",
    11: "Year 11, who finished their GCSEs",
    12: "Year 12, halfway through the sixth form",
    13: "Year 13, who finished the sixth form",
}


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell says (traced text), or that it is hidden."""

    text: str
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    head: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class YearTable:
    """A table of one group of pupils of one year group: a line for each destination, a column for each year."""

    id: str
    caption: str
    years: tuple[str, ...]
    cohorts: tuple[str, ...]
    lines: tuple[Line, ...]
    nobody: str


@dataclass(frozen=True, slots=True)
class YearGroup:
    heading: str
    tables: tuple[YearTable, ...]


def render_website_page(frames: ReportFrames, context: ReportContext, school_id: str) -> str:
    """The public page of one school and cycle as HTML; what is to be copied stands between two comments. KeyError where
    `frames.schools` doesn't have the school.
    """
    cells = Cells(frames, context)
    cells.require(school_id)
    groups = [group for year in YEAR_GROUPS if (group := _year_group(cells, school_id, year)).tables]
    return render(
        "website_page",
        context=context,
        school=cells.name(school_id),
        groups=groups,
        has_hidden=any(
            value.is_hidden
            for group in groups
            for table in group.tables
            for line in table.lines
            for value in line.values
        ),
        has_disadvantage=any(len(group.tables) > 1 for group in groups),
    )


def _year_group(cells: Cells, school_id: str, year: int) -> YearGroup:
    tables = [_table(cells, school_id, year, part, label) for part, label in _PARTS]
    return YearGroup(_LEAVERS[year], tuple(table for table in tables if table))


def _table(cells: Cells, school_id: str, year: int, part: Part, label: str) -> YearTable | None:
    """None where the group has no pupils in any of the years, or none of its numbers may be told."""
    counts = {cycle: _counts(cells, school_id, year, part, cycle) for cycle in cells.context.cycles}
    counts = {cycle: found for cycle, found in counts.items() if found}
    shown = any(count.is_published for found in counts.values() for count in found.values())
    if not shown:
        return None
    known = items(cells.frames.destination_categories, "destination_category")
    lines, nobody = [], []
    for item in known.values():
        row = [found.get(item.code, NOTHING) for found in counts.values()]
        if any(not _is_nought(count) for count in row):
            lines.append(Line(item.label, tuple(_value(count) for count in row)))
        elif any(count is not NOTHING for count in row):
            nobody.append(item)
    return YearTable(
        id=f"destinations-{year}-{part[1].replace('_', '-')}",
        caption=label,
        years=tuple(f"{int(cycle[:4]) + 1}" for cycle in counts),
        cohorts=tuple(_cohort(found) for found in counts.values()),
        lines=tuple(lines),
        nobody=_nobody(nobody),
    )


def _counts(cells: Cells, school_id: str, year: int, part: Part, cycle: str) -> dict[str, Count]:
    rows = cells.frames.rows("public_destinations", _GRAIN, cycle, school_id, year, *part)
    return {
        row["destination_category"]: Count(
            row["pupils"], row["cohort"], row["status"], cells.frames.cell("public_destinations", row)
        )
        for row in rows
    }


def _is_nought(count: Count) -> bool:
    return count is NOTHING or (count.is_published and count.pupils == 0)


def _value(count: Count) -> Value:
    if count.status == "suppressed":
        return Value("*", is_hidden=True)
    return Value(count.number if count.pupils == 0 else briefly(count))


def _cohort(found: dict[str, Count]) -> str:
    told = [count for count in found.values() if count.cohort is not None]
    return told[0].cohort_number if told else "*"


def _nobody(nobody: list[Item]) -> str:
    return f"Nobody in these years: {listed(item.label for item in nobody)}." if nobody else ""
