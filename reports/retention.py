"""The chapters on who stays: the map of sixth forms, the transfer from Year 6, and who left during the year."""

from __future__ import annotations

from dataclasses import dataclass

from reports import sentences_rates
from reports.measures import Subject
from reports.numbers import NOTHING, Count, total
from reports.rate_parts import in_order, rate_cell, rate_figure, rate_table, size_cell
from reports.rates import measured, rates
from reports.tables import Cell, Column, Row, Table, grouped
from reports.view import Chapter, Heading, Part, Sentence, View


@dataclass(frozen=True, slots=True)
class _Square:
    """A column of the map: a year group's measure, told of schools with a sixth form alone (`needs_sixth_form`)."""

    year_group: int
    measure: str
    label: str
    needs_sixth_form: bool


_MAP = (
    _Square(11, "own_school", "Year 11: in the own sixth form", True),
    _Square(11, "in_network", "Year 11: at any school of the network", False),
    _Square(11, "stayed_on_own_roll", "Year 11: on the own autumn roll", True),
    _Square(12, "own_school", "Year 12: staying for Year 13", True),
    _Square(12, "stayed_on_own_roll", "Year 12: on the own autumn roll", True),
)


def retention_chapter(view: View) -> Chapter:
    """The map: a row for each school, a square for each way of staying, the darker the more pupils stay."""
    found = [year_group for year_group in (11, 12) if view.stages.get(year_group) == "final"]
    squares = [square for square in _MAP if square.year_group in found]
    subjects = view.side_by_side(11) if 11 in view.year_groups else view.side_by_side(12) if squares else []
    sixth_forms = with_sixth_form(view)
    rows = []
    for subject in subjects:
        counts = [_stayed(view, subject, square, sixth_forms) for square in squares]
        if any(count is not NOTHING for count in counts):
            rows.append((subject.group, Row(subject.label, tuple(map(_square, counts)), subject.is_total)))
    if not rows:
        return Chapter("retention", "Who stays in the sixth form", "", ())
    intro = (
        "Each square is a share of the cohort, the darker the more pupils stay. A school without a sixth form has a "
        "dash where its own is meant. Staying is no aim in itself: the best-fit destination may lie elsewhere."
    )
    columns = tuple(Column(square.label) for square in squares)
    caption = f"Who stays, {view.context.cycle}: pupils and share of the cohort"
    table = Table("table-retention", caption, "School", columns, grouped(rows))
    own = [
        (square.year_group, _stayed(view, view.subject, square, sixth_forms))
        for square in squares
        if square.measure == "own_school"
    ]
    title = sentences_rates.retention_title(own)
    parts: list[Part] = [Sentence(title)] if title else []
    return Chapter("retention", "Who stays in the sixth form", intro, (*parts, table))


def with_sixth_form(view: View) -> set[str]:
    """The schools that have a sixth form."""
    frame = view.frames.schools
    if "has_sixth_form" not in frame.columns:
        return set()
    return {row["school_id"] for row in frame.to_dicts() if row["has_sixth_form"]}


def _stayed(view: View, subject: Subject, square: _Square, sixth_forms: set[str]) -> Count:
    if not square.needs_sixth_form or square.measure == "stayed_on_own_roll":
        return measured(view.frames, subject, view.context.cycle, square.year_group, square.measure)
    # The network's own line counts schools without a sixth form too: here it is the sum of those that have one.
    here = view.frames.rows(
        "measures_by_school", ("cycle", "year_group", "measure"), view.context.cycle, square.year_group, square.measure
    )
    schools = sorted({row["school_id"] for row in here}) if subject.schools is None else subject.schools
    chosen = tuple(school for school in schools if school in sixth_forms)
    if not chosen:
        return NOTHING
    found = [
        measured(view.frames, Subject("", (school,)), view.context.cycle, square.year_group, square.measure)
        for school in chosen
    ]
    found = [count for count in found if count.status != "not_available"]
    sizes = [count.cohort for count in found]
    return total(found, sum(size or 0 for size in sizes) if None not in sizes else None) if found else NOTHING


def _square(count: Count) -> Cell:
    return rate_cell(count, heat=round(count.share, 2) if count.share is not None else None)


_TRANSFER = (
    ("in_network", "at a school of the network"),
    ("first_preference", "at their first preference"),
    ("top_three_preferences", "at one of their first three preferences"),
)


def transfer_chapter(view: View) -> Chapter:
    """Year 6: how many stay in the network, and how many got the school they wanted."""
    if 6 not in view.year_groups or view.stages.get(6) != "final":
        return Chapter("transfer", "From Year 6 to secondary school", "", ())
    parts: list[Part] = []
    for measure, words in _TRANSFER:
        found = in_order(rates(view.frames, view.side_by_side(6), view.context.cycle, 6, measure))
        own = next((entry.count for entry in found if entry.subject == view.subject), NOTHING)
        name = f"transfer-{measure.replace('_', '-')}"
        if not any(entry.count.is_published for entry in found):
            if found and measure != "top_three_preferences":
                parts.append(
                    Sentence("No school recorded which preference was met, so nothing can be said of preferences.")
                )
            continue
        parts.append(Heading(f"Year 6 {words}", f"{name}-heading"))
        whom = f"Share of the Year 6 cohort of {view.context.cycle}, those not known included; final destinations."
        figure = rate_figure(name, sentences_rates.rate_title(6, own, words), whom, found, f"table-{name}")
        caption = f"Year 6 {words}, {view.context.cycle}: pupils, share of the cohort, and how sure"
        parts += [*([figure] if figure else []), rate_table(f"table-{name}", caption, found)]
    return Chapter("transfer", "From Year 6 to secondary school", "", tuple(parts))


_LEFT = ("left_in_year", "left_recorded", "left_overdue", "left_not_participating")


def in_year_chapter(view: View) -> Chapter:
    """Who left during the year, and whether their destination is recorded."""
    title = "Pupils who left during the year"
    parts: list[Part] = []
    for year_group in (11, 12, 13):
        if year_group not in view.year_groups:
            continue
        names = ("left_in_year_11", "left_in_year_11_known") if year_group == 11 else _LEFT
        rows = []
        for subject in view.side_by_side(year_group):
            counts = [measured(view.frames, subject, view.context.cycle, year_group, name) for name in names]
            if counts[0] is not NOTHING and (subject == view.subject or counts[0].pupils != 0):
                rows.append(
                    (
                        subject.group,
                        Row(subject.label, (size_cell(counts[0]), *map(rate_cell, counts)), subject.is_total),
                    )
                )
        own = [measured(view.frames, view.subject, view.context.cycle, year_group, name) for name in names]
        if not rows or own[0] is NOTHING:
            continue
        parts += [
            Heading(f"Year {year_group}", f"left-{year_group}-heading"),
            Sentence(sentences_rates.left_sentence(year_group, own)),
        ]
        if len(rows) > 1 or own[0].pupils:
            columns = [
                Column("Cohort"),
                Column("Left"),
                Column("Destination recorded" if year_group != 11 else "Destination known"),
            ]
            columns += [Column("Overdue"), Column("Not participating")] if year_group != 11 else []
            caption = f"Who left Year {year_group} during {view.context.cycle}: pupils, share of cohort or leavers"
            note = "Schools that nobody left have no row." if view.is_network else ""
            parts.append(Table(f"table-left-{year_group}", caption, "School", tuple(columns), grouped(rows), note))
    intro = (
        "Whoever leaves Year 12 or 13 early must have a destination recorded within ten working days; the local "
        "authority must hear of whoever stops taking part. Leavers stay in every share of this report."
    )
    return Chapter("in-year", title, intro, tuple(parts))
