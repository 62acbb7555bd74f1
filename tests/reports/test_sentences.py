"""A title says what the numbers say, and nothing where they are hidden, missing or too few."""

from __future__ import annotations

from reports import sentences
from reports.measures import Coverage, Flow
from reports.numbers import NOTHING, Count
from reports.trace import plain

HIDDEN = Count(None, 100, "suppressed")


def coverage(known: int, confirmed: Count, cohort: int = 200) -> Coverage:
    return Coverage(cohort, Count(known, cohort), confirmed, Count(0, cohort), Count(cohort - known, cohort), False)


def test_destinations_name_education_and_what_is_not_known() -> None:
    found = {"education": Count(86, 100), "neet": HIDDEN, "unknown": Count(4, 100)}
    assert sentences.destinations_title(11, "final", 100, found) == "86% of Year 11 were in education; 4% not known"
    beside = sentences.destinations_title(11, "final", 100, found, Count(81, 100))
    assert beside == "86% of Year 11 were in education (network 81%); 4% not known"


def test_undecided_pupils_count_with_those_not_known_while_it_is_about_intentions() -> None:
    found = {"education": Count(80, 100), "undecided": Count(9, 100), "unknown": Count(6, 100)}
    title = sentences.destinations_title(13, "intended", 100, found)
    assert title == "80% of Year 13 intend to be in education; 15% undecided or not known"


def test_a_hidden_number_is_never_written_about() -> None:
    assert sentences.destinations_title(12, "final", 100, {"education": HIDDEN}) == "Where Year 12 went"
    found = {"education": Count(86, 100), "unknown": HIDDEN}
    assert sentences.destinations_title(12, "final", 100, found) == "86% of Year 12 were in education"


def test_coverage_speaks_of_final_destinations_as_soon_as_one_is_known() -> None:
    intended, final = coverage(190, NOTHING), coverage(150, Count(100, 200))
    assert sentences.coverage_title([(11, intended, None)]) == "The intended destination is known for 95% of Year 11"
    wanted = "The final destination is known for 75% of Year 11; 50% confirmed"
    assert sentences.coverage_title([(11, intended, final)]) == wanted
    several = sentences.coverage_title([(11, intended, final), (12, None, final)])
    assert several == "The final destination is known for 75% of Year 11 and 75% of Year 12"
    assert sentences.coverage_title([(6, None, None)]) == "No destination is known yet"


def test_schools_below_the_floor_are_named_lowest_first() -> None:
    schools = [("A", coverage(180, NOTHING)), ("B", coverage(189, NOTHING)), ("C", coverage(199, NOTHING))]
    assert plain(sentences.below_floor(schools, 0.95)) == "2 schools of 3 below 95% known: A (90.0%), B (94.5%)."
    assert sentences.below_floor(schools, 0.5) == ""
    assert (
        plain(sentences.below_floor([("A", coverage(0, NOTHING))], 0.9)) == "1 school of 1 below 90% known: A (none)."
    )


def test_schools_of_which_nothing_can_be_counted_are_named_with_their_pupils() -> None:
    told = sentences.silent_schools("intended", [("A", 140), ("B", 3)])
    assert told == "No intended destinations can be counted yet from A, B: 143 pupils there stand as not known."
    assert sentences.silent_schools("intended", []) == ""
    many = plain(sentences.silent_schools("final", [(str(place), 1) for place in range(8)]))
    assert "5 and 2 more: 8 pupils" in many


def test_keeping_to_an_intention_is_a_lower_bound_where_counts_are_hidden() -> None:
    kept = Flow("employment", "employment", Count(70, 100))
    unknown = Flow("unknown", "unknown", Count(20, 100))
    title = sentences.flow_title(11, [kept, unknown], 100)
    assert title == "70% of Year 11 went to the kind of destination they had intended"
    hidden = Flow("apprenticeship", "apprenticeship", HIDDEN)
    assert sentences.flow_title(11, [kept, hidden], 100).startswith("At least 70%")


def test_a_gap_is_worded_by_its_direction_and_size() -> None:
    assert sentences.gap_title(11, "final", Count(800, 1000), Count(862, 1000)) == (
        "Disadvantaged pupils of Year 11 were 6.2 percentage points less likely to be in education (80% against 86%)"
    )
    assert "3.0 percentage points more likely" in sentences.gap_title(11, "final", Count(53, 100), Count(50, 100))
    assert "about as likely" in sentences.gap_title(11, "final", Count(804, 1000), Count(800, 1000))


def test_no_gap_is_read_from_a_handful_of_pupils() -> None:
    small = sentences.small_groups(12, 12, 100)
    assert small.startswith("Year 12 has 12 disadvantaged and 100 other pupils. A group of 12 is too small")
    assert sentences.small_groups(12, 20, 100) == ""
    assert sentences.gap_title(12, "final", HIDDEN, Count(90, 100)) == "Disadvantaged and other pupils of Year 12"


def test_a_trend_needs_two_years_that_may_be_told() -> None:
    told = [("2024-25", Count(85, 100)), ("2025-26", Count(86, 100))]
    assert sentences.trend_title(11, "final", told) == "Year 11 in education: 85% in 2024-25, 86% in 2025-26"
    assert sentences.trend_title(11, "final", [("2024-25", HIDDEN), told[1]]) == "Year 11 over the years"


def test_years_that_are_the_same_are_not_listed_one_by_one() -> None:
    told = [(cycle, Count(86, 100)) for cycle in ("2023-24", "2024-25", "2025-26")]
    assert sentences.trend_title(11, "final", told) == "Year 11 in education: 86% in each of the 3 years"


def test_a_trend_that_is_made_by_what_is_not_known_says_so() -> None:
    told = [("2024-25", Count(3, 100)), ("2025-26", Count(11, 100))]
    assert sentences.trend_caution(told).startswith("Not known: 3% in 2024-25, 11% in 2025-26.")
    assert sentences.trend_caution([told[0], ("2025-26", Count(5, 100))]) == ""
    assert sentences.trend_caution([told[0], ("2025-26", HIDDEN)]) == ""


def test_flows_that_are_not_drawn_are_counted() -> None:
    assert (
        sentences.hidden_flows(2, Count(40, 100)) == " 2 small flows are hidden; the others, of 40 pupils, are drawn."
    )
    assert sentences.hidden_flows(0, Count(40, 100)) == ""


def test_rows_that_met_no_such_fate_are_not_spoken_of() -> None:
    fates = [(Count(3, None), "held back"), (Count(0, None), "replaced")]
    assert (
        sentences.conservation_sentence(Count(182, None), Count(179, None), fates)
        == "Of 182 rows, 179 count; 3 held back."
    )
    assert sentences.conservation_sentence(Count(1, None), Count(1, None), []) == "Of 1 row, 1 counts."
