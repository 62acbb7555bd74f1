"""The network's two packs: schools below the floor are named first, every number is a released cell's, what is hidden
stays hidden, and the next steps follow from the day.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import polars as pl
import pytest
from html_page import Page
from hypothesis import given
from hypothesis import strategies as st
from pack_sample import MEASURES, OTHER, SCHOOL, context, frames, with_measure

from reports import trace
from reports.numbers import Count
from reports.packs_network import below_sentence, is_below, next_steps
from reports.packs_parts import stacked
from reports.six_weeks_pack import render_six_weeks_pack
from reports.stock_take_pack import render_stock_take_pack

IN_TIME = date(2026, 9, 21)


@pytest.fixture(scope="module")
def six_weeks() -> Page:
    return Page(render_six_weeks_pack(frames(), context(IN_TIME)))


@pytest.fixture(scope="module")
def stock_take() -> Page:
    return Page(render_stock_take_pack(frames(), context(date(2026, 3, 10))))


def test_a_row_tells_of_a_school_what_its_cells_tell(six_weeks: Page) -> None:
    row = six_weeks.table("known-11")["Westmoor Academy"]
    assert (row["Cohort"], row["Known"], row["Confirmed"], row["Not known"]) == ("150", "95% (142)", "87% (130)", "8")
    # 12 attempts to reach 8 pupils
    assert row["Attempts per pupil not known"] == "1.5"
    assert six_weeks.table("known-13")["Westmoor Academy"]["Attempts per pupil not known"] == "–"


def test_attempts_are_traced_to_the_attempts_over_the_pupils_not_known(six_weeks: Page) -> None:
    attempts = trace.cell("release.quality", ("2025-26", SCHOOL, 11, "final"), "attempts_on_unknown")
    unknown = trace.row("release.measures_by_school", ("2025-26", SCHOOL, 11, "total", "total", "unknown"))
    ids = [element.attributes["data-cell"] for element in six_weeks.all("data") if element.text == "1.5"]
    assert ids == [f"ratio(of({attempts},{unknown}#cohort),{unknown}#pupils)"]


def test_where_it_is_hidden_how_many_are_not_known_so_are_the_attempts() -> None:
    page = Page(render_six_weeks_pack(with_measure((SCHOOL, 11, "unknown"), None, 150), context(IN_TIME)))
    row = page.table("known-11")["Westmoor Academy"]
    assert (row["Not known"], row["Attempts per pupil not known"]) == ("c", "c")


def test_who_is_below_the_floor_is_named_first(six_weeks: Page) -> None:
    rows = list(six_weeks.table("known-11"))
    assert rows == ["Meridian Learning Trust", "Westmoor Academy", "Valebrook Academy"]
    assert "1 of 2 schools is below 95% known: Westmoor Academy (94.7%)." in six_weeks.by_id("main").text


def test_leavers_during_the_year_stand_where_there_are_such(six_weeks: Page) -> None:
    assert "Left in the year" not in six_weeks.table("known-11")["Westmoor Academy"]
    row = six_weeks.table("known-13")["Westmoor Academy"]
    assert (row["Left in the year"], row["… recorded"], row["… overdue"]) == ("7", "7", "0")


def test_the_stock_take_tells_who_needed_who_had_and_who_waits(stock_take: Page) -> None:
    row = stock_take.table("guidance-11")["Westmoor Academy"]
    assert (row["Guidance needed"], row["Held"], row["Outstanding"]) == ("30", "24", "6")
    assert "needed for 16% (40 of 250) of Year 11; it has been held with 85% (34 of 40) of them." in (
        stock_take.by_id("main").text
    )


def test_the_networks_known_are_the_schools_added_up_with_their_cells(stock_take: Page) -> None:
    assert stock_take.table("guidance-11")["Meridian Learning Trust"]["Plan known"] == "96% (240)"
    ids = [element.attributes["data-cell"] for element in stock_take.all("data") if element.text == "240"]
    both = [trace.cell("release.coverage", ("2025-26", school, 11, "intended"), "known") for school in (OTHER, SCHOOL)]
    assert ids == [trace.added(both)]


def test_before_the_stock_take_opens_the_pack_says_when_it_does() -> None:
    found = frames()
    untold = found.measures_by_network.with_columns(
        pl.lit(None, pl.Int64).alias("pupils"), pl.lit("not_available").alias("status")
    )
    page = Page(render_stock_take_pack(replace(found, measures_by_network=untold), context(date(2026, 1, 10))))
    assert "The stock-take opens on 23 February 2026." in page.by_id("main").text


def test_a_hidden_count_draws_no_bar_and_is_in_no_attribute() -> None:
    page = Page(render_stock_take_pack(with_measure((SCHOOL, 11, "guidance_held"), None, 30), context()))
    row = page.table("guidance-11")["Westmoor Academy"]
    assert (row["Held"], row["Share held"]) == ("c", "")
    labels = [element.attributes.get("aria-label", "") for element in page.all("svg")]
    assert "Held 80%" not in labels and "Held 100%" in labels


def test_a_bar_of_parts_is_drawn_only_if_all_of_them_are_shown() -> None:
    shown, hidden = Count(6, 10), Count(None, 10, "suppressed")
    assert stacked([("Known", shown, "first"), ("undecided", hidden, "second")]) is None
    bar = stacked([("Known", shown, "first"), ("undecided", Count(3, 10), "second")])
    assert bar and bar.label == "Known 60%, undecided 30%"
    assert bar.boxes == [(0, 60, "first"), (60, 30, "second")]


def test_the_foot_tells_which_checks_failed_with_their_cells(six_weeks: Page) -> None:
    footer = next(element for element in six_weeks.elements if element.tag == "footer")
    assert "3 of 4 checks of the network's data passed; to look at:" in " ".join(footer.text.split())
    assert "Unknown within limits" in footer.text and "Upn check letter" not in footer.text
    ids = {element.attributes["data-cell"] for element in six_weeks.all("data") if "footer" in element.ancestors}
    failed = {f"ops.checks/2025-26/unknown_within_limits#{column}" for column in ("checked", "failed")}
    assert failed < ids and all(id.startswith("count_of(") for id in ids - failed)


@pytest.mark.parametrize(
    ("day", "first", "number"),
    [
        (date(2026, 9, 21), "24 September 2026", 5),
        (date(2026, 10, 10), "1 November 2026", 2),
        (date(2027, 1, 5), "", 0),
    ],
)
def test_only_what_can_still_be_done_is_asked_for_soonest_first(day: date, first: str, number: int) -> None:
    page = Page(render_six_weeks_pack(frames(), context(day)))
    found = [element.text for element in page.all("li")]
    assert len(found) == number
    assert not number or f"by {first}" in found[0]
    assert number or "The days for this have passed." in page.by_id("main").text


def test_a_step_on_the_day_itself_still_counts() -> None:
    steps = [("september_guarantee", "an offer for everybody")]
    assert [step.by for step in next_steps(context(date(2026, 9, 30)), steps)] == ["30 September 2026"]
    assert next_steps(context(date(2026, 10, 1)), steps) == []


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 5)), min_size=1, max_size=12))
def test_the_sentence_names_exactly_those_below_the_floor(counts: list[tuple[int, int]]) -> None:
    known = [(f"School {n}", Count(pupils, pupils + rest)) for n, (pupils, rest) in enumerate(counts)]
    low = [
        name for name, count in known if count.cohort and Fraction(count.pupils or 0, count.cohort) < Fraction("0.95")
    ]
    sentence = trace.plain(below_sentence(known, context()))
    assert [name for name, count in known if is_below(count, Fraction("0.95"))] == low
    assert sentence.startswith(f"{len(low)} of" if low else "No school of")
    assert all(f"{name} (" in sentence for name in low[:8])
    assert len(low) <= 8 or f"and {len(low) - 8} more." in sentence


def test_every_number_in_the_tables_is_traced(six_weeks: Page, stock_take: Page) -> None:
    for page in (six_weeks, stock_take):
        cells = [
            element for element in page.all("td") if "table" in element.ancestors and "footer" not in element.ancestors
        ]
        numbers = sum(any(letter.isdigit() for letter in cell.text) for cell in cells)
        traced = [e for e in page.all("data") if "td" in e.ancestors and "footer" not in e.ancestors]
        assert len(traced) >= numbers > 15
        assert all(
            element.attributes["data-cell"].count("(") == element.attributes["data-cell"].count(")")
            for element in traced
        )


def test_the_packs_name_schools_only_and_are_the_same_every_time(six_weeks: Page, stock_take: Page) -> None:
    assert six_weeks.problems == stock_take.problems == []
    assert "<script" not in six_weeks.source + stock_take.source
    assert six_weeks.source == render_six_weeks_pack(frames(), context(IN_TIME))
    assert {key[0] for key in MEASURES if key[1] == 11} == {SCHOOL, OTHER}


def test_a_school_of_which_it_is_hidden_how_many_are_known_is_in_neither_group() -> None:
    by_school = frames().measures_by_school
    is_hidden = (pl.col("school_id") == OTHER) & (pl.col("measure") == "known")
    hidden = by_school.with_columns(
        pupils=pl.when(is_hidden.not_()).then("pupils"),
        status=pl.when(is_hidden).then(pl.lit("suppressed")).otherwise("status"),
    )
    source = render_six_weeks_pack(replace(frames(), measures_by_school=hidden), context())
    assert "Hidden (c) how many are known" in source
    assert "Hidden (c) how many are known" not in render_six_weeks_pack(frames(), context())
    told = Count(95, 100, "published")
    said = below_sentence([("Hollins", told), ("Marsh", Count(None, 100, "suppressed"))], context())
    assert trace.plain(said).startswith("No school of 1 is below")
