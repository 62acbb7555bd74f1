"""The year by its rules: dates read by eye from the printed calendar, and what must hold for every cycle."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import (
    CYCLES,
    EVENTS,
    Calendar,
    Phase,
    calendar_frame,
    chase_days_frame,
    cycle_of,
    parse_cycle,
    working_days_after,
)
from domain.phases import phases_frame

RULES = Calendar()
PHASES = phases_frame(RULES)
DAYS = st.dates(date(2015, 9, 1), date(2050, 8, 31))

# The leaving summer's year, and each event's day and month in 2024 to 2028: the cycles 2023-24 to 2027-28.
PRINTED = {
    "january_census": ("18 Jan", "16 Jan", "15 Jan", "21 Jan", "20 Jan"),
    "february_half_term": ("12 Feb", "17 Feb", "16 Feb", "15 Feb", "14 Feb"),
    "stock_take_opens": ("19 Feb", "24 Feb", "23 Feb", "22 Feb", "21 Feb"),
    "stock_take_closes": ("30 Mar", "19 Apr", "4 Apr", "27 Mar", "15 Apr"),
    "provider_access_deadline": ("28 Feb",) * 5,
    "offer_day": ("1 Mar", "3 Mar", "2 Mar", "1 Mar", "1 Mar"),
    "summer_census": ("16 May", "15 May", "21 May", "20 May", "18 May"),
    "end_of_may": ("31 May",) * 5,
    "leaving_date": ("28 Jun", "27 Jun", "26 Jun", "25 Jun", "30 Jun"),
    "a_level_results": ("15 Aug", "14 Aug", "13 Aug", "19 Aug", "17 Aug"),
    "gcse_results": ("22 Aug", "21 Aug", "20 Aug", "26 Aug", "24 Aug"),
    "term_starts": ("2 Sep", "1 Sep", "1 Sep", "1 Sep", "1 Sep"),
    "ks5_contact_ends": ("26 Sep", "25 Sep", "24 Sep", "30 Sep", "28 Sep"),
    "ks4_contact_ends": ("3 Oct", "2 Oct", "1 Oct", "7 Oct", "5 Oct"),
    "september_guarantee": ("30 Sep",) * 5,
    "autumn_census": ("3 Oct", "2 Oct", "1 Oct", "7 Oct", "5 Oct"),
    "activity_survey": ("1 Nov",) * 5,
    "autumn_term_ends": ("20 Dec", "19 Dec", "18 Dec", "17 Dec", "22 Dec"),
    "leaders_pack_due": ("6 Dec", "5 Dec", "4 Dec", "3 Dec", "1 Dec"),
}
# In the spring after the leaving summer
STILL_THERE = ("2 Mar 2025", "1 Mar 2026", "1 Mar 2027", "1 Mar 2028", "1 Mar 2029")


@pytest.mark.parametrize("event", PRINTED)
def test_the_rules_give_the_printed_calendar(event: str) -> None:
    for year, printed in zip(range(2024, 2029), PRINTED[event], strict=True):
        found = RULES.event(f"{year - 1}-{year % 100}", event)
        assert f"{found.day} {found:%b} {found.year}" == f"{printed} {year}"


# Both lie in the autumn before the leaving summer.
@pytest.mark.parametrize(("autumn", "census"), [(2023, 5), (2024, 3), (2025, 2), (2026, 1), (2027, 7)])
def test_a_cycle_begins_with_september_and_its_october_census(autumn: int, census: int) -> None:
    events = RULES.events(f"{autumn}-{(autumn + 1) % 100}")
    assert (events["year_starts"], events["october_census"]) == (date(autumn, 9, 1), date(autumn, 10, census))


def test_half_a_year_after_term_starts_who_arrived_is_looked_for_again() -> None:
    days = [RULES.event(f"{year - 1}-{year % 100}", "still_there") for year in range(2024, 2029)]
    assert tuple(f"{day.day} {day:%b} {day.year}" for day in days) == STILL_THERE


def test_every_event_has_been_read_from_the_printed_calendar() -> None:
    assert set(EVENTS) == {*PRINTED, "year_starts", "october_census", "still_there"}


def test_contact_lasts_six_weeks_after_results() -> None:
    for cycle in CYCLES:
        events = RULES.events(cycle)
        assert events["ks5_contact_ends"] - events["a_level_results"] == timedelta(weeks=6)
        assert events["ks4_contact_ends"] - events["gcse_results"] == timedelta(weeks=6)


def test_a_cycle_runs_from_september_to_the_december_after_its_leavers_left() -> None:
    events = RULES.events("2025-26")
    assert events["year_starts"] == date(2025, 9, 1)
    assert events["october_census"] == date(2025, 10, 2)
    assert events["january_census"] == date(2026, 1, 15)
    assert events["summer_census"] == date(2026, 5, 21)
    assert events["end_of_may"] == date(2026, 5, 31)
    assert events["term_starts"] == date(2026, 9, 1)
    assert [*events][:: len(events) - 2] == ["year_starts", "autumn_term_ends"]


@pytest.mark.parametrize(
    ("year", "a_levels"),
    [
        (2016, 18), (2017, 17), (2018, 16), (2019, 15), (2020, 13), (2022, 18), (2023, 17), (2024, 15), (2025, 14), (2026, 13),
    ],
)  # fmt: skip
def test_results_days_of_the_past_are_the_ones_that_were(year: int, a_levels: int) -> None:
    events = RULES.events(f"{year - 1}-{year % 100}")
    assert events["a_level_results"] == date(year, 8, a_levels)
    assert events["gcse_results"] == date(year, 8, a_levels + 7)


def test_in_2021_results_came_out_early_and_on_two_days_of_one_week() -> None:
    events = RULES.events("2020-21")
    assert (events["a_level_results"], events["gcse_results"]) == (date(2021, 8, 10), date(2021, 8, 12))


@pytest.mark.parametrize(
    "text",
    [
        "2025-26",
        "2025/26",
        "2025/2026",
        "2025-2026",
        "25/26",
        "Class of 2026",
        "Leavers 2026",
        " leavers 2026 ",
        "2025–26",
    ],
)
def test_a_cycle_is_understood_in_all_its_spellings(text: str) -> None:
    assert parse_cycle(text) == "2025-26"


@pytest.mark.parametrize(
    "text", ["", "2026", "2025-27", "25/27", "2014-15", "2050-51", "Year 11", "11/12", "2025-6", "99/00"]
)
def test_what_names_no_cycle_is_never_guessed(text: str) -> None:
    assert parse_cycle(text) is None


@given(st.sampled_from(CYCLES), st.sampled_from(["{a}-{b}", "{a}/{b}", "20{c}/20{b}", "{c}/{b}", "Class of 20{b}"]))
def test_every_spelling_of_every_cycle_comes_back(cycle: str, spelling: str) -> None:
    assert parse_cycle(spelling.format(a=cycle[:4], b=cycle[5:], c=cycle[2:4])) == cycle


def test_cycles_are_contiguous() -> None:
    assert (CYCLES[0], CYCLES[-1]) == ("2015-16", "2049-50")
    for earlier, later in pairwise(CYCLES):
        assert cycle_of(RULES.event(later, "year_starts") - timedelta(1)) == earlier
        assert cycle_of(RULES.event(later, "year_starts")) == later


@given(DAYS)
def test_every_day_lies_in_the_cycle_whose_year_it_is(day: date) -> None:
    starts = RULES.event(cycle_of(day), "year_starts")
    assert starts <= day < date(starts.year + 1, 9, 1)


@given(st.sampled_from(CYCLES))
def test_events_are_in_the_order_of_the_year(cycle: str) -> None:
    events = RULES.events(cycle)
    assert set(events) == set(EVENTS)
    assert list(events.values()) == sorted(events.values())
    weekdays = {event: day.strftime("%a") for event, day in events.items()}
    assert {weekdays[event] for event in EVENTS if "census" in event or "results" in event} <= {"Thu", "Tue"}
    assert {weekdays["offer_day"], weekdays["term_starts"]} <= {"Mon", "Tue", "Wed", "Thu", "Fri"}


@given(st.sampled_from(CYCLES))
def test_the_stock_take_closes_on_a_saturday_between_february_half_term_and_the_end_of_april(cycle: str) -> None:
    events = RULES.events(cycle)
    assert events["stock_take_closes"].strftime("%a") == "Sat"
    assert events["stock_take_opens"] < events["stock_take_closes"] < date(int(cycle[:4]) + 1, 4, 25)


def test_a_network_that_closes_its_stock_take_earlier_turns_to_offers_the_day_after() -> None:
    own = Calendar({"2025-26": {"stock_take_closes": date(2026, 3, 20)}})
    assert [own.phase(date(2026, 3, day), "2025-26") for day in (20, 21)] == [Phase.STOCK_TAKE, Phase.OFFERS]


@pytest.mark.parametrize(
    ("day", "count", "reached"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # Friday to Monday
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # so from the Saturday
        (date(2026, 11, 22), 1, date(2026, 11, 23)),  # and the Sunday
        (date(2026, 11, 18), 2, date(2026, 11, 20)),
        (date(2026, 11, 18), 10, date(2026, 12, 2)),
    ],
)
def test_working_days_are_counted_over_weekends(day: date, count: int, reached: date) -> None:
    assert working_days_after(day, count) == reached


def test_nought_working_days_later_is_no_day() -> None:
    with pytest.raises(ValueError, match="1 or more, not 0"):
        working_days_after(date(2026, 11, 20), 0)


@given(DAYS, st.integers(1, 60))
def test_so_many_working_days_lie_between_as_were_counted(day: date, count: int) -> None:
    reached = working_days_after(day, count)
    between = (day + timedelta(number) for number in range(1, (reached - day).days + 1))
    assert sum(each.weekday() < 5 for each in between) == count and reached.weekday() < 5


def test_a_leaver_is_chased_on_the_tenth_working_day_whichever_day_it_was() -> None:
    chased = dict(chase_days_frame().iter_rows())
    assert chased[date(2026, 1, 15)] == date(2026, 1, 29)
    assert {*(RULES.event(CYCLES[0], "year_starts"), RULES.event(CYCLES[-1], "autumn_term_ends"))} <= set(chased)


def test_a_network_may_set_its_own_dates_and_what_follows_from_them_moves_along() -> None:
    own = Calendar({"2025-26": {"february_half_term": date(2026, 2, 9), "gcse_results": date(2026, 8, 27)}})
    assert own.event("2025-26", "stock_take_opens") == date(2026, 2, 16)
    assert own.event("2025-26", "a_level_results") == date(2026, 8, 20)
    assert own.event("2025-26", "ks4_contact_ends") == date(2026, 10, 8)
    assert own.event("2024-25", "stock_take_opens") == RULES.event("2024-25", "stock_take_opens")


@pytest.mark.parametrize(
    ("overrides", "hint"),
    [
        ({"2025/26": {}}, 'Did you mean "2025-26"'),
        ({"summer": {}}, "Write it as 2025-26"),
        ({"2025-26": {"gcse_result": date(2026, 8, 20)}}, 'Did you mean "gcse_results"'),
        ({"2025-26": {"xyz": date(2026, 8, 20)}}, "year_starts"),
        ({"2025-26": {"gcse_results": "2026-08-20"}}, "without quotes"),
        ({"2025-26": {"gcse_results": datetime(2026, 8, 20)}}, "is no date"),
        ({"2025-26": date(2026, 8, 20)}, "events with dates"),
    ],
)
def test_dates_that_cannot_be_used_are_refused_with_what_to_write(
    overrides: dict[str, dict[str, date]], hint: str
) -> None:
    with pytest.raises(ValueError, match=hint):
        Calendar(overrides)


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (date(2025, 8, 31), Phase.NOT_STARTED),
        (date(2025, 9, 1), Phase.COLLECT_INTENDED),
        (date(2026, 2, 22), Phase.COLLECT_INTENDED),
        (date(2026, 2, 23), Phase.STOCK_TAKE),
        (date(2026, 4, 4), Phase.STOCK_TAKE),
        (date(2026, 4, 5), Phase.OFFERS),  # Easter Sunday
        (date(2026, 8, 11), Phase.OFFERS),
        (date(2026, 8, 12), Phase.RESULTS),  # schools hold A-level results the day before
        (date(2026, 8, 27), Phase.RESULTS),
        (date(2026, 8, 28), Phase.CONFIRM),
        (date(2026, 10, 1), Phase.CONFIRM),
        (date(2026, 10, 2), Phase.ANALYSE),
        (date(2026, 12, 3), Phase.ANALYSE),
        (date(2026, 12, 4), Phase.PUBLISHED),
    ],
)
def test_each_phase_begins_on_its_day(day: date, phase: Phase) -> None:
    assert RULES.phase(day, "2025-26") == phase


@given(st.sampled_from(CYCLES), DAYS, DAYS)
def test_a_cycle_never_goes_back_to_an_earlier_phase(cycle: str, one: date, other: date) -> None:
    order = list(Phase)
    earlier, later = sorted((one, other))
    assert order.index(RULES.phase(earlier, cycle)) <= order.index(RULES.phase(later, cycle))


@given(st.sampled_from(CYCLES), DAYS)
def test_the_table_of_phases_agrees_with_the_calendar_on_every_day(cycle: str, day: date) -> None:
    phases = PHASES.filter(pl.col("cycle") == cycle).to_dicts()
    begun = [row["phase"] for row in phases if row["begins_on"] is None or row["begins_on"] <= day]
    assert begun[-1] == RULES.phase(day, cycle)


def test_a_phase_says_in_a_sentence_what_goes_on_and_until_when() -> None:
    [row] = PHASES.filter((pl.col("cycle") == "2025-26") & (pl.col("phase") == "confirm")).to_dicts()
    said = f"{row['cycle']} {row['doing']}: {row['until']} on {row['until_on']}"
    assert said == "2025-26 is being confirmed: six weeks after GCSE results end on 2026-10-01"


def test_the_calendar_as_a_table_has_every_event_of_every_cycle_once() -> None:
    frame = calendar_frame(RULES)
    assert frame.columns == ["cycle", "event", "label", "on_date"]
    assert frame.height == frame.select("cycle", "event").n_unique() == len(CYCLES) * len(EVENTS)
    assert frame.schema["on_date"] == pl.Date and not frame.null_count().pipe(sum).item()
