"""The truth itself, by hand: what the definitions say about a handful of pupils."""

from __future__ import annotations

from datetime import date

from tests.year import truth_autumn as year
from tests.year import truth_marts as marts
from tests.year.examples import (
    JANUARY,
    SUMMER,
    autumn,
    day,
    picture,
    pupil,
    roll,
    said,
    went,
)
from tests.year.ledger import Decision
from tests.year.truth_claims import category, is_confirmed, lapses_on, months_later
from tests.year.truth_picture import Picture

AUTUMN = "2026-10-02"


def final(found: Picture, person: int = 1) -> str:
    return category(found.finals[person], found.members[person])


def intended(found: Picture, person: int = 1) -> str:
    return category(found.intended[person], found.members[person])


def states(found: Picture) -> dict[int, str]:
    return {person: state for person, (_, _, state) in year.reconciled(found).items()}


def test_who_is_on_roll_at_the_january_census_counts_in_year_11() -> None:
    rows = [
        pupil(1), pupil(2, leaving_date="2026-01-16"), pupil(3, leaving_date="2026-01-15"), pupil(4, leaving_date="2025-10-02"),
        pupil(5, leaving_date="2025-10-01"), pupil(6, entry_date="2026-01-16"), pupil(7, enrolment_status="S"),
    ]  # fmt: skip
    found = picture("2026-02-01", roll(JANUARY, *rows))
    assert sorted(found.members) == [1, 2]
    assert {member.person: member.reason for member in found.excluded} == {
        3: "left between October and January",
        4: "left between October and January",
        5: "left before October",
        6: "joined after the reference day",
        7: "other registration",
    }


def test_sixth_form_leavers_stay_in_and_later_joiners_count() -> None:
    rows = [
        pupil(1, 12, leaving_date="2025-10-03"),
        pupil(2, 12, entry_date="2025-12-01"),
        pupil(3, 12, leaving_date="2025-10-02"),
    ]
    assert sorted(picture("2026-02-01", roll(JANUARY, *rows)).members) == [1, 2]


def test_who_is_missing_from_the_next_roll_left_by_its_day() -> None:
    found = picture("2026-07-01", roll(JANUARY, pupil(1), pupil(2)), roll(SUMMER, pupil(1)))
    assert found.members[1].left_on is None and found.members[2].left_on == day(SUMMER)
    assert picture("2026-05-01", roll(JANUARY, pupil(1), pupil(2))).members[2].left_on is None


def test_a_pupil_on_two_rolls_counts_where_the_pupil_has_not_left() -> None:
    here = roll("2026-02-01", pupil(1, 12, leaving_date="2025-12-01", entry_date="2025-09-01"))
    there = roll("2026-02-02", pupil(1, 12, entry_date="2025-12-05"), school="marsh")
    found = picture("2026-03-01", here, there)
    assert found.members[1].school_id == "marsh"
    assert [(member.school_id, member.reason) for member in found.excluded] == [("hollins", "counted at another school")]  # fmt: skip


def test_a_roll_that_lost_more_than_a_fifth_waits_until_it_is_accepted() -> None:
    before, after = roll(JANUARY, *map(pupil, range(10))), roll("2026-02-10", *map(pupil, range(7)))
    assert all(member.left_on is None for member in picture("2026-03-01", before, after).members.values())
    accepted = [Decision(day("2026-02-20"), "accept", after.path, "they left")]
    found = picture("2026-03-01", before, after, decisions=accepted)
    assert {member.left_on for member in found.members.values()} == {None, day("2026-02-10")}


def test_a_final_destination_told_before_results_day_is_an_intention_unless_the_pupil_had_left() -> None:
    told = said("2026-04-20", went(1, "FE_COLLEGE"), went(2, "EMPLOYMENT"), went(3, "TRAINING", leaving_date="2026-04-01"))  # fmt: skip
    rolls = roll(JANUARY, pupil(1), pupil(2), pupil(3)), roll("2026-04-15", pupil(1), pupil(3))
    found = picture("2026-09-01", *rolls, told)
    assert [(intended(found, n), final(found, n)) for n in (1, 2, 3)] == [
        ("further_education", "unknown"),
        ("unknown", "employment"),
        ("unknown", "further_education"),
    ]


def test_evidence_leads_for_a_fortnight_and_no_longer() -> None:
    college = went(1, "FE_COLLEGE", recorded_on="2026-09-10", verified_by="provider")
    for told, leads in (("2026-09-23", "further_education"), ("2026-09-24", "employment")):
        word = went(1, "EMPLOYMENT", recorded_on=told, verified_by="pupil")
        found = picture(AUTUMN, roll(JANUARY, pupil(1)), said("2026-09-25", college), said("2026-09-26", word))
        assert final(found) == leads


def test_an_autumn_roll_says_where_a_pupil_is_and_confirms_it_without_anybody_typing() -> None:
    leavers = roll(JANUARY, pupil(1), pupil(2), pupil(3, 12), pupil(4, 12), pupil(5, 13))
    new = autumn(pupil(1, 12), pupil(3, 13), pupil(4, 12), pupil(5, 14))
    found = picture(AUTUMN, leavers, new, autumn(pupil(2, 12), school="marsh"))
    assert [final(found, n) for n in (1, 2, 3, 4, 5)] == [
        "school_sixth_form", "school_sixth_form", "continuing_own_sixth_form", "repeating", "repeating",
    ]  # fmt: skip
    assert all(is_confirmed(found.finals[n], found.members[n], found.cycle) for n in (1, 2, 3, 4, 5))
    assert marts.coverage(found)["2025-26", "hollins", 11, "final"]["share_confirmed"] == 1
    kept = year.retention(found)
    assert [kept["2025-26", "hollins", group]["on_own_roll"] for group in (11, 12, 13)] == [1, 2, None]
    assert kept["2025-26", "hollins", 11]["on_other_roll"] == 1


def test_a_leaver_or_a_guest_on_the_autumn_roll_is_not_on_it() -> None:
    new = autumn(pupil(1, 12, leaving_date="2026-09-10"), pupil(2, 12, enrolment_status="G"))
    found = picture(AUTUMN, roll(JANUARY, pupil(1), pupil(2)), new)
    assert [final(found, n) for n in (1, 2)] == ["unknown", "unknown"]


def test_the_newest_autumn_roll_replaces_the_one_before() -> None:
    leavers = roll(JANUARY, pupil(1), pupil(2))
    found = picture(AUTUMN, leavers, autumn(pupil(1, 12), pupil(2, 12)), autumn(pupil(1, 12), on="2026-09-30"))
    assert [final(found, n) for n in (1, 2)] == ["school_sixth_form", "unknown"]


def test_what_was_said_and_what_the_autumn_rolls_show_are_held_together() -> None:
    told = said(
        "2026-07-01",
        went(1, "SIXTH_FORM", at="hollins"), went(2, "SIXTH_FORM", at="hollins"), went(3, "SIXTH_FORM", at="marsh"), went(4, "FE_COLLEGE"),
        went(5, "FE_COLLEGE"), went(6, "UNDECIDED"), went(7, "APPRENTICESHIP"), went(9, "SIXTH_FORM", at="hollins"),
        stage="intended",
    )  # fmt: skip
    new = autumn(pupil(1, 12), pupil(4, 12), pupil(6, 12), pupil(10, 12))
    found = picture("2026-09-20", roll(JANUARY, *map(pupil, range(1, 11))), told, new)
    assert states(found) == {
        1: "confirmed", 2: "no_show", 3: "awaiting_roll", 4: "contradiction", 5: "elsewhere", 6: "unclaimed", 7: "elsewhere",
        8: "unknown", 9: "no_show", 10: "unclaimed",
    }  # fmt: skip
    there = autumn(pupil(3, 12), pupil(5, 12), pupil(10, 12), on="2026-09-25", school="marsh")
    found = picture(AUTUMN, roll(JANUARY, *map(pupil, range(1, 11))), told, new, there)
    assert [states(found)[n] for n in (3, 5, 10)] == ["confirmed", "surprise_arrival", "contradiction"]


def test_who_repeats_the_year_at_the_own_school_was_expected_there() -> None:
    told = said("2026-07-01", went(1, "SIXTH_FORM", 12), went(2, "REPEAT_YEAR", 12), stage="intended")
    found = picture(AUTUMN, roll(JANUARY, pupil(1, 12), pupil(2, 12)), told, autumn(pupil(1, 12), pupil(2, 12)))
    assert states(found) == {1: "confirmed", 2: "confirmed"}


def test_a_school_that_the_row_names_says_what_a_college_is() -> None:
    told = said(
        "2026-03-10", went(1, "POST16_UNSPECIFIED", at="marsh"), went(2, "FE_COLLEGE"), went(3, "FE_COLLEGE", 12, at="hollins"), stage="intended",
    )  # fmt: skip
    found = picture("2026-04-10", roll(JANUARY, pupil(1), pupil(2), pupil(3, 12)), told)
    assert [intended(found, n) for n in (1, 2, 3)] == [
        "school_sixth_form",
        "further_education",
        "continuing_own_sixth_form",
    ]


def test_what_was_told_in_august_is_stale_on_1_november_and_what_was_told_in_september_is_not() -> None:
    told = [
        went(1, "FE_COLLEGE", recorded_on="2026-08-20"), went(2, "FE_COLLEGE", recorded_on="2026-09-01"),
        went(3, "EMPLOYMENT", recorded_on="2026-08-21"), went(4, "FE_COLLEGE", recorded_on="2026-09-08", predicted_end_on="2026-10-31"),
        went(5, "SEEKING", recorded_on="2026-08-21"),
    ]  # fmt: skip
    drops = roll(JANUARY, *map(pupil, range(1, 6))), said("2026-09-10", *told)
    found = picture("2026-11-03", *drops)
    assert [lapses_on(claim) if (claim := found.finals[n]) else None for n in range(1, 6)] == [
        date(2026, 8, 31), date(2027, 8, 31), date(2027, 2, 21), date(2026, 10, 31), None,
    ]  # fmt: skip
    assert marts.coverage(found)["2025-26", "hollins", 11, "final"]["stale"] == 2
    assert marts.coverage(picture("2026-10-31", *drops))["2025-26", "hollins", 11, "final"]["stale"] is None
    assert months_later(date(2026, 8, 31), 6) == date(2027, 2, 28)


def test_a_checkpoint_looks_back_from_its_last_day_even_at_what_came_later() -> None:
    late = said("2026-04-27", went(1, "FE_COLLEGE", recorded_on="2026-03-10"), stage="intended")
    changed = said("2026-05-20", went(1, "EMPLOYMENT", recorded_on="2026-05-12"), stage="intended")
    rows = roll(JANUARY, pupil(1))
    assert year.states(picture("2026-03-20", rows, late)) == {(1, "stock_take"): "unknown"}
    assert year.states(picture("2026-06-01", rows, late, changed)) == {
        (1, "stock_take"): "further_education",
        (1, "end_of_may"): "employment",
    }


def test_the_results_day_decision_is_what_was_told_between_results_and_term() -> None:
    early = went(1, "EMPLOYMENT", recorded_on="2026-08-19"), went(1, "FE_COLLEGE", recorded_on="2026-08-31")
    late = said("2026-09-10", went(1, "APPRENTICESHIP", recorded_on="2026-09-01"))
    found = picture("2026-09-15", roll(JANUARY, pupil(1)), said("2026-08-31", *early), late)
    assert year.states(found)[1, "results_day"] == "further_education"
    assert year.checkpoints(found)[1][
        "2025-26", "hollins", 11, "results_day", "further_education", "apprenticeship"
    ] == {"pupils": 1}


def test_the_september_guarantee_counts_the_newest_offer_by_30_september() -> None:
    offers = [went(1, "FE_COLLEGE", offer_status="no_offer", recorded_on="2026-05-01"), pupil(2, offer_status="offer_made")]  # fmt: skip
    later = [
        pupil(1, offer_status="offer_made", recorded_on="2026-09-30"),
        pupil(2, offer_status="no_offer", recorded_on="2026-10-01"),
    ]
    rows = roll(JANUARY, *map(pupil, (1, 2, 3)))
    found = picture("2026-10-20", rows, said("2026-05-10", *offers, stage="intended"), said("2026-10-10", *later))
    assert year.september_guarantee(found) == {
        ("2025-26", "hollins", 11, "not_known"): {
            "cohort": 3, "offer_made": 2, "no_offer": 0, "offer_not_appropriate": 0, "not_recorded": 1, "continuing": 0,
        }
    }  # fmt: skip
    assert year.september_guarantee(picture("2026-05-30", rows)) == {}


def test_a_leaver_of_the_year_is_due_at_once_and_chased_after_ten_working_days() -> None:
    rows = roll(JANUARY, *(pupil(n, 12, leaving_date="2026-01-16") for n in (1, 2, 3)))
    told = said(JANUARY, went(1, "SEEKING", 12, leaving_date="2026-01-16"), went(2, "UNKNOWN", 12, leaving_date="2026-01-16"))  # fmt: skip
    for as_of, state in (("2026-01-30", "due"), ("2026-01-31", "overdue")):
        found = year.leavers(picture(as_of, rows, told))
        assert {person: leaver["state"] for person, leaver in found.items()} == {1: "recorded", 2: state, 3: state}
        assert found[3]["chase_on"] == date(2026, 1, 30)
    assert year.in_year_leavers(picture("2026-02-10", rows, told)) == {
        ("2025-26", "hollins", 12): {"leavers": 3, "recorded": 1, "due": 0, "overdue": 2, "not_participating": 1}
    }


def test_a_child_who_died_is_on_no_list() -> None:
    sad = said("2026-05-10", went(1, "DECEASED"), stage="intended")
    found = picture("2026-07-01", roll(JANUARY, pupil(1), pupil(2)), sad, roll(SUMMER, pupil(1), pupil(2)))
    assert list(found.members) == [2] and [member.reason for member in found.excluded] == ["cohort adjustment"]
