"""The chapters on where pupils went in one cycle, and on the way from what they intended to there."""

from __future__ import annotations

from reports import sentences
from reports.charts import stacked_bars
from reports.churn import churn_parts
from reports.completeness import is_empty
from reports.flows import drawable, flow_drawing
from reports.measures import Item, Line, Subject, counts, flows, line, used
from reports.numbers import NOT_AVAILABLE, Count, total
from reports.tables import Cell, Column, Row, cohort_cell, count_cell, counts_table, plain_table
from reports.theme import paint_of
from reports.view import Chapter, Figure, Heading, Part, Sentence, View

# Of a bar of which less may be shown, the rest would say the wrong thing.
_WORTH_DRAWING = 0.5


def destinations_chapter(view: View) -> Chapter:
    """Each year group: a 100 % bar for each subject, and the table of the same numbers."""
    parts: list[Part] = []
    for year_group in view.year_groups:
        name = f"destinations-{year_group}"
        parts.append(Heading(f"Year {year_group}", f"{name}-heading"))
        stage = view.stages[year_group]
        if stage != "final":
            parts.append(Sentence(view.why_empty(year_group, "final")))
        if stage is None:
            continue
        subjects = view.side_by_side(year_group)
        lines = [
            entry
            for subject in subjects
            if (entry := line(view.frames, subject, view.context.cycle, year_group, stage))
        ]
        shown, empty = used(lines, view.categories)
        verb = "went" if stage == "final" else "intend to go"
        figure = Figure(
            id=name,
            title=_destinations_title(view, year_group, stage),
            denominator=sentences.denominator(year_group, stage, lines[0].cohort_number, view.context.cycle)
            + sentences.hidden_parts(lines),
            drawing=stacked_bars(lines, shown),
            twin=f"table-{name}",
        )
        caption = f"Where Year {year_group} {verb}, {view.context.cycle}, {stage}: pupils and share of the cohort"
        table = counts_table(f"table-{name}", caption, "School", lines, shown, empty)
        parts += (
            [figure, table]
            if _shown_share(lines[0]) >= _WORTH_DRAWING
            else [Sentence(sentences.too_hidden(year_group)), table]
        )
    has_final = not view.stages or "final" in view.stages.values()
    return Chapter("destinations", "Where they went" if has_final else "Where they intend to go", "", tuple(parts))


def _shown_share(line: Line) -> float:
    """How much of the bar may be shown."""
    return sum(count.share or 0 for count in line.counts.values())


def _destinations_title(view: View, year_group: int, stage: str) -> str:
    cohort, found = view.participation(view.subject, year_group, stage)
    network = None
    if view.subject.schools is not None:
        network = view.participation(Subject("network"), year_group, stage)[1].get("education")
    return sentences.destinations_title(year_group, stage, cohort, found, network)


def flow_chapter(view: View) -> Chapter:
    """Each year group: the flow from intended to final, the matrix of its numbers, both stages side by side."""
    parts: list[Part] = []
    for year_group in view.year_groups:
        name = f"flow-{year_group}"
        parts.append(Heading(f"Year {year_group}", f"{name}-heading"))
        waits = [stage for stage in ("intended", "final") if is_empty(view, year_group, stage)]
        parts += [Sentence(view.why_empty(year_group, stage)) for stage in waits]
        if not waits:
            parts += [*_flow_parts(view, name, year_group), *churn_parts(view, year_group)]
        parts += _both_stages(view, name, year_group)
    intro = "Of the pupils who intended each kind of destination, how many went where."
    return Chapter("flow", "From intended to final", intro, tuple(parts))


def _flow_parts(view: View, name: str, year_group: int) -> list[Part]:
    found = flows(view.frames, view.subject, view.context.cycle, year_group)
    drawing = flow_drawing(found, view.categories)
    cohort = found[0].count.cohort if found else None
    all_pupils = found[0].count.cohort_number if found else ""
    shown = drawable(found)
    if not shown:
        return [Sentence(f"Every flow of Year {year_group} is of too few pupils to be shown.")]
    hidden = sum(not flow.count.is_published for flow in found)
    title = sentences.flow_title(year_group, found, cohort)
    top: Part
    if drawing:
        whom = f"The {all_pupils} pupils in the Year {year_group} cohort of {view.context.cycle}"
        missing = sentences.hidden_flows(hidden, total((flow.count for flow in shown), cohort))
        drawn = f"{whom}: intended on the left, final on the right.{missing}"
        top = Figure(name, title, drawn, drawing, f"table-{name}")
    else:
        small = " Every change of plan is of too few pupils to be shown." if hidden else ""
        top = Sentence(f"{title}.{small}")
    lefts = [item for code, item in view.categories.items() if any(flow.intended == code for flow in found)]
    rights = [item for code, item in view.categories.items() if any(flow.final == code for flow in found)]
    by_ends = {(flow.intended, flow.final): flow.count for flow in found}
    rows = [
        Row(
            left.label,
            tuple(_flow_cell(by_ends.get((left.code, right.code))) for right in rights),
        )
        for left in lefts
    ]
    columns = [Column(item.short, paint_of(item.code)) for item in rights]
    caption = (
        f"Year {year_group}, {view.context.cycle}: intended destination (rows) and final destination (columns), pupils"
    )
    return [top, plain_table(f"table-{name}", caption, "Intended", columns, rows)]


def _flow_cell(count: Count | None) -> Cell:
    # A flow of nobody has no line.
    return Cell(count.text, cell=count.cell if count.is_published else "") if count else Cell("0")


def _both_stages(view: View, name: str, year_group: int) -> list[Part]:
    stages = [stage for stage in ("intended", "final") if view.has_opened(year_group, stage)]
    lines: dict[str, Line] = {}
    for stage in stages:
        cohort, found = counts(view.frames, view.subject, view.context.cycle, year_group, stage)
        if found:
            lines[stage] = Line(stage.capitalize(), cohort, found)
    shown, empty = used(list(lines.values()), view.categories)
    if not lines or all(not item for item in shown):
        return []
    rows = [_side(item, lines) for item in shown]
    cohorts = Row("Cohort", tuple(cohort_cell(entry.cohort, entry.counts.values()) for entry in lines.values()), True)
    nobody = f"Nobody here: {', '.join(item.label for item in empty)}." if empty else ""
    caption = f"Year {year_group}, {view.context.cycle}: pupils and share of the cohort at each stage"
    return [
        plain_table(
            f"table-{name}-stages",
            caption,
            "Destination",
            [entry.label for entry in lines.values()],
            [cohorts, *rows],
            nobody,
        )
    ]


def _side(item: Item, lines: dict[str, Line]) -> Row:
    cells = (
        count_cell(entry.counts[item.code]) if item.code in entry.counts else Cell(NOT_AVAILABLE)
        for entry in lines.values()
    )
    return Row(item.label, tuple(cells))
