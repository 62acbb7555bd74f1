"""The chapter on higher education: who applied, had an offer, had a place and entered, over everybody and over those
who entered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from reports import sentences_rates
from reports.charts import Key
from reports.dots import DotRow, dot_rows
from reports.measures import Subject
from reports.numbers import NOT_AVAILABLE, NOTHING, Count
from reports.rate_parts import rate_cell, size_cell
from reports.rates import measured
from reports.tables import Cell, Column, Row, Table, grouped
from reports.theme import CONFIRMED, KNOWN, NOTED, OTHER_PAINT
from reports.view import Chapter, Figure, Heading, Part, Sentence, View

_YEAR = 13
_GROUPS = (
    ("he", "All higher education"),
    ("russell_group", "Russell Group, with Oxford and Cambridge"),
    ("high_tariff", "Universities that ask for high grades"),
    ("oxbridge", "Oxford and Cambridge"),
    ("medicine", "Medicine, dentistry and veterinary science"),
)
_STEPS = (
    ("applied", Key("Applied", OTHER_PAINT, "ring")),
    ("offered", Key("Had an offer", NOTED, "diamond")),
    ("placed", Key("Had a place", KNOWN, "box")),
    ("entered", Key("Entered", CONFIRMED, "dot")),
)
_PARTS = (("disadvantaged", "Disadvantaged"), ("not_disadvantaged", "Not disadvantaged"))


def higher_education_chapter(view: View) -> Chapter:
    """Year 13: the funnel of each group of universities, who entered at each school, and by disadvantage."""
    title = "Higher education"
    if _YEAR not in view.year_groups or view.stages.get(_YEAR) != "final":
        return Chapter("higher-education", title, "", ())
    counts = {(group, step): _count(view, view.subject, group, step) for group, _ in _GROUPS for step, _ in _STEPS}
    if not any(count.is_published for count in counts.values()):
        told = "Nothing can be told of higher education: no applications or destinations of Year 13 are counted."
        return Chapter("higher-education", title, "", (Sentence(told),))
    intro = (
        "Applications come from UCAS and the schools' lists; who entered is the final destination. A place deferred to "
        "next year is no entry this year. Leaders mix up two denominators, so both are shown: everybody in the cohort, "
        "and those who entered higher education."
    )
    missing = [label for group, label in _GROUPS if not any(_told(counts[group, step]) for step, _ in _STEPS)]
    note = f"Can't be told this year: {', '.join(missing)}." if missing else ""
    parts: list[Part] = [
        Heading("From application to entry", "he-steps-heading"),
        *_figure(view, counts),
        _steps_table(view, counts, note),
        Heading("School by school" if view.is_network else "Beside the network", "he-schools-heading"),
        _schools_table(view),
        *_disadvantage(view),
    ]
    return Chapter("higher-education", title, intro, tuple(parts))


def _count(view: View, subject: Subject, group: str, step: str, part: str = "") -> Count:
    breakdown = ("disadvantage", part) if part else ("total", "total")
    return measured(view.frames, subject, view.context.cycle, _YEAR, f"{group}_{step}", breakdown)


def _told(count: Count) -> bool:
    return count.status != "not_available"


def _figure(view: View, counts: dict[tuple[str, str], Count]) -> list[Part]:
    rows = []
    for group, label in _GROUPS:
        dots = tuple((counts[group, step], key) for step, key in _STEPS)
        if any(count.pupils for count, _ in dots):
            rows.append(DotRow(label, dots))
    shares = [count.share for row in rows for count, _ in row.dots if count.share is not None]
    if not shares:
        return []
    whole = counts["he", "entered"]
    cohort = f"{whole.cohort_number} pupils in the Year 13 cohort of {view.context.cycle}"
    whom = f"Share of the {cohort}, those who left during the year included."
    title = sentences_rates.higher_education_title(whole, counts["russell_group", "entered"])
    drawing = dot_rows(rows, top=min(1.0, ceil(max(shares) * 10 + 0.2) / 10))
    return [Figure("he-steps", title, whom, drawing, "table-he-steps")]


def _steps_table(view: View, counts: dict[tuple[str, str], Count], note: str) -> Table:
    columns = [Column("Applied"), Column("Had an offer"), Column("Had a place"), Column("Entered")]
    columns += [Column("Entered, of all who left school"), Column("Entered, of HE entrants")]
    left = measured(view.frames, view.subject, view.context.cycle, _YEAR, "left_school")
    entrants = counts["he", "entered"]
    rows = []
    for group, label in _GROUPS:
        own = [counts[group, step] for step, _ in _STEPS]
        if not any(_told(count) for count in own):
            continue
        entered = own[-1]
        cells = (*map(rate_cell, own), over(entered, left), over(entered, entrants) if group != "he" else Cell(""))
        rows.append(("", Row(label, cells)))
    caption = f"Year 13 and higher education, {view.context.cycle}: pupils and share of the cohort"
    return Table("table-he-steps", caption, "Where", tuple(columns), grouped(rows), note)


def over(count: Count, other: Count) -> Cell:
    """A count as a share of another one."""
    if not count.is_published:
        return Cell(count.text)
    if not other.is_published or not other.pupils or (count.pupils or 0) > other.pupils:
        return Cell(NOT_AVAILABLE if other.status != "suppressed" else other.text)
    share = replace(count, cohort=other.pupils, of=other.cell)
    return Cell(share.percent, cell=share.share_cell)


def _schools_table(view: View) -> Table:
    columns = [Column("Cohort"), Column("Applied"), Column("Entered HE"), Column("Entered Russell Group")]
    columns += [Column("of HE entrants"), Column("Entered Oxford or Cambridge")]
    rows = []
    for subject in view.side_by_side(_YEAR):
        found = [_count(view, subject, group, step) for group, step in _COLUMNS]
        if all(count is NOTHING for count in found):
            continue
        applied, entered, russell, oxbridge = found
        cells = (
            size_cell(entered),
            rate_cell(applied),
            rate_cell(entered),
            rate_cell(russell),
            over(russell, entered),
            rate_cell(oxbridge),
        )
        rows.append((subject.group, Row(subject.label, cells, subject.is_total)))
    caption = f"Year 13 and higher education by school, {view.context.cycle}: pupils and share of the cohort"
    return Table("table-he-schools", caption, "School", tuple(columns), grouped(rows))


_COLUMNS = (("he", "applied"), ("he", "entered"), ("russell_group", "entered"), ("oxbridge", "entered"))


def _disadvantage(view: View) -> Sequence[Part]:
    rows = []
    for part, label in _PARTS:
        found = [_count(view, view.subject, "he", step, part) for step, _ in _STEPS]
        if any(count is not NOTHING for count in found):
            rows.append(("", Row(label, (size_cell(found[0]), *map(rate_cell, found)))))
    if len(rows) < len(_PARTS):
        return []
    columns = (Column("Group"), *(Column(key.label) for _, key in _STEPS))
    caption = f"Year 13 and higher education by disadvantage, {view.context.cycle}: pupils and share of the group"
    table = Table("table-he-disadvantage", caption, "Group", columns, grouped(rows))
    return [Heading("Disadvantaged pupils and others", "he-disadvantage-heading"), table]
