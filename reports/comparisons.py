"""The chapters that set groups and years side by side: the disadvantage gap, three years, and every other group of
pupils.
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil

from reports import sentences
from reports.charts import DotRow, Key, dot_rows, stacked_bars
from reports.measures import Line, counts, items, line, used
from reports.numbers import NOTHING, Count, points_between, signed, thousands
from reports.tables import Cell, Row, Table, count_cell, counts_table, plain_table
from reports.theme import DISADVANTAGED, NOT_DISADVANTAGED
from reports.view import Chapter, Figure, Heading, Part, Sentence, View

_TOPIC = "disadvantage"
_YES = Key("Disadvantaged", DISADVANTAGED, "diamond")
_NO = Key("Not disadvantaged", NOT_DISADVANTAGED, "dot")
_TOPIC_LABELS = {
    "disadvantage": "Disadvantage",
    "sex": "Sex",
    "sen": "Special educational needs",
    "ethnicity_major": "Ethnicity",
    "first_language": "First language",
    "prior_attainment": "Prior attainment",
}


def gap_chapter(view: View) -> Chapter:
    """Each year group: disadvantaged pupils and the others on one line per category, their gap at its end."""
    parts: list[Part] = []
    for year_group in view.year_groups:
        name = f"gap-{year_group}"
        parts.append(Heading(f"Year {year_group}", f"{name}-heading"))
        stage = view.stages[year_group]
        parts += (
            _gap_parts(view, name, year_group, stage) if stage else [Sentence(view.why_empty(year_group, "intended"))]
        )
    intro = (
        "The gap: the share of disadvantaged pupils minus that of the others, in percentage points, before rounding."
    )
    return Chapter("gap", "Disadvantaged pupils and others", intro, tuple(parts))


def _gap_parts(view: View, name: str, year_group: int, stage: str) -> list[Part]:
    groups: dict[str, Line] = {}
    for code, label in (("disadvantaged", _YES.label), ("not_disadvantaged", _NO.label), ("not_known", "Not known")):
        cohort, found = counts(view.frames, view.subject, view.context.cycle, year_group, stage, (_TOPIC, code))
        if found:
            groups[code] = Line(label, cohort, found)
    yes, no = groups.get("disadvantaged"), groups.get("not_disadvantaged")
    if not yes or not no or not yes.cohort or not no.cohort:
        return [
            Sentence(f"Year {year_group} has no two groups to compare: none, or all, are known to be disadvantaged.")
        ]
    shown, empty = used(list(groups.values()), view.categories)
    pairs = [(item, yes.counts.get(item.code, NOTHING), no.counts.get(item.code, NOTHING)) for item in shown]
    rows = [
        DotRow(
            item.label,
            ((one, _YES), (other, _NO)),
            _points(one, other) + (" pp" if points_between(one, other) is not None else ""),
        )
        for item, one, other in pairs
    ]
    parts: list[Part] = []
    shares = [count.share for _, one, other in pairs for count in (one, other) if count.share is not None]
    if shares:
        parts.append(
            Figure(
                id=name,
                title=_gap_title(view, year_group, stage),
                denominator=f"Share of {thousands(yes.cohort)} disadvantaged and {thousands(no.cohort)} other pupils "
                f"in the Year {year_group} cohort of {view.context.cycle}, {stage} destinations; not known stays in.",
                drawing=dot_rows(rows, top=min(1.0, ceil(max(shares) * 10 + 0.3) / 10)),
                twin=f"table-{name}",
            )
        )
    else:
        parts.append(Sentence(f"Every count of these groups of Year {year_group} is too small to be shown."))
    return [
        *parts,
        _gap_table(
            view, name, year_group, stage, groups, [item.code for item in shown], [item.label for item in empty]
        ),
    ]


def _points(one: Count, other: Count) -> str:
    return signed(points_between(one, other)) if "suppressed" in (one.status, other.status) or one.is_published else "–"


def _gap_title(view: View, year_group: int, stage: str) -> str:
    yes, no = (
        view.participation(view.subject, year_group, stage, breakdown=(_TOPIC, code))[1].get("education")
        for code in ("disadvantaged", "not_disadvantaged")
    )
    return sentences.gap_title(year_group, stage, yes, no)


def _gap_table(
    view: View, name: str, year_group: int, stage: str, groups: dict[str, Line], codes: list[str], nobody: list[str]
) -> Table:
    rows = [Row("Cohort", (*(Cell(thousands(line.cohort)) for line in groups.values()), Cell("")), True)]
    for code in codes:
        cells = [count_cell(line.counts.get(code, NOTHING)) for line in groups.values()]
        gap = _points(
            groups["disadvantaged"].counts.get(code, NOTHING), groups["not_disadvantaged"].counts.get(code, NOTHING)
        )
        rows.append(Row(view.categories[code].label, (*cells, Cell(gap))))
    note = f"Nobody (0) here: {', '.join(nobody)}." if nobody else ""
    caption = (
        f"Year {year_group} by disadvantage, {view.context.cycle}, {stage} destinations: pupils, share, gap in points"
    )
    columns = [*(line.label for line in groups.values()), "Gap"]
    return plain_table(f"table-{name}", caption, "Destination", columns, rows, note)


def trend_chapter(view: View) -> Chapter:
    """Each year group: a 100 % bar for each of the three cycles that has data at the stage shown."""
    parts: list[Part] = []
    for year_group in view.year_groups:
        name = f"trend-{year_group}"
        parts.append(Heading(f"Year {year_group}", f"{name}-heading"))
        stage = view.stages[year_group]
        found = {
            cycle: entry
            for cycle in view.context.cycles
            if stage and (entry := line(view.frames, view.subject, cycle, year_group, stage))
        }
        if not stage or len(found) < 2:
            parts.append(Sentence(f"There is no earlier year to compare Year {year_group} with."))
            continue
        lines = [replace(entry, label=cycle, is_total=cycle == view.context.cycle) for cycle, entry in found.items()]
        shown, empty = used(lines, view.categories)
        education = [
            (cycle, view.participation(view.subject, year_group, stage, cycle)[1].get("education", NOTHING))
            for cycle in found
        ]
        figure = Figure(
            id=name,
            title=sentences.trend_title(year_group, stage, education),
            denominator=f"Share of each year's Year {year_group} cohort, {stage} destinations; not known stays in.",
            drawing=stacked_bars(lines, shown),
            twin=f"table-{name}",
        )
        caption = f"Year {year_group} over {len(lines)} years, {stage} destinations: pupils and share of the cohort"
        parts += [figure, counts_table(f"table-{name}", caption, "Leavers of", lines, shown, empty)]
    return Chapter("trend", "Three years", "", tuple(parts))


def groups_chapter(view: View) -> Chapter:
    """Each year group: one table with a row for every group of pupils but the disadvantaged, who have a chapter of
    their own.
    """
    parts: list[Part] = []
    reference = view.frames.breakdowns.sort("position", maintain_order=True)
    topics = [
        topic for topic in dict.fromkeys(view.frames.breakdowns["breakdown_topic"]) if topic not in ("total", _TOPIC)
    ]
    for year_group in view.year_groups:
        stage = view.stages[year_group]
        lines = []
        for topic in topics if stage else ():
            for breakdown in items(reference.filter(reference["breakdown_topic"] == topic), "breakdown").values():
                cohort, found = counts(
                    view.frames, view.subject, view.context.cycle, year_group, stage or "", (topic, breakdown.code)
                )
                if found and cohort:
                    lines.append(
                        Line(
                            breakdown.label,
                            cohort,
                            found,
                            _TOPIC_LABELS.get(topic, topic.replace("_", " ").capitalize()),
                        )
                    )
        if lines:
            shown, empty = used(lines, view.categories)
            name = f"table-groups-{year_group}"
            caption = f"Groups of Year {year_group}, {view.context.cycle}, {stage}: pupils and share of the group"
            parts += [Heading(f"Year {year_group}", f"groups-{year_group}-heading")]
            parts += [counts_table(name, caption, "Group", lines, shown, empty)]
    intro = "Small groups swing from year to year by chance: read a difference as a question, not as an answer."
    return Chapter("groups", "Groups of pupils", intro, tuple(parts))
