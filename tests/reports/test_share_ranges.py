"""Where a headline rate is hidden, the ends between which it lies for all that is shown stand in its place, with their
ids; ends that are far apart don't."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import polars as pl
import pytest
from html_page import Page
from report_sample import CYCLE, SCHOOL, context, frames

from assets.verification.page import numbers_of
from reports import trace
from reports.frames import ReportFrames
from reports.governor_sheet import render_governor_sheet
from reports.network import render_network_report
from reports.numbers import Count
from reports.school import render_school_report
from reports.share_ranges import between, is_told, span

NAME, NETWORK = "Westmoor Academy", "Meridian Learning Trust"
CELL = f"release.measures_by_school/{CYCLE}/{SCHOOL}/11/total/total/eet"
ENDS = {f"share({CELL}#at_least)", f"share({CELL}#at_most)"}


def hidden(low: int, high: int) -> ReportFrames:
    """The sample, of which the school's Year 11 rate is hidden, and how many are in employment with it; the cohort of the
    rate is 200."""
    own = {"cycle": CYCLE, "school_id": SCHOOL, "year_group": 11, "breakdown_topic": "total"}
    here = pl.all_horizontal(*(pl.col(name) == value for name, value in own.items()))
    rate = here & (pl.col("measure") == "eet")
    measures = frames().measures_by_school.with_columns(
        pl.when(rate).then(pl.lit("suppressed")).otherwise("status").alias("status"),
        pl.when(rate).then(200).otherwise("cohort").alias("cohort"),
        pl.when(rate).then(low).alias("at_least"),
        pl.when(rate).then(high).alias("at_most"),
    )
    work = here & (pl.col("participation") == "employment")
    participations = frames().participation_by_school.with_columns(
        pl.when(work).then(pl.lit("suppressed")).otherwise("status").alias("status")
    )
    return replace(frames(), measures_by_school=measures, participation_by_school=participations)


@cache
def school_page(low: int, high: int) -> Page:
    return Page(render_school_report(hidden(low, high), context(), SCHOOL))


def words(page: Page, id: str) -> str:
    return " ".join(page.by_id(id).text.split())


def test_the_lower_end_is_rounded_down_and_the_upper_one_up() -> None:
    count = Count(None, 200, "suppressed", f"{CELL}#pupils", at_least=175, at_most=187)  # 87.5% to 93.5%
    assert trace.plain(between(count)) == "between 87% and 94%"
    assert trace.plain(span(count)) == "87% to 94%"
    assert {id for id, _ in trace.cells_in(between(count))} == ENDS


@pytest.mark.parametrize(
    ("low", "high", "cohort", "told"), [(160, 200, 200, True), (159, 200, 200, False), (2, 3, None, False)]
)
def test_a_range_is_told_where_it_is_at_most_20_points_wide_and_the_cohort_is_shown(
    low: int, high: int, cohort: int | None, told: bool
) -> None:
    assert is_told(Count(None, cohort, "suppressed", at_least=low, at_most=high)) is told


def test_a_count_that_is_shown_or_of_which_nothing_is_told_has_no_range() -> None:
    assert not is_told(Count(170, 200, at_least=165, at_most=180))
    assert not is_told(Count(None, 200, "suppressed"))


def test_the_card_of_the_year_group_says_the_range_and_why() -> None:
    card = words(school_page(175, 187), "key-numbers")
    assert "between 87% and 94%" in card
    assert "the share is hidden: small counts are part of it; the other figures tell no more than this range" in card


def test_a_bar_without_a_dot_is_drawn_and_its_table_says_the_same() -> None:
    page = school_page(175, 187)
    drawing = page.drawings["rates-11-eet"]
    bar = next(line for line in drawing["data"] if line["mode"] == "lines")  # type: ignore[attr-defined]
    assert bar["x"] == [0.875, 0.935, None]
    assert [point[-1] for point in bar["customdata"]] == [f"{CELL}#at_least", *[f"{CELL}#at_most"] * 2]
    dots = [point[0] for line in drawing["data"] if line["mode"] == "markers" for point in line["customdata"]]  # type: ignore[attr-defined]
    assert NAME not in dots and NETWORK in dots
    assert page.table("table-rates-11-eet")[NAME]["Pupils"] == "c 87% to 94%"
    assert "87% to 94%" in page.downloads["table-rates-11-eet.csv"]


def test_the_networks_page_draws_it_too() -> None:
    page = Page(render_network_report(hidden(175, 187), context()))
    assert page.table("table-rates-11-eet")[NAME]["Pupils"] == "c 87% to 94%"


def test_the_governor_sheet_says_it_beside_the_network() -> None:
    page = Page(render_governor_sheet(hidden(175, 187), context(), SCHOOL))
    row = next(row for row in page.table_of("headlines-caption") if "between 87% and 94%" in row)
    assert row[0] == "In education, employment or training"
    assert any(bar.attributes.get("aria-label", "").startswith("School between 87% and 94%") for bar in page.all("svg"))
    assert "Where it says between, the share is hidden" in page.by_id("main").text


def test_every_number_of_a_range_names_its_cell() -> None:
    found, bare = numbers_of(school_page(175, 187).source)
    shown = {(number.id, number.shown) for number in found if number.id in ENDS}
    assert shown == {(f"share({CELL}#at_least)", "87%"), (f"share({CELL}#at_most)", "94%")}
    assert not [text for text in bare if "between" in text]


def test_ends_that_are_far_apart_are_not_told() -> None:
    page = school_page(120, 187)
    assert "between 60%" not in page.source and "#at_least" not in page.source
    assert "in education, employment or training" in words(page, "key-numbers").partition("Not shown")[2]
    assert page.table("table-rates-11-eet")[NAME]["Pupils"] == "c"
