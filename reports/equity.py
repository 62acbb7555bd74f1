"""The chapter on differences between groups of pupils: how large, how sure, within schools and between them."""

from __future__ import annotations

from collections.abc import Sequence

from domain.statistics import SMALL_GROUP
from domain.statistics_chance import IN_WORDS, Chance
from reports import sentences_rates
from reports.forest import ForestRow, forest_drawing
from reports.gaps import Gap, gaps, signed_tenths, within_and_between
from reports.measures import Subject
from reports.numbers import HIDDEN, NOT_AVAILABLE, Count, points_between, signed
from reports.rate_parts import SMALL, has_rate
from reports.tables import Cell, Column, Row, Table, grouped
from reports.trace import formula, mark
from reports.view import Chapter, Figure, Heading, Part, Sentence, View
from reports.words import measure_words, topic_label

_DISADVANTAGE = ("disadvantage", "disadvantaged", "not_disadvantaged")


def equity_chapter(view: View) -> Chapter:
    """Each headline measure: a forest of differences and its table."""
    parts: list[Part] = []
    found = gaps(view, view.subject)
    for key in dict.fromkeys((gap.year_group, gap.measure) for gap in found):
        members = [gap for gap in found if (gap.year_group, gap.measure) == key]
        if any(gap.is_told for gap in members) and view.stages.get(key[0]) == "final":
            parts += _measure_parts(view, *key, members)
    intro = (
        "A dot is the difference between a group and the group it is compared with, in percentage points; the line its "
        "95% interval. Where the line crosses nought, the difference could be chance. A difference is a question, not "
        "an answer."
    )
    return Chapter("equity", "Differences between groups", intro, tuple(parts))


def _measure_parts(view: View, year_group: int, measure: str, found: Sequence[Gap]) -> list[Part]:
    name = f"equity-{year_group}-{measure.replace('_', '-')}"
    words = measure_words(view, measure)
    drawing = forest_drawing([_forest_row(view, gap) for gap in found if gap.is_told])
    main = next((gap for gap in found if gap.topic == "disadvantage" and gap.is_told), None)
    title = (
        sentences_rates.gap_finding(year_group, words, main) if main else f"Differences in Year {year_group} {words}"
    )
    whom = (
        f"Share {words} of each group of the Year {year_group} cohort of {view.context.cycle}, "
        "minus that of the group it is set beside."
    )
    heading = Heading(f"Year {year_group}: {words}", f"{name}-heading")
    figure = [Figure(name, title, whom, drawing, f"table-{name}")] if drawing else []
    return [heading, *figure, *_divided(view, year_group, measure), _table(view, name, words, found)]


def _forest_row(view: View, gap: Gap) -> ForestRow:
    label = view.breakdown_labels.get((gap.topic, gap.part), gap.part)
    reference = view.breakdown_labels.get((gap.topic, gap.reference), gap.reference)
    is_crossed = "+" in gap.part
    return ForestRow(
        label if is_crossed else f"{label} · beside: {reference}",
        topic_label(view, gap.topic),
        gap.difference if gap.is_told else None,
        (gap.interval.low, gap.interval.high) if gap.interval and gap.is_told else None,
        _points_cell(gap).text,
        gap.chance == Chance.HARDLY_CHANCE,
        gap.cell if gap.is_told else "",
    )


def _divided(view: View, year_group: int, measure: str) -> list[Part]:
    """How much of the gap lies within schools: for the network alone."""
    if not view.is_network:
        return []
    schools = [subject for subject in view.side_by_side(year_group) if _is_school(subject)]
    found = within_and_between(view, schools, year_group, measure, *_DISADVANTAGE)
    if not found or found[0].schools < 2:
        return []
    parts, cells = found
    total, within, between = (
        mark(signed_tenths(1000 * value), formula(f"gap_{name}", cells))
        for name, value in (("total", parts.total), ("within", parts.within), ("between", parts.between))
    )
    return [Sentence(sentences_rates.divided_gap(total, within, between, parts.schools))]


def _is_school(subject: Subject) -> bool:
    return subject.schools is not None and len(subject.schools) == 1


def _table(view: View, name: str, words: str, found: Sequence[Gap]) -> Table:
    network = {} if view.is_network else {_key(gap): gap for gap in gaps(view, view.network)}
    columns = [
        Column("Group"),
        Column("Beside"),
        Column("Difference"),
        Column("95% interval"),
        Column("Times as likely"),
    ]
    columns += [Column("Network's difference")] * bool(network)
    columns += [Column("What may be said", is_text=True)]
    rows = []
    for gap in found:
        cells = [
            _sized(gap.count), _sized(gap.other),
            _points_cell(gap),
            Cell((gap.span if gap.is_told else "") or NOT_AVAILABLE), Cell(gap.times or NOT_AVAILABLE),
        ]  # fmt: skip
        if network:
            beside = network.get(_key(gap))
            cells.append(_points_cell(beside) if beside else Cell(NOT_AVAILABLE))
        cells.append(Cell(IN_WORDS[gap.chance] if gap.chance else ""))
        label = view.breakdown_labels.get((gap.topic, gap.part), gap.part)
        sizes = [size for size in (gap.count.cohort, gap.other.cohort) if size is not None]
        tag = SMALL if sizes and min(sizes) < SMALL_GROUP else ""
        rows.append((topic_label(view, gap.topic), Row(label, tuple(cells), tag=tag)))
    note = "Each group is set beside the one that the chart names. Difference: percentage points."
    caption = f"Year {found[0].year_group} {words}, {view.context.cycle}: differences between groups"
    return Table(f"table-{name}", caption, "Group", tuple(columns), grouped(rows), note)


def _key(gap: Gap) -> tuple[int, str, str, str]:
    return gap.year_group, gap.measure, gap.topic, gap.part


def _sized(count: Count) -> Cell:
    """A group's share, with its pupils and cohort beneath."""
    if not count.is_published or count.cohort is None:
        return Cell(count.text)
    whole = f"{count.number} of {count.cohort_number}"
    return Cell(count.told, whole) if has_rate(count) else Cell(whole)


def _points_cell(gap: Gap) -> Cell:
    if not gap.is_told:
        return Cell(HIDDEN if "suppressed" in (gap.count.status, gap.other.status) else NOT_AVAILABLE)
    return Cell(signed(points_between(gap.count, gap.other)), cell=gap.cell)
