"""Three years together: each year's rate and the pooled one, with breaks in definition marked."""

from __future__ import annotations

from reports.charts import Key
from reports.dots import DotRow, dot_rows
from reports.headline import HEADLINES, Headline
from reports.measures import counted
from reports.numbers import NOTHING, Count
from reports.rates import intervals_of, measured, span_of
from reports.tables import Cell, Column, Row, Table
from reports.tables import grouped as in_groups
from reports.theme import CONFIRMED, INTENDED_KNOWN, KNOWN, OTHER_PAINT
from reports.view import Chapter, Figure, Heading, Part, Sentence, View

_POOLED = Key("The years together, with their 95% interval", CONFIRMED, "diamond")
_YEARS = (Key("", OTHER_PAINT, "ring"), Key("", INTENDED_KNOWN, "ring"), Key("", KNOWN, "dot"))
_PARTS = (("total", "total", "All pupils"), ("disadvantage", "disadvantaged", "Disadvantaged"))


def pooled_chapter(view: View) -> Chapter:
    """Each headline rate for all pupils and the disadvantaged ones: three years and their sum."""
    lines: list[tuple[Headline, str, list[Count], Count]] = []
    notes: list[str] = []
    for headline in HEADLINES:
        for topic, part, label in _PARTS:
            pooled, note = _pooled(view, headline, topic, part)
            if pooled is NOTHING:
                continue
            years = [_year(view, headline, cycle, (topic, part)) for cycle in view.context.cycles]
            if sum(count is not NOTHING for count in years) > 1 and any(count.is_published for count in years):
                lines.append((headline, label, years, pooled))
                notes += [note] if note and note not in notes else []
    if not lines:
        return Chapter("pooled", "Three years together", "", ())
    intro = (
        "The pupils of three years added up, over their cohorts added up: never the mean of three shares. What is "
        "pooled swings less by chance, so it shows a small school better; it is slower to show a change."
    )
    parts: list[Part] = [Heading("Headline rates", "pooled-heading"), *(Sentence(note, "A break") for note in notes)]
    return Chapter("pooled", "Three years together", intro, (*parts, *_figure(view, lines), _table(view, lines)))


def _year(view: View, headline: Headline, cycle: str, part: tuple[str, str]) -> Count:
    return measured(view.frames, view.subject, cycle, headline.year_group, headline.measure, part)


def _pooled(view: View, headline: Headline, topic: str, part: str) -> tuple[Count, str]:
    school = view.subject.schools[0] if view.subject.schools else ""
    keys = ("cycle", "school_id", "year_group", "breakdown_topic", "breakdown", "measure")
    rows = view.frames.rows(
        "trends", keys, view.context.cycle, school, headline.year_group, topic, part, headline.measure
    )
    if not rows or (rows[0]["years"] or 0) < 2:
        return NOTHING, ""
    return counted(view.frames, "trends", rows[0]), str(rows[0]["break_note"] or "")


def _figure(view: View, lines: list[tuple[Headline, str, list[Count], Count]]) -> list[Part]:
    keys = [Key(cycle, key.paint, key.shape) for cycle, key in zip(view.context.cycles, _YEARS, strict=True)]
    intervals = intervals_of([pooled for *_, pooled in lines])
    rows = []
    for (headline, label, years, pooled), interval in zip(lines, intervals, strict=True):
        dots = (
            (pooled, _POOLED),
            *((count, key) for count, key in zip(years, keys, strict=True) if count is not NOTHING),
        )
        span = (interval.low, interval.high) if interval else None
        group = f"Year {headline.year_group}: {headline.words}"
        rows.append(DotRow(label, dots, group=group, cohort=pooled.cohort, span=span))
    shares = [count.share for row in rows for count, _ in row.dots if count.share is not None]
    if not shares:
        return []
    main, _, _, pooled = lines[0]
    title = f"Over three years {pooled.told} of Year {main.year_group} were {main.words}" if pooled.is_published else ""
    whom = "Share of each year's cohort and of the cohorts added up, those not known included; final destinations."
    bottom = max(0.0, int(min(shares) * 10 - 1) / 10) if min(shares) > 0.3 else 0.0
    drawing = dot_rows(rows, bottom=bottom)
    return [Figure("pooled-rates", title or "Headline rates over three years", whom, drawing, "table-pooled")]


def _table(view: View, lines: list[tuple[Headline, str, list[Count], Count]]) -> Table:
    rows = []
    intervals = intervals_of([pooled for *_, pooled in lines])
    for (headline, label, years, pooled), interval in zip(lines, intervals, strict=True):
        cells = [_share(count) for count in (*years, pooled)]
        cells.append(Cell(span_of(pooled, interval) or "–"))
        rows.append((f"Year {headline.year_group}: {headline.words}", Row(label, tuple(cells))))
    columns = (*(Column(cycle) for cycle in view.context.cycles), Column("Together"), Column("95% interval"))
    caption = "Headline rates over three years: share, and pupils of the cohort"
    return Table("table-pooled", caption, "Pupils", columns, in_groups(rows))


def _share(count: Count) -> Cell:
    if not count.is_published or not count.cohort:
        return Cell(count.text)
    return Cell(count.told, f"{count.number} of {count.cohort_number}")
