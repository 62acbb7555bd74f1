"""The public page: three years beside each other, what the public may see and nothing that leaders see, fit to be copied
into another page.
"""

from __future__ import annotations

import re
from dataclasses import replace

import polars as pl
import pytest
from html_page import Page
from pack_sample import OTHER, PUBLIC, SCHOOL, context, frames

from reports import trace
from reports.website_page import render_website_page

TABLE = "destinations-11-total"


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(render_website_page(frames(), context(), SCHOOL))


def test_each_year_stands_beside_the_others_with_share_and_count(page: Page) -> None:
    rows = page.table(TABLE)
    assert rows["School sixth form"] == {"2024": "53% (80)", "2025": "50% (75)", "2026": "47% (70)"}
    assert rows["Pupils"] == dict.fromkeys(("2024", "2025", "2026"), "150")


def test_a_hidden_number_is_a_star_and_the_star_is_explained(page: Page) -> None:
    assert page.table(TABLE)["Apprenticeship"] == {"2024": "*", "2025": "0", "2026": "*"}
    assert "* Not shown, to protect pupils" in page.source


def test_without_a_hidden_number_there_is_no_star() -> None:
    found = frames()
    shown = found.public_destinations.filter(pl.col("status") == "published")
    source = render_website_page(replace(found, public_destinations=shown), context(), SCHOOL)
    assert "* Not shown" not in source


def test_only_public_cells_are_on_it(page: Page) -> None:
    ids = {element.attributes["data-cell"] for element in page.all("data")}
    tables = {re.sub(r"^(?:\w+\()*", "", id).split("/")[0] for id in ids}
    assert tables == {"release.public_destinations"}
    shown = {
        trace.cell("release.public_destinations", (cycle, SCHOOL, 11, "total", "total", category))
        for cycle, found in PUBLIC.items()
        for category, pupils in found.items()
        if pupils is not None
    }
    assert {id for id in ids if id.endswith("#pupils")} == shown


def test_what_nobody_did_is_one_sentence() -> None:
    nobody = frames().public_destinations.with_columns(
        pl.when(pl.col("destination_category") == "apprenticeship").then(0).otherwise(pl.col("pupils")).alias("pupils"),
        pl.when(pl.col("destination_category") == "apprenticeship")
        .then(pl.lit("published"))
        .otherwise(pl.col("status"))
        .alias("status"),
    )
    page = Page(render_website_page(replace(frames(), public_destinations=nobody), context(), SCHOOL))
    assert "Apprenticeship" not in page.table(TABLE)
    assert "Nobody in these years: Apprenticeship." in page.source


def test_a_group_of_which_nothing_may_be_told_is_left_out() -> None:
    hidden = frames().public_destinations.with_columns(pl.lit("suppressed").alias("status"))
    source = render_website_page(replace(frames(), public_destinations=hidden), context(), SCHOOL)
    assert "<table" not in source and "There are no numbers yet" in source
    assert "There are no numbers yet" in render_website_page(frames(), context(), OTHER)


def test_the_fragment_stands_by_itself_and_touches_nothing_else(page: Page) -> None:
    fragment = page.source.split("<!-- Copy from here … -->")[1].split("<!-- … to here. -->")[0]
    style = re.search(r"<style>(.*?)</style>", fragment, re.DOTALL)
    assert style and all(
        rule.strip().startswith(".leavers-destinations ") for rule in style[1].split("}") if rule.strip()
    )
    assert Page(fragment).problems == [] and "<script" not in fragment and "://" not in fragment
    assert "<h1" not in fragment and len(page.source) < 20_000


def test_nothing_for_leaders_is_on_it(page: Page) -> None:
    words = ("floor", "intervals", "in the network", "governor", "build", "edition")
    assert [word for word in words if word in page.source] == []


def test_the_departments_measures_are_told_apart(page: Page) -> None:
    assert "They are not the Department for Education's destination measures" in page.source
