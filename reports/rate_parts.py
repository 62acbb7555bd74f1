"""Rates on a page: the dot plot with intervals, ordered and never ranked, and the table of the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor

from domain.statistics import FEWEST_FOR_RATES
from domain.statistics_chance import IN_WORDS, Chance
from reports.charts import Key
from reports.dots import DotRow, dot_rows
from reports.numbers import NOT_AVAILABLE, Count
from reports.rates import Rate
from reports.share_ranges import ends, is_told, span
from reports.tables import Cell, Column, Row, Table, grouped
from reports.theme import NETWORK, RATE
from reports.view import Figure

SMALL = "small group"
_RATE = Key("Share, with its 95% interval", RATE, "dot")
_WHOLE = Key("Several schools together", NETWORK, "diamond")


def in_order(found: Sequence[Rate]) -> list[Rate]:
    """Within each group the sums first, then by share, largest first; hidden ones last, by name, so that their place
    tells nothing.
    """
    groups = list(dict.fromkeys(entry.subject.group for entry in found))
    return sorted(
        found,
        key=lambda entry: (
            groups.index(entry.subject.group),
            not entry.subject.is_total,
            entry.count.share is None,
            -(entry.count.share or 0),
            entry.subject.label,
        ),
    )


def rate_figure(id: str, title: str, denominator: str, found: Sequence[Rate], twin: str) -> Figure | None:
    """Dots with intervals, and bars between the ends of a hidden share, in the order given; None where there is
    neither.
    """
    rows = [_row(entry) for entry in found]
    spans = [found for row in rows for found in (row.span, row.between) if found]
    if not spans:
        return None
    lowest, highest = min(low for low, _ in spans), max(high for _, high in spans)
    drawing = dot_rows(rows, top=min(1.0, ceil(highest * 10) / 10), bottom=_bottom(lowest))
    return Figure(id, title, denominator, drawing, twin)


def _bottom(lowest: float) -> float:
    # An axis that begins elsewhere than at 0 is only fair to dots, and only helps where all of them are far from 0.
    return max(0.0, floor(lowest * 10) / 10) if lowest > 0.5 else 0.0


def _row(entry: Rate) -> DotRow:
    span = (entry.interval.low, entry.interval.high) if entry.interval and has_rate(entry.count) else None
    key = _WHOLE if entry.subject.is_total else _RATE
    return DotRow(
        entry.subject.label,
        ((entry.count if span or not entry.count.is_published else _nothing(entry.count), key),),
        group=entry.subject.group,
        cohort=entry.count.cohort,
        is_total=entry.subject.is_total,
        span=span,
        between=ends(entry.count) if is_told(entry.count) else None,
    )


def _nothing(count: Count) -> Count:
    return Count(None, count.cohort, "not_available")


def has_rate(count: Count) -> bool:
    """Whether a share says more than the count it is made of."""
    return count.is_published and (count.cohort or 0) >= FEWEST_FOR_RATES


def rate_table(
    id: str,
    caption: str,
    found: Sequence[Rate],
    *,
    head: str = "School",
    counted: str = "Pupils",
    of: str = "Cohort",
    note: str = "",
) -> Table:
    """Pupils, cohort, interval, what the unknown could make of it, what may be said beside the network; the last two
    only where any row has them.
    """
    has_bounds = any(entry.bounds for entry in found)
    has_chance = any(entry.chance for entry in found)
    columns = [Column(of), Column(counted), Column("95% interval")]
    columns += [Column("If none to all of those not known")] * has_bounds
    columns += [Column("Beside the network", is_text=True)] * has_chance
    rows = []
    for entry in found:
        cells = [size_cell(entry.count), rate_cell(entry.count)]
        cells.append(Cell(entry.span if has_rate(entry.count) and entry.span else NOT_AVAILABLE))
        cells += [Cell(entry.bounds or NOT_AVAILABLE)] * has_bounds
        cells += [Cell(IN_WORDS[entry.chance] if entry.chance else "")] * has_chance
        tag = SMALL if entry.is_small and not entry.subject.is_total else ""
        rows.append((entry.subject.group, Row(entry.subject.label, tuple(cells), entry.subject.is_total, tag)))
    return Table(id, caption, head, tuple(columns), grouped(rows), note)


def size_cell(count: Count) -> Cell:
    """The cohort of a count."""
    return Cell(count.cohort_text, cell=count.cohort_cell if count.cohort is not None else "")


def rate_cell(count: Count, heat: float | None = None) -> Cell:
    """A count with its percentage beneath, which is left out below ten pupils; beneath a hidden one the ends between
    which the share lies, where they are told.
    """
    if not count.is_published:
        return Cell(count.text, span(count) if is_told(count) else "")
    share = count.percent if count.pupils and has_rate(count) else ""
    return Cell(count.text, share, count.cell, count.share_cell if share else "", heat)


def chance_words(found: Sequence[Rate]) -> dict[Chance, list[Rate]]:
    """The compared rates by what may be said of them."""
    said: dict[Chance, list[Rate]] = {}
    for entry in found:
        if entry.chance:
            said.setdefault(entry.chance, []).append(entry)
    return said
