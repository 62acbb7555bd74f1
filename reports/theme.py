"""The look: one fixed colour per destination category, fonts and chart defaults. The rest of the look is
templates/theme.css.

Neighbours in a stack stay apart for colour-blind readers (tests/reports holds that); what isn't known is hatched, so
it is told apart without colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
INK, MUTED, RULE, PAPER = "#1b2430", "#55606e", "#d5dbe3", "#ffffff"
HATCH = "#8b95a1"


@dataclass(frozen=True, slots=True)
class Paint:
    """A fill, the text colour that is readable on it, and the hatching (Plotly's pattern shape; empty = none)."""

    fill: str
    text: str = PAPER
    pattern: str = ""


CATEGORY_PAINTS: dict[str, Paint] = {
    "state_secondary": Paint("#2b6cb0"),
    "selective_secondary": Paint("#a8cdec", INK),
    "special": Paint("#35b79d", INK),
    "independent": Paint("#f2c14e", INK),
    "alternative_provision": Paint("#4b2a7b"),
    "home_educated": Paint("#b0407c"),
    "continuing_own_sixth_form": Paint("#12355b"),
    "school_sixth_form": Paint("#2b6cb0"),
    "sixth_form_college": Paint("#a8cdec", INK),
    "further_education": Paint("#35b79d", INK),
    "education_unspecified": Paint("#d3ece2", INK),
    "repeating": Paint("#3f4a57"),
    "higher_education": Paint("#3d2c7d"),
    "other_education": Paint("#855fc2"),
    "apprenticeship": Paint("#bf5209"),
    "employment": Paint("#f2c14e", INK),
    "gap_year": Paint("#d873aa", INK),
    "not_participating": Paint("#7d1128"),
    "left_england": Paint("#dccbb0", INK),
    "undecided": Paint("#e3e7ec", INK, "."),
    "unknown": Paint("#b4bcc6", INK, "/"),
}
OTHER_PAINT = Paint("#7b8794")
DISADVANTAGED = Paint("#bf5209")
NOT_DISADVANTAGED = Paint("#2b6cb0")
KNOWN, CONFIRMED, INTENDED_KNOWN = Paint("#2b6cb0"), Paint("#12355b"), Paint("#bf5209")


def paint_of(category: str) -> Paint:
    """The paint of a destination category; a category of tomorrow gets the neutral one."""
    return CATEGORY_PAINTS.get(category, OTHER_PAINT)


def base_layout(height: int) -> dict[str, Any]:
    """What all figures share: fonts, paper, no zooming (a finger must be able to scroll past), no animation."""
    return {
        "template": "none",
        "height": height,
        "font": {"family": FONT, "size": 12, "color": INK},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "margin": {"l": 13, "r": 20, "t": 4, "b": 28, "pad": 0},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": PAPER, "bordercolor": INK, "font": {"family": FONT, "size": 13, "color": INK}},
    }


def share_axis(top: float = 1.0) -> dict[str, Any]:
    """An axis of shares from 0 to `top`, written as percentages."""
    step = 0.25 if top > 0.5 else 0.1 if top > 0.2 else 0.05
    return {
        "range": [0, top],
        "tickmode": "linear",
        "tick0": 0,
        "dtick": step,
        "tickformat": ".0%",
        "fixedrange": True,
        "gridcolor": RULE,
        "zeroline": False,
        "tickfont": {"color": MUTED},
    }
