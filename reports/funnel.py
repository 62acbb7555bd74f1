"""The funnel: schools' rates against the size of their cohorts, with exact limits round the network's rate."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor
from typing import Any

from domain.statistics_chance import Chance, funnel_limits
from reports import theme
from reports.charts import Drawing, Key, clipped, figure_json, words
from reports.numbers import Count
from reports.theme import MUTED, NETWORK, NOTED, RATE

_HEIGHT = 380
_FIRST = 5  # below that the limits are no help
_POINTS = 90
_WITHIN = Key("School", RATE, "dot")
_OUTSIDE = Key("School: unlikely to be chance", NOTED, "diamond")
_NETWORK = Key("Network", NETWORK, "line")
_LIMITS = (
    ("inner", Key("Limits of 95 in 100", theme.Paint(MUTED), "line"), "solid"),
    ("outer", Key("Limits of 998 in 1,000", theme.Paint(MUTED), "dashes"), "dash"),
)


def funnel_drawing(schools: Sequence[tuple[str, Count, Chance | None]], network: Count) -> Drawing:
    """The schools (name, count, what may be said of it) whose rate may be shown, round the network's rate."""
    shown = [(name, count, chance) for name, count, chance in schools if count.share is not None]
    largest = ceil(max(count.cohort or 0 for _, count, _ in shown) * 1.06)
    first = max(_FIRST, floor(min(count.cohort or 0 for _, count, _ in shown) * 0.6))
    sizes = sorted({round(first + step * (largest - first) / _POINTS) for step in range(_POINTS + 1)})
    rate = network.share or 0.0
    limits = funnel_limits(rate, sizes)
    traces: list[dict[str, Any]] = []
    for name, _, dash in _LIMITS:
        for end in ("low", "high"):
            places = [round(getattr(getattr(limit, name), end), 4) if limit else rate for limit in limits]
            traces.append(_line(sizes, places, MUTED, dash))
    traces.append(_line([sizes[0], sizes[-1]], [round(rate, 5)] * 2, NETWORK.fill, "solid"))
    for key, is_noted in ((_WITHIN, False), (_OUTSIDE, True)):
        members = [entry for entry in shown if (entry[2] == Chance.HARDLY_CHANCE) == is_noted]
        if members:
            traces.append(_schools(key, members))
    lowest = min([count.share or 0 for _, count, _ in shown] + [traces[0]["y"][len(sizes) // 5]])
    layout = theme.base_layout(_HEIGHT)
    layout["margin"].update(l=52, t=22, b=48)
    title = {"text": "Pupils in the cohort", "font": {"size": 12}, "standoff": 8}
    layout["xaxis"] = {
        **theme.share_axis(),
        "range": [first, largest],
        "tickformat": ",d",
        "tickmode": "auto",
        "title": title,
    }
    bottom = max(0.0, int(lowest * 10) / 10 - (0.1 if lowest * 10 % 1 < 0.3 else 0))
    layout["yaxis"] = {**theme.share_axis(1.0, bottom), "range": [bottom, 1.01]}
    layout["annotations"] = [
        _name(name, count, (first + largest) / 2) for name, count, chance in shown if chance == Chance.HARDLY_CHANCE
    ]
    keys = (_WITHIN, *([_OUTSIDE] if any(entry[2] == Chance.HARDLY_CHANCE for entry in shown) else []))
    return Drawing(
        figure_json({"data": traces, "layout": layout}), _HEIGHT, (*keys, _NETWORK, *(key for _, key, _ in _LIMITS))
    )


def _name(name: str, count: Count, middle: float) -> dict[str, Any]:
    """The name of a school outside the limits, beside its dot towards the middle."""
    look = {"text": words(clipped(name)), "showarrow": False, "font": {"size": 12, "color": theme.INK}}
    is_left = (count.cohort or 0) < middle
    side = {"xanchor": "left", "xshift": 9} if is_left else {"xanchor": "right", "xshift": -9}
    return {**look, **side, "x": count.cohort, "y": round(count.share or 0, 5), "yshift": 9}


def _line(x: Sequence[float], y: Sequence[float], color: str, dash: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(x),
        "y": list(y),
        "line": {"color": color, "width": 1.5, "dash": dash, "shape": "hv" if len(x) > 2 else "linear"},
        "hoverinfo": "skip",
    }


def _schools(key: Key, members: Sequence[tuple[str, Count, Chance | None]]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": words(key.label),
        "x": [count.cohort for _, count, _ in members],
        "y": [round(count.share or 0, 5) for _, count, _ in members],
        "marker": {
            "symbol": "diamond" if key is _OUTSIDE else "circle",
            "size": 11,
            "color": key.paint.fill,
            "line": {"width": 1, "color": key.paint.fill},
        },
        "cliponaxis": False,
        "customdata": [[words(name), count.text, count.percent, count.cell] for name, count, _ in members],
        "hovertemplate": "%{customdata[0]}<br><b>%{customdata[2]}</b> (%{customdata[1]} of %{x} pupils)<extra></extra>",
    }
