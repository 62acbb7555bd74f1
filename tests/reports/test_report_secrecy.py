"""What is hidden is nowhere on the page: not in a table, a title, a hover text, a figure's data or a download."""

from __future__ import annotations

import base64
import re

import polars as pl
import pytest
from html_page import Page
from report_sample import CYCLE, SCHOOL, context, frames, tables

from reports.frames import ReportFrames
from reports.network import render_network_report
from reports.school import render_school_report

MARK = 738251


def marked() -> ReportFrames:
    """The sample as a careless caller might hand it over: an unlikely number in each hidden cell."""

    def mark(frame: pl.DataFrame) -> pl.DataFrame:
        if not {"pupils", "status"} <= set(frame.columns):
            return frame
        hidden = pl.col("status") != "published"
        columns = [pl.when(hidden).then(MARK).otherwise("pupils").cast(pl.Int64).alias("pupils")]
        if "share" in frame.columns:
            columns.append(pl.when(hidden).then(MARK / 1_000_000).otherwise("share").alias("share"))
        return frame.with_columns(columns)

    return ReportFrames(**{name: mark(frame) for name, frame in tables().items()})


def everything(page: str) -> str:
    """The page's own text with its downloads read out."""
    own = Page(page).without_plotly
    return own + "".join(
        base64.b64decode(found).decode("utf-8", "replace") for found in re.findall(r"base64,([A-Za-z0-9+/=]+)", own)
    )


@pytest.mark.parametrize("whose", ["network", "school"])
def test_a_hidden_number_is_nowhere_in_the_page_even_where_the_caller_left_it_in(whose: str) -> None:
    source = marked()
    assert (tables()["destinations_by_school"]["status"] == "suppressed").sum() > 500
    page = (
        render_network_report(source, context())
        if whose == "network"
        else render_school_report(source, context(), SCHOOL)
    )
    text = everything(page)
    assert str(MARK) not in text
    assert f"{MARK:,}" not in text
    assert "738251" not in text and "0.73825" not in text


def test_the_page_is_the_same_whether_the_hidden_number_was_left_in_or_not(network: Page) -> None:
    assert render_network_report(marked(), context()) == network.source


def test_a_bar_is_drawn_from_published_counts_only(school: Page) -> None:
    drawing = school.drawings["destinations-11"]
    published = frames().destinations_by_school.filter(
        (pl.col("cycle") == CYCLE)
        & (pl.col("school_id") == SCHOOL)
        & (pl.col("year_group") == 11)
        & (pl.col("stage") == "final")
        & (pl.col("breakdown_topic") == "total")
        & (pl.col("status") == "published")
        & (pl.col("pupils") > 0)
    )
    drawn = [trace for trace in drawing["data"] if any(row[0] == "Westmoor Academy" for row in trace["customdata"])]  # type: ignore[attr-defined, index]
    assert len(drawn) == published.height


def test_the_flow_is_drawn_from_published_flows_only(network: Page) -> None:
    (trace,) = network.drawings["flow-11"]["data"]  # type: ignore[misc]
    published = frames().intended_to_final_by_network.filter(
        (pl.col("cycle") == CYCLE) & (pl.col("year_group") == 11) & (pl.col("status") == "published")
    )
    drawn = sum(trace["link"]["value"])  # type: ignore[index]
    assert drawn == published["pupils"].sum()
    assert f"the others, of {drawn:,} pupils, are drawn." in network.by_id("figure-flow-11").text


def test_a_flow_of_which_every_change_is_hidden_is_a_sentence_not_a_drawing_of_no_change(school: Page) -> None:
    flows = frames().intended_to_final.filter((pl.col("cycle") == CYCLE) & (pl.col("school_id") == SCHOOL))
    for year_group in (11, 12, 13):
        moved = flows.filter(
            (pl.col("year_group") == year_group)
            & (pl.col("status") == "published")
            & (pl.col("pupils") > 0)
            & (pl.col("intended_category") != pl.col("final_category"))
        )
        assert (f"flow-{year_group}" in school.drawings) == (moved.height > 0)
    assert "flow-11" not in school.drawings
    assert "Every change of plan is of too few pupils to be shown." in school.by_id("flow").text


@pytest.mark.parametrize("whose", ["school", "primary"])
def test_groups_too_small_to_be_told_have_no_row_and_no_size(whose: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(whose)
    sizes = 0
    for table in (element.attributes["id"] for element in page.all("table")):
        if table.startswith(("table-groups", "table-gap")):
            cohorts = [row["Cohort"] for row in page.table(table).values() if "Cohort" in row]
            assert all(int(cohort.replace(",", "")) > 5 for cohort in cohorts)
            sizes += len(cohorts)
    assert sizes > 5
    assert "Not shown, as they have at most 5 pupils: " in page.by_id("groups").text


def test_flow_nodes_stand_strictly_inside_and_are_at_most_a_dozen_a_side(network: Page) -> None:
    for id in ("flow-6", "flow-11", "flow-12", "flow-13"):
        node = network.drawings[id]["data"][0]["node"]  # type: ignore[index]
        assert all(0 < place < 1 for place in [*node["x"], *node["y"]])
        assert max(sum(x < 0.5 for x in node["x"]), sum(x > 0.5 for x in node["x"])) <= 12


def test_a_sum_of_schools_is_hidden_where_a_school_is(network: Page) -> None:
    table = network.table("table-destinations-11")
    schools = [row for name, row in table.items() if name.endswith("Academy")]
    for column, text in table["Secondary schools together"].items():
        if any(row[column] == "c" for row in schools):
            assert text == "c", column


def test_hidden_cells_are_marked_and_the_mark_is_explained(page: Page) -> None:
    assert ">c</abbr>" in page.source
    assert "hidden to protect pupils" in page.by_id("definitions").text
