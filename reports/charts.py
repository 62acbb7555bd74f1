"""Figures as Plotly drawings: 100 % bars, and what bars and dots share. They get counts that may be shown and drop the
others, so no drawing holds a hidden one. Dots are in `dots.py`, flows in `flows.py`, funnels in `funnel.py`.

A drawing is written as the plain values that plotly.js reads: Plotly's Python objects check each of them, which takes
longer than all the rest of a page. The last value of every point's customdata is the id of its cell (reports/trace.py).
A label stands above its bar, never beside it: the same drawing fits a telephone, a screen and a sheet of paper.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from reports import theme
from reports.measures import Item, Line
from reports.numbers import HIDDEN, Count, plural
from reports.theme import Paint

_ROW = 40
_HEADING = 30
AXIS = 32
_LONGEST_LABEL = 46


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of the legend. `shape` is "box", "dot", "ring", "diamond", "line" or "dashes"."""

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


def words(text: str) -> str:
    """Text that Plotly, which reads some HTML, shows as it is."""
    return escape(text, quote=False)


def clipped(text: str) -> str:
    return text if len(text) <= _LONGEST_LABEL else text[: _LONGEST_LABEL - 1].rstrip() + "…"


def subject_words(label: str, cohort: int | None, *, is_total: bool) -> str:
    """What stands above a row: its name, bold where it is whom the page is about, and the pupils of whom its shares
    are.
    """
    name = f"<b>{words(clipped(label))}</b>" if is_total else words(clipped(label))
    return f"{name} · {plural(cohort, 'pupil')}" if cohort else name


@dataclass(frozen=True)
class Stack:
    """Where rows and group headings stand: y grows downwards, in pixels."""

    rows: list[float]
    headings: list[tuple[float, str]]
    height: int


def place_rows(groups: Sequence[str]) -> Stack:
    """A place for each row, given the group of each; a heading stands before each new group."""
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
    return Stack(rows, headings, round(y))


def row_figure(
    stack: Stack,
    traces: list[dict[str, Any]],
    labels: list[dict[str, Any]],
    *,
    top: float = 1.0,
    right: int = 20,
    **more: Any,
) -> dict[str, Any]:
    """The figure: traces, and a layout in which y grows downwards in pixels."""
    layout = theme.base_layout(stack.height + AXIS)
    layout["margin"]["r"] = right
    headings = [row_label(y, f"<b>{words(heading)}</b>", size=14) for y, heading in stack.headings]
    layout |= {
        "xaxis": theme.share_axis(top),
        "yaxis": {"range": [stack.height, 0], "visible": False, "fixedrange": True},
        "annotations": [*headings, *labels],
        "bargap": 0,
        **more,
    }
    return {"data": traces, "layout": layout}


def row_label(y: float, text: str, *, size: int = 12, color: str = theme.INK, **where: Any) -> dict[str, Any]:
    """Text at the left edge of a row unless `where` says otherwise."""
    look = {"text": text, "showarrow": False, "align": "left", "borderpad": 0, "font": {"size": size, "color": color}}
    return {**look, "x": 0, "xref": "paper", "xanchor": "left", "y": y, "yref": "y", "yanchor": "middle", **where}


def stacked_bars(lines: Sequence[Line], shown: Sequence[Item]) -> Drawing:
    """A 100 % bar for each line, split by category, the count in each part.

    A hidden part is left out and marked `c` at the bar's end.
    """
    stack = place_rows([line.group for line in lines])
    traces, labels = [], []
    for item in shown:
        parts = [(line, y, line.counts.get(item.code)) for line, y in zip(lines, stack.rows, strict=True)]
        visible = [(line, y, count) for line, y, count in parts if count and count.share]
        if visible:
            traces.append(_segment(item, visible))
    for line, y in zip(lines, stack.rows, strict=True):
        labels.append(row_label(y - 17, subject_words(line.label, line.cohort, is_total=line.is_total)))
        if any(count.status == "suppressed" for count in line.counts.values()):
            end = sum(line.counts[item.code].share or 0 for item in shown if item.code in line.counts)
            labels.append(row_label(y, HIDDEN, color=theme.MUTED, x=round(end, 4), xref="x", xshift=3))
    figure = row_figure(stack, traces, labels, barmode="stack", uniformtext={"minsize": 11, "mode": "hide"})
    keys = tuple(Key(item.label, theme.paint_of(item.code)) for item in shown)
    return Drawing(figure_json(figure), stack.height + AXIS, keys)


def _segment(item: Item, visible: Sequence[tuple[Line, float, Count]]) -> dict[str, Any]:
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
    return {
        "type": "bar",
        "name": words(item.label),
        "orientation": "h",
        "x": [round(count.share or 0, 5) for _, _, count in visible],
        "y": [y for _, y, _ in visible],
        "width": [19] * len(visible),
        "marker": marker,
        "text": [count.text for _, _, count in visible],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"color": paint.text, "size": 12},
        "customdata": [[words(line.label), count.text, count.percent, count.cell] for line, _, count in visible],
        "hovertemplate": "%{customdata[0]}<br>%{fullData.name}: "
        "<b>%{customdata[1]}</b> (%{customdata[2]})<extra></extra>",
    }


_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def figure_json(figure: dict[str, Any]) -> str:
    """The figure as JSON that may stand inside a script element; ValueError for a number that isn't finite."""
    text = json.dumps(figure, separators=(",", ":"), allow_nan=False)
    for letter, escape_sequence in _ESCAPES.items():
        text = text.replace(letter, escape_sequence)
    return text
