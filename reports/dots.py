"""Figures of dots on a line of shares: how much is known, and gaps between two groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from reports import theme
from reports.charts import AXIS, Drawing, Key, figure_json, place_rows, row_figure, row_label, subject_words, words
from reports.numbers import HIDDEN, Count

# Room at the right for a remark such as "−26.4", in pixels.
_REMARK = 64


@dataclass(frozen=True, slots=True)
class DotRow:
    """A line of dots, each a count and its key; `remark` stands at its end, `cohort` beside its label."""

    label: str
    dots: tuple[tuple[Count, Key], ...]
    remark: str = ""
    group: str = ""
    cohort: int | None = None
    is_total: bool = False


def dot_rows(rows: Sequence[DotRow], *, top: float = 1.0) -> Drawing:
    """Dots on a line of shares, for each row; hidden ones are left out, a row that has none left says `c`."""
    stack = place_rows([row.group for row in rows])
    placed = list(zip(rows, stack.rows, strict=True))
    keys = list(dict.fromkeys(key for row in rows for _, key in row.dots))
    traces = []
    for key in keys:
        found = [(row, y, count) for row, y in placed for count, own in row.dots if own == key]
        visible = [(row, y, count) for row, y, count in found if count.share is not None]
        if visible:
            traces.append(_dots(key, visible))
    labels = [label for row, y in placed for label in _dot_labels(row, y)]
    shapes = [shape for row, y in placed if (shape := _connector(row, y))]
    right = _REMARK if any(row.remark for row in rows) else 20
    figure = row_figure(stack, traces, labels, top=top, right=right, shapes=shapes)
    # A little room at the left, so that a dot at 0 is whole.
    figure.update_xaxes(range=[-0.015 * top, top * 1.005])
    return Drawing(figure_json(figure), stack.height + AXIS, tuple(keys))


def _dot_labels(row: DotRow, y: float) -> list[dict[str, Any]]:
    labels = [row_label(y - 16, subject_words(row.label, row.cohort, is_total=row.is_total))]
    if row.remark:
        labels.append(row_label(y, f"<b>{words(row.remark)}</b>", x=1, xshift=14))
    if not any(count.is_published for count, _ in row.dots):
        labels.append(row_label(y, HIDDEN, color=theme.MUTED))
    return labels


def _connector(row: DotRow, y: float) -> dict[str, Any] | None:
    shares = [count.share for count, _ in row.dots if count.share is not None]
    if len(shares) < 2:
        return None
    ends = {"x0": round(min(shares), 5), "x1": round(max(shares), 5), "y0": y, "y1": y}
    return {"type": "line", "layer": "below", "line": {"color": theme.HATCH, "width": 3}, **ends}


_SYMBOLS = {"dot": "circle", "ring": "circle-open", "diamond": "diamond", "box": "square"}


def _dots(key: Key, visible: Sequence[tuple[DotRow, float, Count]]) -> go.Scatter:
    return go.Scatter(
        name=words(key.label),
        mode="markers",
        x=[round(count.share or 0, 5) for _, _, count in visible],
        y=[y for _, y, _ in visible],
        marker={
            "symbol": _SYMBOLS[key.shape],
            "size": 13,
            "color": key.paint.fill,
            "line": {"width": 2, "color": key.paint.fill},
        },
        cliponaxis=False,
        customdata=[[words(row.label), count.text, count.percent] for row, _, count in visible],
        hovertemplate="%{customdata[0]}<br>%{fullData.name}: "
        "<b>%{customdata[2]}</b> (%{customdata[1]} pupils)<extra></extra>",
    )
