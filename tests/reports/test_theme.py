"""Colours can be told apart by colour-blind readers where they touch, and words can be read on them."""

from __future__ import annotations

import re
from itertools import pairwise
from math import sqrt
from pathlib import Path

import pytest

from domain.destination_types import destination_types
from domain.package_data import table
from reports.theme import CATEGORY_PAINTS, CONFIRMED, DISADVANTAGED, KNOWN, NOT_DISADVANTAGED, Paint, dark_paints

# How a reader without red, green or blue cones sees linear RGB (Machado, Oliveira and Fernandes 2009, full strength).
SIGHT = {
    "all colours": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def linear(fill: str) -> list[float]:
    parts = [int(fill[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def lab(fill: str, sight: str) -> tuple[float, float, float]:
    red, green, blue = (sum(a * b for a, b in zip(row, linear(fill), strict=True)) for row in SIGHT[sight])
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (max(part, 0) ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def distance(one: Paint, other: Paint, sight: str) -> float:
    return sqrt(sum((a - b) ** 2 for a, b in zip(lab(one.fill, sight), lab(other.fill, sight), strict=True)))


def contrast(one: str, other: str) -> float:
    light, dark = sorted(
        (0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (linear(one), linear(other))), reverse=True
    )
    return (light + 0.05) / (dark + 0.05)


def stack(year_group: int) -> list[str]:
    types = destination_types()
    valid = set(types.filter(types["year_group"] == year_group)["destination_category"].drop_nulls())
    ordered = table("destination_categories")["destination_category"]
    return [code for code in ordered if code in valid or (year_group == 12 and code == "continuing_own_sixth_form")]


def test_every_destination_category_has_its_own_paint() -> None:
    assert set(CATEGORY_PAINTS) == set(table("destination_categories")["destination_category"])


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("year_group", [6, 11, 12, 13])
def test_neighbours_in_a_stack_can_be_told_apart(year_group: int, sight: str) -> None:
    # A category that is empty has no part, so the next but one is a neighbour too; what is hatched needs no colour.
    order = stack(year_group)
    for one, other in [*pairwise(order), *zip(order, order[2:], strict=False)]:
        paints = CATEGORY_PAINTS[one], CATEGORY_PAINTS[other]
        if not any(paint.pattern for paint in paints):
            assert distance(*paints, sight) > 20, (one, other)


@pytest.mark.parametrize("sight", SIGHT)
def test_dots_that_are_compared_can_be_told_apart(sight: str) -> None:
    assert distance(DISADVANTAGED, NOT_DISADVANTAGED, sight) > 20
    assert distance(KNOWN, CONFIRMED, sight) > 20


@pytest.mark.parametrize("category", CATEGORY_PAINTS)
def test_a_count_can_be_read_on_its_colour(category: str) -> None:
    paint = CATEGORY_PAINTS[category]
    assert contrast(paint.fill, paint.text) >= 4.5


def test_what_is_too_dark_for_the_dark_page_is_lightened_there() -> None:
    rules = dark_paints()
    for fill in {paint.fill for paint in (*CATEGORY_PAINTS.values(), KNOWN, CONFIRMED, DISADVANTAGED)}:
        if contrast(fill, "#12171e") < 3:
            light = re.search(rf'\.swatch \[fill="{fill}"\]{{fill:(#\w+)}}', rules)
            assert light and contrast(light.group(1), "#12171e") >= 3, fill


def test_words_can_be_read_on_paper_and_on_the_dark_page() -> None:
    style = (Path(__file__).parents[2] / "reports/templates/theme.css").read_text("utf-8")
    light, dark = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", part)) for part in style.split("@media", 2)[:2])
    assert set(dark) == set(light)
    for colours in (light, dark):
        for ink in ("ink", "muted", "accent", "bad", "warn", "good"):
            for paper in ("paper", "wash", *([f"{ink}-wash"] if f"{ink}-wash" in colours else [])):
                assert contrast(colours[ink], colours[paper]) >= 4.5, (ink, paper)
        assert contrast(colours["focus"], colours["paper"]) >= 3
