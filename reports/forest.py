"""Differences between two groups as dots on a line of percentage points, with their intervals and a line at nought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

from reports import theme
from reports.charts import AXIS, Drawing, Key, figure_json, place_rows, row_figure, row_label, words
from reports.theme import NOTED, RATE

_REMARK = 64
_CHANCE = Key("Difference: could be chance", RATE, "dot")
_CLEAR = Key("Difference: unlikely to be chance", NOTED, "diamond")


@dataclass(frozen=True, slots=True)
class ForestRow:
    """A difference as a share with its interval (None: it can't be shown, and `remark` says why)."""

    label: str
    group: str
    difference: float | None
    interval: tuple[float, float] | None
    remark: str
    is_clear: bool
    cell: str


def forest_drawing(rows: Sequence[ForestRow]) -> Drawing | None:
    """The differences row by row; None where none may be shown."""
    shown = [row for row in rows if row.difference is not None and row.interval]
    if not shown:
        return None
    stack = place_rows([row.group for row in rows])
    placed = list(zip(rows, stack.rows, strict=True))
    ends = [100 * end for row in shown for end in row.interval or ()]
    low, high = min(0, 5 * floor(min(ends) / 5)), max(0, 5 * ceil(max(ends) / 5))
    traces = [
        _dots(key, members)
        for key, is_clear in ((_CHANCE, False), (_CLEAR, True))
        if (members := [(row, y) for row, y in placed if row.difference is not None and row.is_clear == is_clear])
    ]
    labels = [row_label(y - 16, words(row.label)) for row, y in placed]
    labels += [row_label(y, f"<b>{words(row.remark)}</b>", x=1, xshift=14) for row, y in placed]
    line = {
        "type": "line",
        "x0": 0,
        "x1": 0,
        "y0": 0,
        "y1": stack.height,
        "layer": "below",
        "line": {"color": theme.MUTED, "width": 1.5},
    }
    figure = row_figure(stack, traces, labels, right=_REMARK, shapes=[line])
    step = 5 if high - low <= 40 else 10 if high - low <= 80 else 20
    axis = {**theme.share_axis(), "range": [low, high], "tick0": 0, "dtick": step, "tickformat": "+d", "ticksuffix": ""}
    figure["layout"]["xaxis"] = axis
    keys = tuple(
        key for key, is_clear in ((_CHANCE, False), (_CLEAR, True)) if any(row.is_clear == is_clear for row in shown)
    )
    return Drawing(figure_json(figure), stack.height + AXIS, keys)


def _dots(key: Key, members: Sequence[tuple[ForestRow, float]]) -> dict[str, Any]:
    x = [round(100 * (row.difference or 0), 3) for row, _ in members]
    ends = [row.interval or (0.0, 0.0) for row, _ in members]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": words(key.label),
        "x": x,
        "y": [y for _, y in members],
        "marker": {
            "symbol": "diamond" if key is _CLEAR else "circle",
            "size": 11,
            "color": key.paint.fill,
            "line": {"width": 1, "color": key.paint.fill},
        },
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [round(100 * high - place, 3) for (_, high), place in zip(ends, x, strict=True)],
            "arrayminus": [round(place - 100 * low, 3) for (low, _), place in zip(ends, x, strict=True)],
            "color": key.paint.fill,
            "thickness": 2.5,
            "width": 0,
        },
        "cliponaxis": False,
        "customdata": [[words(row.label), words(row.remark), row.cell] for row, _ in members],
        "hovertemplate": "%{customdata[0]}<br><b>%{customdata[1]}</b> percentage points<extra></extra>",
    }
