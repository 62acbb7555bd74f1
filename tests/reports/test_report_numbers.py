"""Every released number is on the page, in the table under its chart, and every percentage is rounded half up."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from html_page import Page
from report_sample import CYCLE, CYCLES, SCHOOL, frames

from reports.measures import Subject
from reports.numbers import Count, percent_of, points_between, signed, total
from reports.rates import measured

YEARS = (6, 11, 12, 13)


def shorts() -> dict[str, str]:
    return dict(frames().destination_categories.select("destination_category", "short_label").iter_rows())


def labels() -> dict[str, str]:
    return dict(frames().destination_categories.select("destination_category", "label").iter_rows())


def expected(row: dict[str, object]) -> str:
    if row["status"] != "published":
        return "c"
    pupils, cohort = int(str(row["pupils"])), int(str(row["cohort"]))
    return f"{pupils:,} {percent_of(pupils, cohort)}" if pupils else "0"


def total_rows(table: str, cycle: str, year: int, breakdown: tuple[str, str] = ("total", "total")) -> pl.DataFrame:
    frame: pl.DataFrame = getattr(frames(), table)
    return frame.filter(
        (pl.col("cycle") == cycle)
        & (pl.col("year_group") == year)
        & (pl.col("stage") == "final")
        & (pl.col("breakdown_topic") == breakdown[0])
        & (pl.col("breakdown") == breakdown[1])
    )


def check(found: dict[str, str], row: dict[str, object], column: str) -> None:
    if column in found:
        assert found[column] == expected(row), (column, row)
    else:
        assert row["pupils"] == 0, f"{column} has no column although somebody is in it"


@pytest.mark.parametrize("year", YEARS)
def test_every_schools_destinations_are_in_the_networks_table(network: Page, year: int) -> None:
    table = network.table(f"table-destinations-{year}")
    names = dict(frames().schools.select("school_id", "name").iter_rows())
    rows = total_rows("destinations_by_school", CYCLE, year).to_dicts()
    assert {names[row["school_id"]] for row in rows} < set(table)
    for row in rows:
        check(table[names[row["school_id"]]], row, shorts()[row["destination_category"]])
    for row in total_rows("destinations_by_network", CYCLE, year).iter_rows(named=True):
        check(table["Meridian Learning Trust"], row, shorts()[row["destination_category"]])


@pytest.mark.parametrize("year", YEARS)
def test_the_three_years_are_in_the_trend_table(network: Page, year: int) -> None:
    table = network.table(f"table-trend-{year}")
    for cycle in CYCLES:
        for row in total_rows("destinations_by_network", cycle, year).iter_rows(named=True):
            check(table[cycle], row, shorts()[row["destination_category"]])


@pytest.mark.parametrize("year", YEARS)
def test_the_disadvantage_table_has_both_groups_and_their_gap(network: Page, year: int) -> None:
    table = network.table(f"table-gap-{year}")
    groups = {
        code: {row["destination_category"]: row for row in rows.to_dicts()}
        for code in ("disadvantaged", "not_disadvantaged")
        if (rows := total_rows("destinations_by_network", CYCLE, year, ("disadvantage", code))).height
    }
    shown = 0
    for category, row in groups["disadvantaged"].items():
        found = table.get(labels()[category])
        if found:
            shown += 1
            other = groups["not_disadvantaged"][category]
            assert found["Disadvantaged"] == expected(row)
            assert found["Not disadvantaged"] == expected(other)
            one, two = (Count(entry["pupils"], entry["cohort"], entry["status"]) for entry in (row, other))
            assert found["Gap"] == signed(points_between(one, two))
    assert shown > 3


@pytest.mark.parametrize("year", (11, 12, 13))
def test_every_flow_of_a_school_is_in_the_matrix(school: Page, year: int) -> None:
    table = school.table(f"table-flow-{year}")
    flows = frames().intended_to_final.filter(
        (pl.col("cycle") == CYCLE) & (pl.col("year_group") == year) & (pl.col("school_id") == SCHOOL)
    )
    assert flows.height > 5
    for row in flows.iter_rows(named=True):
        found = table[labels()[row["intended_category"]]][shorts()[row["final_category"]]]
        assert found == (f"{row['pupils']:,}" if row["status"] == "published" else "c")


@pytest.mark.parametrize("year", YEARS)
def test_every_group_of_pupils_has_its_row(network: Page, year: int) -> None:
    table = network.table(f"table-groups-{year}")
    female = {
        row["destination_category"]: row
        for row in total_rows("destinations_by_network", CYCLE, year, ("sex", "female")).to_dicts()
    }
    for category, row in female.items():
        check(table["Female"], row, shorts()[category])


@pytest.mark.parametrize("year", YEARS)
def test_coverage_shows_cohort_known_and_confirmed_of_every_school(network: Page, year: int) -> None:
    table = network.table(f"table-coverage-{year}")
    names = dict(frames().schools.select("school_id", "name").iter_rows())
    rows = frames().coverage.filter((pl.col("cycle") == CYCLE) & (pl.col("year_group") == year))
    for row in rows.iter_rows(named=True):
        found = table[names[row["school_id"]]]
        stage = row["stage"].capitalize()
        assert found["Cohort"] == f"{row['cohort']:,}"
        assert found[f"{stage}: known"] == f"{row['known']:,} {percent_of(row['known'], row['cohort'])}"
        confirmed = found["Final: confirmed"]
        if stage == "Final":
            assert confirmed == (
                "c"
                if row["confirmed"] is None
                else f"{row['confirmed']:,} {percent_of(row['confirmed'], row['cohort'])}"
            )


def test_a_school_stands_beside_the_network(school: Page) -> None:
    table = school.table("table-destinations-11")
    assert list(table) == ["Westmoor Academy", "Meridian Learning Trust"]
    assert "(network " in school.by_id("figure-destinations-11").text


def test_rows_received_are_held_replaced_left_out_or_counted(network: Page) -> None:
    rows = network.table("table-rows")["Meridian Learning Trust"]
    numbers = {name: int(text.replace(",", "")) for name, text in rows.items()}
    assert numbers["Rows"] == numbers["Held"] + numbers["Replaced"] + numbers["Left out"] + numbers["Counted"]
    assert numbers["Rows"] == frames().conservation["rows"].sum()


def test_a_download_holds_the_same_counts_and_starts_no_formula(network: Page) -> None:
    text = network.downloads["table-destinations-11.csv"]
    assert "Meridian Learning Trust," in text
    row = total_rows("destinations_by_network", CYCLE, 11).sort("pupils", descending=True).to_dicts()[0]
    assert f",{row['pupils']},{percent_of(row['pupils'], row['cohort'])}" in text
    cells = [
        cell.strip('"') for csv in network.downloads.values() for line in csv.splitlines() for cell in line.split(",")
    ]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize(
    ("pupils", "cohort", "written"),
    [
        (1, 8, "13%"),
        (1, 200, "1%"),
        (125, 1000, "13%"),
        (1, 1000, "<1%"),
        (999, 1000, ">99%"),
        (0, 9, "0%"),
        (9, 9, "100%"),
        (3, 0, "–"),
    ],
)
def test_percentages_are_half_up_and_never_hide_somebody(pupils: int, cohort: int, written: str) -> None:
    assert percent_of(pupils, cohort) == written


def test_a_gap_is_taken_before_rounding() -> None:
    assert signed(points_between(Count(814, 1000), Count(866, 1000))) == "−5.2"
    assert signed(points_between(Count(1, 3), Count(1, 3))) == "0.0"
    assert signed(points_between(Count(None, 40, "suppressed"), Count(5, 10))) == "c"


def test_a_sum_is_hidden_as_soon_as_one_part_is() -> None:
    assert total([Count(7, 10), Count(8, 20)], 30) == Count(15, 30)
    assert total([Count(7, 10), Count(None, 20, "suppressed")], 30).text == "c"
    assert total([], 30).text == "–"


def test_a_school_of_which_a_measure_cannot_be_told_is_in_no_denominator() -> None:
    one, other = frames().measures_by_school.filter(
        (pl.col("cycle") == CYCLE) & (pl.col("year_group") == 11) & (pl.col("measure") == "known")
        & (pl.col("breakdown_topic") == "total") & (pl.col("status") == "published")
    ).head(2).to_dicts()  # fmt: skip
    untold = {**other, "pupils": None, "status": "not_available"}
    both = pl.DataFrame([one, untold], schema=frames().measures_by_school.schema)
    found = measured(
        replace(frames(), measures_by_school=both),
        Subject("", (one["school_id"], other["school_id"])),
        CYCLE,
        11,
        "known",
    )
    assert (found.pupils, found.cohort) == (one["pupils"], one["cohort"])
