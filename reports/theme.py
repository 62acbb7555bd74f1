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
# One series alone, the network beside it, and what calls for a look.
RATE, NETWORK, NOTED = Paint("#2b6cb0"), Paint("#12355b"), Paint("#bf5209")
# Between which ends a hidden share lies.
ENDS = Paint(HATCH, INK)
_SERIES = (OTHER_PAINT, DISADVANTAGED, NOT_DISADVANTAGED, KNOWN, CONFIRMED, INTENDED_KNOWN, RATE, NETWORK, NOTED)


# What is too dark to be seen on the dark page is drawn lighter there; bars keep their colour, as counts stand on them.
_DARK_PAPER, _LIGHTER = "#12171e", 0.52
_SEEN = 3.2


def dark_paints() -> str:
    """The style rules by which dots, lines and swatches of dark paints are lightened on the dark page."""
    paints = sorted({paint.fill for paint in (*CATEGORY_PAINTS.values(), *_SERIES)})
    rules = []
    for fill in paints:
        if contrast(fill, _DARK_PAPER) >= _SEEN:
            continue
        red, green, blue = _parts(fill)
        light = "#" + "".join(f"{round(part + (255 - part) * _LIGHTER):02x}" for part in (red, green, blue))
        inline = f'[style*="rgb({red}, {green}, {blue})"]'
        rules.append(f".chart .scatterlayer path{inline}{{fill:{light}!important;stroke:{light}!important}}")
        rules.append(f'.swatch [fill="{fill}"]{{fill:{light}}}.swatch [stroke="{fill}"]{{stroke:{light}}}')
    return "@media screen and (prefers-color-scheme: dark) {\n" + "\n".join(rules) + "\n}"


def contrast(one: str, other: str) -> float:
    """How far two colours lie apart in lightness, as WCAG 2 counts it: 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _parts(fill: str) -> tuple[int, int, int]:
    return int(fill[1:3], 16), int(fill[3:5], 16), int(fill[5:7], 16)


def _luminance(fill: str) -> float:
    shares = (part / 255 for part in _parts(fill))
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def paint_of(category: str) -> Paint:
    """The paint of a destination category; a category of tomorrow gets the neutral one."""
    return CATEGORY_PAINTS.get(category, OTHER_PAINT)


def base_layout(height: int) -> dict[str, Any]:
    """What all figures share: fonts, paper, no zooming (a finger must be able to scroll past), no animation."""
    return {
        "height": height,
        "font": {"family": FONT, "size": 12, "color": INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 13, "r": 20, "t": 4, "b": 28, "pad": 0},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": PAPER, "bordercolor": INK, "font": {"family": FONT, "size": 13, "color": INK}},
    }


def share_axis(top: float = 1.0, bottom: float = 0.0) -> dict[str, Any]:
    """An axis of shares from `bottom` to `top`, written as percentages."""
    width = top - bottom
    step = 0.25 if width > 0.65 else 0.2 if width > 0.5 else 0.1 if width > 0.2 else 0.05
    return {
        "range": [bottom, top],
        "tickmode": "linear",
        "tick0": 0,
        "dtick": step,
        "tickformat": ".0%",
        "fixedrange": True,
        "gridcolor": RULE,
        "zeroline": False,
        "tickfont": {"color": MUTED},
    }
