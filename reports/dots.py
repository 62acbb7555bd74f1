"""Figures of dots on a line of shares: how much is known, gaps between two groups, rates with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reports import theme
from reports.charts import AXIS, Drawing, Key, figure_json, place_rows, row_figure, row_label, subject_words, words
from reports.numbers import HIDDEN, Count, share_percent
from reports.share_ranges import between, end_cells, percents
from reports.trace import plain

# Room at the right for a remark such as "−26.4", in pixels.
_REMARK = 64


@dataclass(frozen=True, slots=True)
class DotRow:
    """A line of dots, each a count and its key; `remark` stands at its end, `cohort` beside its label. `span` is the
    interval of the first dot, as shares; `between` are the ends, as shares, where the first count is hidden and only
    they are told.
    """

    label: str
    dots: tuple[tuple[Count, Key], ...]
    remark: str = ""
    group: str = ""
    cohort: int | None = None
    is_total: bool = False
    span: tuple[float, float] | None = None
    between: tuple[float, float] | None = None


_BETWEEN = Key("Hidden: it lies between these ends", theme.ENDS)


def dot_rows(rows: Sequence[DotRow], *, top: float = 1.0, bottom: float = 0.0) -> Drawing:
    """Dots on a line of shares from `bottom` to `top`, for each row; hidden ones are left out, a row that has none left
    and no ends to show says `c`.
    """
    stack = place_rows([row.group for row in rows])
    placed = list(zip(rows, stack.rows, strict=True))
    keys = list(dict.fromkeys(key for row in rows for _, key in row.dots))
    traces = []
    for key in keys:
        found = [(row, y, count) for row, y in placed for count, own in row.dots if own == key]
        visible = [(row, y, count) for row, y, count in found if count.share is not None]
        if visible:
            traces.append(_dots(key, visible))
    barred = [(row, y) for row, y in placed if row.between]
    if barred:
        traces.append(_bars(barred))
        keys.append(_BETWEEN)
    labels = [label for row, y in placed for label in _dot_labels(row, y)]
    shapes = [shape for row, y in placed if (shape := _connector(row, y))]
    right = _REMARK if any(row.remark for row in rows) else 20
    figure = row_figure(stack, traces, labels, top=top, right=right, shapes=shapes)
    # A little room at the left, so that a dot at 0 is whole.
    figure["layout"]["xaxis"] = theme.share_axis(top, bottom)
    figure["layout"]["xaxis"]["range"] = [bottom - 0.015 * (top - bottom), top + 0.005 * (top - bottom)]
    return Drawing(figure_json(figure), stack.height + AXIS, tuple(keys))


def _dot_labels(row: DotRow, y: float) -> list[dict[str, Any]]:
    labels = [row_label(y - 16, subject_words(row.label, row.cohort, is_total=row.is_total))]
    if row.remark:
        labels.append(row_label(y, f"<b>{words(row.remark)}</b>", x=1, xshift=14))
    if not row.between and not any(count.is_published for count, _ in row.dots):
        labels.append(row_label(y, row.dots[0][0].text if row.dots else HIDDEN, color=theme.MUTED))
    return labels


def _connector(row: DotRow, y: float) -> dict[str, Any] | None:
    shares = [count.share for count, _ in row.dots if count.share is not None]
    if len(shares) < 2:
        return None
    ends = {"x0": round(min(shares), 5), "x1": round(max(shares), 5), "y0": y, "y1": y}
    return {"type": "line", "layer": "below", "line": {"color": theme.HATCH, "width": 3}, **ends}


_SYMBOLS = {"dot": "circle", "ring": "circle-open", "diamond": "diamond", "box": "square"}


def _dots(key: Key, visible: Sequence[tuple[DotRow, float, Count]]) -> dict[str, Any]:
    shares = [round(count.share or 0, 5) for _, _, count in visible]
    spans = [row.span if row.span and row.dots[0][1] == key else None for row, _, _ in visible]
    has_spans = any(spans)
    told = "<br>95% interval: %{customdata[3]}" if has_spans else ""
    trace: dict[str, Any] = {
        "type": "scatter",
        "name": words(key.label),
        "mode": "markers",
        "x": shares,
        "y": [y for _, y, _ in visible],
        "marker": {
            "symbol": _SYMBOLS[key.shape],
            "size": 11 if has_spans else 13,
            "color": key.paint.fill,
            "line": {"width": 2, "color": key.paint.fill},
            "opacity": 1,
        },
        "cliponaxis": False,
        "customdata": [
            [words(row.label), count.text, count.percent, span_text(span), count.cell]
            for (row, _, count), span in zip(visible, spans, strict=True)
        ],
        "hovertemplate": "%{customdata[0]}<br>%{fullData.name}: "
        f"<b>%{{customdata[2]}}</b> (%{{customdata[1]}} pupils){told}<extra></extra>",
    }
    if has_spans:
        ends = [
            (max(span[1] - x, 0), max(x - span[0], 0)) if span else (0, 0)
            for x, span in zip(shares, spans, strict=True)
        ]
        trace["error_x"] = {
            "type": "data",
            "symmetric": False,
            "array": [round(more, 5) for more, _ in ends],
            "arrayminus": [round(less, 5) for _, less in ends],
            "color": key.paint.fill,
            "thickness": 2.5,
            "width": 0,
        }
    return trace


def _bars(barred: Sequence[tuple[DotRow, float]]) -> dict[str, Any]:
    """A bar from end to end for each row; its points carry the ids of the ends."""
    x: list[float | None] = []
    y: list[float | None] = []
    points: list[list[str]] = []
    for row, height in barred:
        count = row.dots[0][0]
        told = plain(between(count))
        found = [
            [words(row.label), told, percent, cell]
            for percent, cell in zip(percents(count), end_cells(count), strict=True)
        ]
        # A point that is nowhere parts one bar from the next.
        x += [*(round(end, 5) for end in row.between or ()), None]
        y += [height, height, None]
        points += [*found, found[-1]]
    return {
        "type": "scatter",
        "name": words(_BETWEEN.label),
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": _BETWEEN.paint.fill, "width": 9},
        "cliponaxis": False,
        "customdata": points,
        "hovertemplate": "%{customdata[0]}<br>hidden: <b>%{customdata[1]}</b><extra></extra>",
    }


def span_text(span: tuple[float, float] | None) -> str:
    """`81% to 90%`"""
    return f"{share_percent(span[0])} to {share_percent(span[1])}" if span else ""
