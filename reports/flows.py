"""The flow from intended to final destinations (a Sankey drawing) with every node's place worked out here: Plotly's
own order is not stable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reports import theme
from reports.charts import Drawing, figure_json, words
from reports.measures import Flow, Item
from reports.numbers import Count, total

MOST_NODES = 9
OTHER = "all_other"
_PAD = 16
_HEIGHT, _LOW_HEIGHT = 460, 300
_FEW_NODES = 4
_TOP, _BOTTOM = 0.01, 0.99


def flow_drawing(flows: Sequence[Flow], known: Mapping[str, Item]) -> Drawing | None:
    """Left intended, right final, widths by pupils; hidden flows are left out. None where no change of plan may be
    shown: the rest would look as if nobody had changed theirs.
    """
    visible = drawable(flows)
    if all(flow.intended == flow.final for flow in visible):
        return None
    left_kept = _largest(visible, "intended")
    right_kept = _largest(visible, "final")
    merged: dict[tuple[str, str], list[Count]] = {}
    for flow in visible:
        ends = (
            flow.intended if flow.intended in left_kept else OTHER,
            flow.final if flow.final in right_kept else OTHER,
        )
        merged.setdefault(ends, []).append(flow.count)
    links = {ends: total(found, found[0].cohort) for ends, found in merged.items()}
    order = [*known, OTHER]
    left = [code for code in order if any(ends[0] == code for ends in links)]
    right = [code for code in order if any(ends[1] == code for ends in links)]
    height = _LOW_HEIGHT if max(len(left), len(right)) <= _FEW_NODES else _HEIGHT
    layout = theme.base_layout(height)
    layout["margin"].update(l=2, r=2, t=8, b=8)
    return Drawing(figure_json({"data": [_sankey(links, left, right, known, height)], "layout": layout}), height)


def drawable(flows: Sequence[Flow]) -> list[Flow]:
    """The flows that a drawing may show, and that are of somebody."""
    return [flow for flow in flows if flow.count.is_published and flow.count.pupils]


def _largest(flows: Sequence[Flow], side: str) -> set[str]:
    sums: dict[str, int] = {}
    for flow in flows:
        code = getattr(flow, side)
        sums[code] = sums.get(code, 0) + (flow.count.pupils or 0)
    ranked = sorted(sums, key=lambda code: (-sums[code], code))
    return set(ranked) if len(ranked) <= MOST_NODES else set(ranked[: MOST_NODES - 1])


def _middles(codes: Sequence[str], sizes: Mapping[str, int], height: int, scale: float) -> list[float]:
    """The middle of each node as a fraction of the height, strictly between 0 and 1, with equal gaps and the same
    scale on both sides.
    """
    heights = [sizes[code] * scale for code in codes]
    gap = (height * (_BOTTOM - _TOP) - sum(heights)) / max(len(codes) - 1, 1)
    places, y = [], height * _TOP
    for node in heights:
        places.append(round(min(max((y + node / 2) / height, 0.005), 0.995), 5))
        y += node + gap
    return places


def _sankey(
    links: Mapping[tuple[str, str], Count], left: list[str], right: list[str], known: Mapping[str, Item], whole: int
) -> dict[str, Any]:
    sizes = [
        {code: sum(count.pupils or 0 for ends, count in links.items() if ends[side] == code) for code in codes}
        for side, codes in ((0, left), (1, right))
    ]
    height = whole - 16
    scale = min(
        (height * (_BOTTOM - _TOP) - _PAD * (len(codes) - 1)) / sum(sizes[0].values()) for codes in (left, right)
    )
    labels = [known[code].short if code in known else "All other" for code in (*left, *right)]
    index = {(0, code): place for place, code in enumerate(left)} | {
        (1, code): len(left) + place for place, code in enumerate(right)
    }
    ordered = sorted(links.items(), key=lambda link: (index[0, link[0][0]], index[1, link[0][1]]))
    return {
        "type": "sankey",
        "arrangement": "fixed",
        "domain": {"x": [0, 1], "y": [0, 1]},
        "textfont": {"family": theme.FONT, "size": 13, "color": theme.INK},
        "node": {
            "label": [words(label) for label in labels],
            "x": [0.001] * len(left) + [0.999] * len(right),
            "y": _middles(left, sizes[0], height, scale) + _middles(right, sizes[1], height, scale),
            "color": [theme.paint_of(code).fill for code in (*left, *right)],
            "line": {"width": 0},
            "pad": _PAD,
            "thickness": 14,
            "hovertemplate": "%{label}<extra></extra>",
        },
        "link": {
            "source": [index[0, ends[0]] for ends, _ in ordered],
            "target": [index[1, ends[1]] for ends, _ in ordered],
            "value": [count.pupils for _, count in ordered],
            "customdata": [[count.cell] for _, count in ordered],
            "color": [_translucent(theme.paint_of(ends[0]).fill) for ends, _ in ordered],
            "hovertemplate": "Intended %{source.label}<br>Final %{target.label}<br>"
            "<b>%{value:,.0f} pupils</b><extra></extra>",
        },
    }


def _translucent(fill: str) -> str:
    red, green, blue = (int(fill[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.38)"
