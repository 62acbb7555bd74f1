"""core.cohort: who counts, where and why not; one school per pupil and cycle."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from network import CYCLE, delivery, network, pupil

from warehouse.database import Database


def reasons(database: Database) -> dict[str, str]:
    sql = "select p.surname, j.school_id || ': ' || j.reason as why from core.judged_members as j join core.pupils as p using (pupil_id) order by all"
    found: dict[str, str] = {}
    for surname, why in database.query(sql).iter_rows():
        found[surname] = f"{found[surname]}; {why}" if surname in found else why
    return found


def test_pupils_on_the_roll_count_and_others_whom_a_file_names_do_not() -> None:
    roll = delivery(1, "hollins", "roll", [pupil(1), pupil(2)], on="2026-01-20")
    final = delivery(
        2, "hollins", "destinations", [pupil(1, destination_type="FE"), pupil(3, destination_type="FE")], stage="final"
    )
    with network(roll, final) as database:
        assert reasons(database) == {
            "Surname1": "hollins: counted",
            "Surname2": "hollins: counted",
            "Surname3": "hollins: not on the roll",
        }
        assert database.query("select distinct denominator from core.cohort")["denominator"].to_list() == ["roll"]


def test_without_a_roll_everybody_whom_the_extracts_name_counts_and_the_table_says_so() -> None:
    with network(
        delivery(1, "hollins", "destinations", [pupil(1, destination_type="FE"), pupil(2)], stage="final")
    ) as database:
        assert database.query("select pupil_id, denominator from core.cohort")["denominator"].to_list() == [
            "extracts",
            "extracts",
        ]


def test_a_year_11_pupil_who_left_before_the_january_census_is_listed_apart_and_a_later_leaver_stays_in() -> None:
    rows = [pupil(1, leaving_date="2025-11-30"), pupil(2, leaving_date="2026-03-01"), pupil(3)]
    with network(delivery(1, "hollins", "roll", rows, on="2026-05-01")) as database:
        assert reasons(database) == {
            "Surname1": "hollins: left between October and January", "Surname2": "hollins: counted", "Surname3": "hollins: counted",
        }  # fmt: skip
        assert database.query("select is_leaver from core.cohort order by left_on nulls last")[
            "is_leaver"
        ].to_list() == [True, False]


def test_who_is_missing_from_a_later_roll_is_taken_as_left_by_its_day() -> None:
    first = delivery(1, "hollins", "roll", [pupil(1), pupil(2)], on="2026-01-20")
    second = delivery(2, "hollins", "roll", [pupil(1)], on="2026-05-10")
    with network(first, second) as database:
        left = database.query("select left_on, left_on_assumed from core.cohort where left_on is not null").row(0)
        assert left == (date(2026, 5, 10), True)
        assert database.value("select count(*) from core.cohort") == 2


def test_guests_and_subsidiary_registrations_do_not_count() -> None:
    rows = [
        pupil(1, enrolment_status="C"),
        pupil(2, enrolment_status="G"),
        pupil(3, enrolment_status="S"),
        pupil(4, enrolment_status="M"),
    ]
    with network(delivery(1, "hollins", "roll", rows, on="2026-01-20")) as database:
        assert database.value("select count(*) from core.cohort") == 2
        assert database.query("select distinct reason from core.cohort_exclusions")["reason"].to_list() == [
            "other registration"
        ]


def test_a_pupil_on_two_rolls_counts_once_at_the_later_registration() -> None:
    here = delivery(1, "hollins", "roll", [pupil(1, entry_date="2021-09-01")], on="2026-01-20")
    there = delivery(2, "marsh", "roll", [pupil(1, entry_date="2026-01-05")], on="2026-01-20")
    with network(here, there) as database:
        assert reasons(database) == {"Surname1": "hollins: counted at another school; marsh: counted"}


def test_a_deceased_pupil_leaves_the_cohort_whatever_a_later_file_says() -> None:
    roll = delivery(1, "hollins", "roll", [pupil(1), pupil(2)], on="2026-01-20")
    sad = delivery(2, "hollins", "destinations", [pupil(1, destination_type="DECEASED")], stage="final")
    later = delivery(3, "hollins", "roll", [pupil(1), pupil(2)], on="2026-06-20")
    with network(roll, sad, later) as database:
        assert reasons(database)["Surname1"] == "hollins: cohort adjustment"
        assert database.value("select count(*) from core.cohort") == 1


def test_years_12_and_13_carry_the_disadvantage_of_year_11_and_a_blank_is_never_no() -> None:
    year_11 = delivery(
        1,
        "hollins",
        "roll",
        [pupil(1, disadvantaged="Yes"), pupil(2, disadvantaged="No"), pupil(3)],
        on="2024-01-20",
        cycle="2023-24",
    )
    year_13 = delivery(
        2,
        "hollins",
        "roll",
        [pupil(1, disadvantaged="No"), pupil(2), pupil(3), pupil(4, disadvantaged="Yes")],
        year_group=13,
        on="2025-10-10",
    )
    with network(year_11, year_13) as database:
        sql = f"select p.surname, c.disadvantage from core.cohort as c join core.pupils as p using (pupil_id) where c.cycle = '{CYCLE}' order by 1"
        assert dict(database.query(sql).iter_rows()) == {
            "Surname1": "disadvantaged", "Surname2": "not_disadvantaged", "Surname3": "not_known", "Surname4": "disadvantaged",
        }  # fmt: skip


def test_the_same_person_is_one_pupil_by_upn_by_number_or_by_name_and_twins_are_two() -> None:
    roll = delivery(1, "hollins", "roll", [pupil(1, mis_id="77"), pupil(2)], on="2026-01-20")
    final = delivery(
        2, "hollins", "destinations",
        [
            {"mis_id": "77", "destination_type": "FE"},
            {"surname": "SURNAME2", "forename": "Forename2", "date_of_birth": "01/10/2009", "destination_type": "FE"},
            pupil(3, surname="Surname1", forename="Forename1", destination_type="FE"),
        ],
        stage="final",
    )  # fmt: skip
    with network(roll, final) as database:
        assert database.value("select count(*) from core.pupils") == 3
        assert (
            database.value(
                "select count(*) from core.destinations where stage = 'final' and destination_type = 'FE_COLLEGE'"
            )
            == 2
        )


@settings(max_examples=6)
@given(
    st.lists(
        st.tuples(st.integers(1, 6), st.sampled_from(["hollins", "marsh"]), st.sampled_from(["roll", "destinations"])),
        min_size=1,
        max_size=8,
    )
)
def test_every_pupil_counts_at_most_once_and_is_counted_or_has_a_reason(drops: list[tuple[int, str, str]]) -> None:
    files = [
        delivery(
            place,
            school,
            kind,
            [pupil(number, destination_type="FE")],
            stage=None if kind == "roll" else "final",
            on="2026-09-10",
        )
        for place, (number, school, kind) in enumerate(drops, start=1)
    ]
    with network(*files) as database:
        assert database.value("select count(*) - count(distinct pupil_id) from core.cohort") == 0
        named = database.value("select count(distinct (school_id, year_group, pupil_id)) from core.members")
        counted = database.value("select count(*) from core.cohort")
        excluded = database.value("select count(*) from core.cohort_exclusions")
        assert named == counted + excluded
        assert database.value("select count(*) from core.pupils") == len({number for number, _, _ in drops})
