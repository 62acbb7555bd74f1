"""Figures: bars, dots and flows as Plotly drawings. They get counts that may be shown and drop the others, so no
drawing holds a hidden one.

A label stands above its bar, never beside it: the same drawing fits a telephone, a screen and a sheet of paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import plotly.graph_objects as go

from reports import theme
from reports.measures import Item, Line
from reports.numbers import HIDDEN, Count, thousands
from reports.theme import Paint

_ROW = 40
_HEADING = 30
_AXIS = 32
_LONGEST_LABEL = 46


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of the legend. `shape` is "box", "dot", "ring" or "diamond"."""

    label: str
    paint: Paint
    shape: str = "box"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure as JSON text, its height in pixels and its legend (drawn by the page, so that it wraps on a
    telephone).
    """

    json: str
    height: int
    keys: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class DotRow:
    """A line of dots, each a count and its key; `remark` stands at its end, `cohort` beside its label."""

    label: str
    dots: tuple[tuple[Count, Key], ...]
    remark: str = ""
    group: str = ""
    cohort: int | None = None


def words(text: str) -> str:
    """Text that Plotly, which reads some HTML, shows as it is."""
    return escape(text, quote=False)


def clipped(text: str) -> str:
    return text if len(text) <= _LONGEST_LABEL else text[: _LONGEST_LABEL - 1].rstrip() + "…"


@dataclass(frozen=True)
class _Stack:
    """Where rows and group headings stand: y grows downwards, in pixels."""

    rows: list[float]
    headings: list[tuple[float, str]]
    height: int


def _stacked(groups: Sequence[str]) -> _Stack:
    rows: list[float] = []
    headings: list[tuple[float, str]] = []
    y, before = 0.0, ""
    for group in groups:
        if group != before and group:
            headings.append((y + _HEADING - 10, group))
            y += _HEADING
        before = group
        rows.append(y + 27)
        y += _ROW
    return _Stack(rows, headings, round(y))


def _figure(
    stack: _Stack, traces: list[Any], labels: list[dict[str, Any]], *, top: float = 1.0, right: int = 20, **more: Any
) -> go.Figure:
    """The figure in one go: Plotly takes annotations that are added one by one ever more slowly."""
    layout = theme.base_layout(stack.height + _AXIS)
    layout["margin"]["r"] = right
    headings = [_label(y, f"<b>{words(heading)}</b>", size=14) for y, heading in stack.headings]
    layout |= {
        "xaxis": theme.share_axis(top),
        "yaxis": {"range": [stack.height, 0], "visible": False, "fixedrange": True},
        "annotations": [*headings, *labels],
        "bargap": 0,
        **more,
    }
    return go.Figure(traces, layout)


def _label(y: float, text: str, *, size: int = 12, color: str = theme.INK, **where: Any) -> dict[str, Any]:
    """Text at the left edge of a row unless `where` says otherwise."""
    look = {"text": text, "showarrow": False, "align": "left", "borderpad": 0, "font": {"size": size, "color": color}}
    return {**look, "x": 0, "xref": "paper", "xanchor": "left", "y": y, "yref": "y", "yanchor": "middle", **where}


def stacked_bars(lines: Sequence[Line], shown: Sequence[Item]) -> Drawing:
    """A 100 % bar for each line, split by category, the count in each part.

    A hidden part is left out and marked `c` at the bar's end.
    """
    stack = _stacked([line.group for line in lines])
    traces, labels = [], []
    for item in shown:
        parts = [(line, y, line.counts.get(item.code)) for line, y in zip(lines, stack.rows, strict=True)]
        visible = [(line, y, count) for line, y, count in parts if count and count.share]
        if visible:
            traces.append(_segment(item, visible))
    for line, y in zip(lines, stack.rows, strict=True):
        name = f"<b>{words(clipped(line.label))}</b>" if line.is_total else words(clipped(line.label))
        labels.append(_label(y - 17, f"{name} · {thousands(line.cohort)} pupils"))
        if any(count.status == "suppressed" for count in line.counts.values()):
            end = sum(line.counts[item.code].share or 0 for item in shown if item.code in line.counts)
            labels.append(_label(y, HIDDEN, color=theme.MUTED, x=round(end, 4), xref="x", xshift=3))
    figure = _figure(stack, traces, labels, barmode="stack", uniformtext={"minsize": 11, "mode": "hide"})
    keys = tuple(Key(item.label, theme.paint_of(item.code)) for item in shown)
    return Drawing(figure_json(figure), stack.height + _AXIS, keys)


def _segment(item: Item, visible: Sequence[tuple[Line, float, Count]]) -> go.Bar:
    paint = theme.paint_of(item.code)
    marker: dict[str, Any] = {"color": paint.fill, "line": {"color": theme.PAPER, "width": 1}}
    if paint.pattern:
        marker["pattern"] = {
            "shape": paint.pattern,
            "fgcolor": theme.HATCH,
            "bgcolor": paint.fill,
            "size": 6,
            "solidity": 0.2,
        }
    return go.Bar(
        name=words(item.label),
        orientation="h",
        x=[round(count.share or 0, 5) for _, _, count in visible],
        y=[y for _, y, _ in visible],
        width=[19] * len(visible),
        marker=marker,
        text=[count.text for _, _, count in visible],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"color": paint.text, "size": 12},
        customdata=[[words(line.label), count.text, count.percent] for line, _, count in visible],
        hovertemplate="%{customdata[0]}<br>%{fullData.name}: <b>%{customdata[1]}</b> (%{customdata[2]})<extra></extra>",
    )


def dot_rows(rows: Sequence[DotRow], *, top: float = 1.0) -> Drawing:
    """Dots on a line of shares, for each row; hidden ones are left out, a row that has none left says `c`."""
    stack = _stacked([row.group for row in rows])
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
    right = 68 if any(row.remark for row in rows) else 20
    figure = _figure(stack, traces, labels, top=top, right=right, shapes=shapes)
    # A little room at the left, so that a dot at 0 is whole.
    figure.update_xaxes(range=[-0.015 * top, top * 1.005])
    return Drawing(figure_json(figure), stack.height + _AXIS, tuple(keys))


def _dot_labels(row: DotRow, y: float) -> list[dict[str, Any]]:
    whom = f" · {thousands(row.cohort)} pupils" if row.cohort else ""
    labels = [_label(y - 16, words(clipped(row.label)) + whom)]
    if row.remark:
        labels.append(_label(y, f"<b>{words(row.remark)}</b>", x=1, xshift=14))
    if not any(count.is_published for count, _ in row.dots):
        labels.append(_label(y, HIDDEN, color=theme.MUTED))
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


_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def figure_json(figure: go.Figure) -> str:
    """The figure as JSON that may stand inside a script element."""
    text: str = figure.to_json()
    for letter, escape_sequence in _ESCAPES.items():
        text = text.replace(letter, escape_sequence)
    return text
