"""Published tables become pupils that give every published figure back, whatever was suppressed."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.destination_types import destination_types
from domain.identifiers import upn_problem
from domain.rounding import percent_text
from pipelines.demo.completion import Impossible, Statement, complete
from pipelines.demo.extracts import COLUMNS, PublishedSchool, extract, write_extracts
from pipelines.demo.published import BREAKDOWNS, TABLES, Counts, expand_school, figures_of, missed, published_cells


def publish(counts: Counts, year_group: int) -> dict[str, str]:
    """A row of the published table for these pupils, nothing suppressed, percentages as the Department writes them."""
    table, figures, row = TABLES[year_group], figures_of(counts, year_group), {"SCHNAME": "Example School", "URN": "1"}
    for (breakdown, measure), pupils in figures.items():
        suffix, cohort = BREAKDOWNS[breakdown][0], figures[breakdown, "COHORT"]
        small = 0 < 200 * pupils < cohort
        row[f"{table.prefix}{measure}{suffix}"] = str(pupils)
        row[f"{table.prefix}{measure}PER{suffix}"] = "SP" if small else percent_text(pupils, cohort).replace("–", "0%")
    return row


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, Counts, dict[str, str]]:
    """A year group, pupils by (disadvantaged, code), and their published row with some of its cells suppressed."""
    year_group = draw(st.sampled_from([11, 13]))
    codes = [code for code, _ in TABLES[year_group].leaves.values()]
    pupils = st.one_of(st.just(0), st.integers(0, 6), st.integers(0, 300))
    unknown = draw(st.booleans())
    counts = {
        (value, code): draw(pupils) if unknown or value != "not_known" else 0
        for value in BREAKDOWNS["total"][1]
        for code in codes
    }
    row = publish(counts, year_group)
    hidden = draw(st.sets(st.sampled_from(sorted(set(row) - {"SCHNAME", "URN"}))))
    return year_group, counts, {column: "SUPP" if column in hidden else text for column, text in row.items()}


@settings(deadline=None, max_examples=150)
@given(tables())
def test_an_expansion_gives_back_every_published_cell(example: tuple[int, Counts, dict[str, str]]) -> None:
    year_group, _, row = example
    expanded = expand_school(row, year_group)
    assert missed(published_cells(row, year_group), figures_of(expanded, year_group)) == []
    assert all(pupils > 0 for pupils in expanded.values())


@settings(deadline=None, max_examples=50)
@given(tables())
def test_nothing_suppressed_leaves_nothing_to_choose(
    example: tuple[int, Counts, dict[str, str]],
) -> None:
    year_group, counts, _ = example
    expanded = expand_school(publish(counts, year_group), year_group)
    assert expanded == {key: pupils for key, pupils in counts.items() if pupils}


@settings(deadline=None, max_examples=50)
@given(tables())
def test_an_expansion_is_the_same_every_time(example: tuple[int, Counts, dict[str, str]]) -> None:
    year_group, _, row = example
    assert expand_school(row, year_group) == expand_school(row, year_group)


@given(tables(), st.sampled_from(["COHORT", "EDUCATION", "FE"]))
@settings(deadline=None, max_examples=50)
def test_a_contradiction_is_an_error_that_names_the_school_and_the_cell(
    example: tuple[int, Counts, dict[str, str]], name: str
) -> None:
    year_group, counts, _ = example
    row, column = publish(counts, year_group), f"{TABLES[year_group].prefix}{name}"
    row[column] = str(int(row[column]) + 7)
    with pytest.raises(Impossible, match=rf"Example School \(1\), Year {year_group}: .*{column}"):
        expand_school(row, year_group)


def test_a_suppressed_pair_is_completed_from_its_totals() -> None:
    row = {
        "COHORT": "10",
        "OVERALL_DEST": "9",
        "EDUCATION": "9",
        "FE": "SUPP",
        "SCH_6TH": "6",
        "SIXTH_COL": "SUPP",
        "OTHER_EDU": "0",
    }
    row |= {
        "APPREN": "0",
        "EMPLOYMENT": "0",
        "NOT_SUSTAINED": "1",
        "UNKNOWN": "0",
        "FEPER": "20%",
        "COHORT_DIS": "4",
        "COHORT_NONDIS": "6",
    }
    expanded = expand_school(row, 11)
    figures = figures_of(expanded, 11)
    assert (figures["total", "FE"], figures["total", "SIXTH_COL"]) == (2, 1)
    assert sum(pupils for (value, _), pupils in expanded.items() if value == "yes") == 4


def test_a_small_percentage_is_at_least_one_pupil_and_below_half_a_percent() -> None:
    row = {"COHORT": "500", "FEPER": "SP", "SCH_6TH": "480"}
    figures = figures_of(expand_school(row, 11), 11)
    assert 1 <= figures["total", "FE"] <= 2


def test_a_row_without_a_published_cell_gives_nobody() -> None:
    assert expand_school({"COHORT": "SUPP", "FE": "SUPP", "COHORT_DIS": "NA"}, 11) == {}


def test_whole_numbers_that_do_not_exist_are_an_error() -> None:
    halves = Statement({"a": 2}, 1, 1, "twice a is one")
    with pytest.raises(Impossible, match="twice a is one"):
        complete(["a"], [halves])


@pytest.mark.parametrize("year_group", TABLES)
def test_every_leaf_is_the_category_that_its_code_has_in_that_year_group(year_group: int) -> None:
    types = {
        (code, year): category
        for code, year, category in destination_types().select("code", "year_group", "destination_category").iter_rows()
    }
    for code, category in TABLES[year_group].leaves.values():
        assert types[code, year_group] == category


def test_a_cohort_above_a_thousand_still_has_valid_pupil_numbers_of_its_own() -> None:
    school = PublishedSchool("example-1", "Example", "1", "2024999", {})
    upns: list[str] = []
    for year_group in (11, 13):
        data = extract(school, "2022-23", year_group, {("yes", "FE_COLLEGE"): 1500, ("not_known", "UNKNOWN"): 900})
        rows = list(csv.DictReader(io.StringIO(data.decode())))
        upns += [row["upn"] for row in rows]
        births = {date.fromisoformat(row["date_of_birth"]) for row in rows}
        assert min(births) >= date(2023 - year_group - 6, 9, 1) and max(births) <= date(2023 - year_group - 5, 8, 31)
    assert len(set(upns)) == 4800
    assert not [upn for upn in upns if upn_problem(upn)]


def test_extracts_lie_where_schools_drop_them(tmp_path: Path) -> None:
    row = publish({("yes", "FE_COLLEGE"): 3, ("no", "SIXTH_FORM"): 4, ("not_known", "UNKNOWN"): 1}, 11)
    school = PublishedSchool("example-1", "Example", "1", "2024999", {11: row})
    (path,) = write_extracts(tmp_path, [school], "2022-23")
    assert path == tmp_path / "inbox/example-1/2022-23/Y11-final/destinations.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text())))
    assert tuple(rows[0]) == COLUMNS
    assert sorted((row["disadvantaged"], row["destination_type"]) for row in rows) == sorted(
        [("yes", "FE_COLLEGE")] * 3 + [("no", "SIXTH_FORM")] * 4 + [("", "UNKNOWN")]
    )
    assert (tmp_path / "schools.csv").read_text().splitlines()[1].startswith("example-1,Example,1,2024999,secondary,no")
