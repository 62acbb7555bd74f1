"""Measures: one shape for everything that is counted of a school. Each example can be counted along."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from network import AS_OF, Row, delivery, network, pupil

from domain.destination_types import destination_types
from domain.package_data import table
from expectations.truths import truths
from warehouse.database import Database
from warehouse.tables import sql_tables

TRUTHS = [truth for truth in truths() if "measures" in truth.id]
BEFORE_STOCK_TAKE = date(2026, 2, 1)


def rolled(number: int, year_group: int, *rows: Row, school: str = "hollins", on: str = "2025-10-10", cycle: str = "2025-26") -> dict[str, object]:  # fmt: skip
    return delivery(number, school, "roll", rows, year_group=year_group, on=on, cycle=cycle)


def said(number: int, year_group: int, *rows: Row, stage: str = "final", school: str = "hollins", on: str = "2026-10-01", cycle: str = "2025-26") -> dict[str, object]:  # fmt: skip
    return delivery(number, school, "destinations", rows, year_group=year_group, stage=stage, on=on, cycle=cycle)


def applied(number: int, *rows: Row, year_group: int = 13) -> dict[str, object]:
    return delivery(number, "hollins", "applications", rows, year_group=year_group, on="2026-08-20")


def counts(
    database: Database, names: str, part: str = "total", where: str = "school_id = 'hollins'", source: str = "mart.measures_by_school",
) -> dict[str, object]:  # fmt: skip
    """Measure -> (pupils, cohort)."""
    sql = f"select measure, pupils, cohort from {source} where breakdown = ? and {where} and list_contains(?, measure)"
    return {row[0]: row[1:] for row in database.query(sql, [part, names.split()]).iter_rows()}


def offenders(database: Database, cycle: str = "2025-26") -> dict[str, list[tuple[object, ...]]]:
    database.execute("set variable cycle = ?", [cycle])
    return {truth.id: found for truth in TRUTHS if (found := database.query(truth.sql).rows())}


def rebuild(database: Database, *names: str) -> None:
    for name in names:
        database.build(sql_tables()[name], "2025-26", AS_OF)


def test_what_is_known_of_a_school_and_who_is_in_education_or_work() -> None:
    roll = rolled(1, 11, *(pupil(n, disadvantaged="Yes" if n < 3 else "No") for n in range(1, 7)), on="2026-01-20")
    final = said(
        2, 11, pupil(1, destination_type="FE", verified_by="provider", verified_on="2026-09-20"), pupil(2, destination_type="SEEKING"),
        pupil(3, destination_type="APPRENTICESHIP"), pupil(4, destination_type="TRAINING"), pupil(5, contacted_on="2026-09-15"),
        pupil(6, contacted_on="2026-07-01"),
    )  # fmt: skip
    with network(roll, final) as database:
        names = "known confirmed unknown unknown_tried education eet apprenticeship own_school"
        assert counts(database, names) == {
            "known": (4, 6), "confirmed": (1, 6), "unknown": (2, 6), "unknown_tried": (1, 2), "education": (1, 6), "eet": (3, 6),
            "apprenticeship": (1, 6), "own_school": (0, 6),
        }  # fmt: skip
        assert counts(database, names, "disadvantaged") == {
            "known": (2, 2), "education": (1, 2), "eet": (1, 2), "apprenticeship": (0, 2), "own_school": (0, 2),
        }  # fmt: skip
        assert offenders(database) == {}


def test_pupils_in_care_the_first_in_the_family_and_two_topics_crossed_for_the_network_alone() -> None:
    roll = rolled(
        1, 13, pupil(1, disadvantaged="Yes", sex="F", first_generation_he="Yes"), pupil(2, disadvantaged="No", sex="F", first_generation_he="No"),
        pupil(3, disadvantaged="Yes", sex="M", looked_after="Yes"), pupil(4, sex="M"),
    )  # fmt: skip
    final = said(2, 13, pupil(1, destination_type="UNIVERSITY"), pupil(2, destination_type="EMPLOYMENT"))
    with network(roll, final) as database:
        sql = """select breakdown_topic, breakdown, pupils, cohort from mart.measures_by_network where measure = 'eet'
                 and breakdown_topic in ('looked_after', 'first_generation', 'disadvantage_by_sex') order by all"""
        assert database.query(sql).rows() == [
            ("disadvantage_by_sex", "disadvantaged+female", 1, 1), ("disadvantage_by_sex", "disadvantaged+male", 0, 1),
            ("disadvantage_by_sex", "not_disadvantaged+female", 1, 1),
            ("first_generation", "no", 1, 1), ("first_generation", "not_known", 0, 2), ("first_generation", "yes", 1, 1),
            ("looked_after", "not_known", 2, 3), ("looked_after", "yes", 0, 1),
        ]  # fmt: skip
        sql = "select distinct breakdown_topic from mart.measures_by_school where contains(breakdown_topic, '_by_')"
        assert database.query(sql).is_empty()
        assert offenders(database) == {}


def test_a_changed_plan_is_told_by_its_direction_and_by_the_reason_that_was_written() -> None:
    reasons = [
        "Missed grades for the course",
        "Prefers another course",
        "Could not afford the travel",
        "Family moved",
        None,
    ]
    roll = rolled(1, 11, *(pupil(n) for n in range(1, 8)), on="2026-01-20")
    plans = said(
        2, 11, *(pupil(n, destination_type="SIXTH_FORM") for n in range(1, 7)), stage="intended", on="2026-05-10"
    )
    final = said(
        3, 11, *(pupil(n, destination_type="EMPLOYMENT", change_reason=why) for n, why in enumerate(reasons, 1)),
        pupil(6, destination_type="SIXTH_FORM", change_reason="Prefers it"), pupil(7, destination_type="EMPLOYMENT"),
    )  # fmt: skip
    with network(roll, plans, final) as database:
        assert counts(database, "compared as_planned changed moved_up moved_sideways moved_down") == {
            "compared": (6, 7), "as_planned": (1, 6), "changed": (5, 6), "moved_up": (0, 6), "moved_sideways": (0, 6), "moved_down": (5, 6),
        }  # fmt: skip
        found = counts(database, " ".join(table("measures").filter(theme="change_reasons")["measure"]))
        assert {name for name, (pupils, cohort) in found.items() if (pupils, cohort) == (1, 5)} == {
            "reason_grades_below", "reason_preference", "reason_finance", "reason_other", "reason_not_said",
        }  # fmt: skip
        assert offenders(database) == {}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Did not get the grades", "grades_below"), ("Grades better than expected", "grades_above"),
        ("Grades expected to be higher", "grades_above"), ("offer withdrawn by the college", "withdrawn"),
        ("COST of living", "finance"), ("Changed mind after an open day", "preference"), ("Didn't meet entry requirements", "grades_below"),
        ("Health", None), ("an unwanted place", None),
    ],
)  # fmt: skip
def test_the_first_words_that_are_found_tell_the_reason(text: str, reason: str | None) -> None:
    said_words = " " + "".join(letter if letter.isalnum() else " " for letter in text.lower())
    found = [row["change_reason"] for row in table("change_reasons").to_dicts() if " " + row["words"] in said_words]
    assert (found[0] if found else None) == reason


def test_preferences_of_year_6_are_told_where_the_school_recorded_any() -> None:
    rolls = [
        rolled(1, 6, *(pupil(n) for n in range(1, 5)), school="dell", on="2026-06-01"),
        rolled(2, 6, pupil(8), school="marsh", on="2026-06-01"),
    ]
    offers = said(
        3, 6, *(pupil(n, destination_type="SECONDARY", preference_met=met) for n, met in enumerate(["1st", "3", "4", None], 1)),
        stage="intended", school="dell", on="2026-03-10",
    )  # fmt: skip
    final = said(4, 6, pupil(1, destination_type="SECONDARY"), school="dell")
    with network(*rolls, offers, final) as database:
        names = "first_preference top_three_preferences"
        assert counts(database, names, where="school_id = 'dell'") == {
            "first_preference": (1, 4),
            "top_three_preferences": (2, 4),
        }
        assert set(counts(database, names, where="school_id = 'marsh'").values()) == {(None, 1)}
        sql = "select pupils, cohort, schools from mart.measures_by_network where measure = 'first_preference' and breakdown = 'total'"
        assert database.query(sql).rows() == [(1, 4, 1)]


def test_from_application_to_entry_over_the_cohort_the_leavers_and_the_entrants() -> None:
    roll = rolled(1, 13, *(pupil(n) for n in range(1, 7)))
    sent = applied(
        2, pupil(1, destination_provider="University of Oxford", application_status="Placed", course_code="A100"),
        pupil(2, destination_provider="University of Cambridge", application_status="Rejection"),
        pupil(2, destination_provider="University of Leeds", application_status="Placed"),
        pupil(3, destination_provider="University of Bath", application_status="Conditional offer"),
    )  # fmt: skip
    final = said(
        3, 13, pupil(1, destination_type="HIGHER_EDUCATION", destination_provider="University of Oxford", course_code="A100"),
        pupil(2, destination_type="HIGHER_EDUCATION", destination_provider="University of Leeds"),
        pupil(4, destination_type="HIGHER_EDUCATION", destination_provider="University of Bath"),
        pupil(5, destination_type="REPEAT_YEAR"),
    )  # fmt: skip
    with network(roll, sent, final) as database:
        sql = """select he_group, cohort, leavers, entrants, applied, offered, placed, entered, share_of_cohort, share_of_leavers, share_of_entrants
                 from mart.higher_education as h join ref.he_groups as g using (he_group) where breakdown = 'total' order by g.position"""
        assert database.query(sql).rows() == [
            ("any", 6, 5, 3, 3, 3, 2, 3, 3 / 6, 3 / 5, 1.0), ("russell_group", 6, 5, 3, 2, 2, 2, 2, 2 / 6, 2 / 5, 2 / 3),
            ("oxbridge", 6, 5, 3, 2, 1, 1, 1, 1 / 6, 1 / 5, 1 / 3), ("high_tariff", 6, 5, 3, *[None] * 7),
            ("medicine", 6, 5, 3, 1, 1, 1, 1, 1 / 6, 1 / 5, 1 / 3),
        ]  # fmt: skip
        assert counts(database, "left_school he_applied he_entered oxbridge_applied high_tariff_entered") == {
            "left_school": (5, 6), "he_applied": (3, 6), "he_entered": (3, 6), "oxbridge_applied": (2, 6), "high_tariff_entered": (None, 6),
        }  # fmt: skip
        assert offenders(database) == {}
        # A list for the year of entry, dropped in later, makes it known
        database.execute("insert into ref.he_group_entries values ('2025-26', 'high_tariff', (select provider_id from ref.providers where name = 'University of Bath'))")  # fmt: skip
        rebuild(database, "mart.higher_education")
        sql = (
            "select applied, entered from mart.higher_education where he_group = 'high_tariff' and breakdown = 'total'"
        )
        assert database.query(sql).rows() == [(1, 1)]


def test_who_stays_and_who_left_during_the_year_is_told_only_where_the_rolls_are_in() -> None:
    rolls = [
        rolled(1, 11, *(pupil(n) for n in range(1, 5)), on="2026-01-20"),
        rolled(2, 12, pupil(11), pupil(12), pupil(13, leaving_date="2026-02-02")),
        rolled(3, 11, pupil(21, leaving_date="2026-03-02"), pupil(22), school="marsh", on="2026-03-20"),
        rolled(4, 12, pupil(1), pupil(22), on="2026-10-01", cycle="2026-27"),
    ]
    with network(*rolls) as database:
        names = "stayed_on_own_roll on_network_roll left_in_year left_recorded left_overdue left_in_year_11 left_in_year_11_known"
        assert counts(database, names, where="school_id = 'hollins' and year_group = 11 and cycle = '2025-26'") == {
            "stayed_on_own_roll": (1, 4), "on_network_roll": (1, 4), "left_in_year_11": (0, 4), "left_in_year_11_known": (0, 0),
        }  # fmt: skip
        assert counts(database, names, where="school_id = 'marsh'") == {
            "stayed_on_own_roll": (None, 2), "on_network_roll": (None, 2), "left_in_year_11": (1, 2), "left_in_year_11_known": (0, 1),
        }  # fmt: skip
        assert counts(database, names, where="year_group = 12 and cycle = '2025-26'") == {
            "stayed_on_own_roll": (None, 3), "on_network_roll": (None, 3), "left_in_year": (1, 3), "left_recorded": (0, 1), "left_overdue": (1, 1),
        }  # fmt: skip


def test_what_is_not_open_yet_or_nobody_told_is_blank_and_never_nought() -> None:
    roll = rolled(1, 13, pupil(1), pupil(2))
    names = "guidance_needed guidance_held guidance_interview he_applied he_entered encounter_employer"
    with network(roll, as_of=BEFORE_STOCK_TAKE) as database:
        assert counts(database, names) == {
            "guidance_needed": (None, 2), "guidance_held": (None, None), "guidance_interview": (None, 2), "he_applied": (None, 2),
            "he_entered": (None, 2), "encounter_employer": (None, 2),
        }  # fmt: skip
        assert database.query("select distinct pupils, schools from mart.measures_by_network where measure = 'he_applied'").rows() == [(None, 0)]  # fmt: skip
    with network(roll) as database:
        assert counts(database, "guidance_needed guidance_held guidance_outstanding") == {
            "guidance_needed": (2, 2), "guidance_held": (0, 2), "guidance_outstanding": (2, 2),
        }  # fmt: skip


def test_every_measure_of_the_list_has_its_line_and_none_stands_beside_it() -> None:
    rolls = [rolled(year, year, pupil(year)) for year in range(7, 14)]
    primary = rolled(6, 6, pupil(6), school="dell", on="2026-06-01")
    autumn = [rolled(year + 10, year, pupil(90 + year), on="2026-10-01", cycle="2026-27") for year in (7, 12)]
    with network(*rolls, primary, *autumn) as database:
        sql = "select distinct measure, year_group from mart.measures_by_school where breakdown = 'total' and cycle = '2025-26'"
        assert set(database.query(sql).rows()) == {
            (row["measure"], int(year))
            for row in table("measures").to_dicts()
            for year in row["year_groups"].split("|")
        } - {("stayed_on_own_roll", 6)}  # a primary school has no year above


def test_leaders_see_a_denominator_only_where_the_count_that_it_is_is_shown() -> None:
    roll = rolled(1, 12, *(pupil(n, leaving_date="2026-02-02" if n < 3 else None) for n in range(1, 9)))
    with network(roll) as database:
        database.execute(
            """insert into mart.suppressions by name select 'leaders' as audience, '2025-26' as cycle, 'mart.measures_by_school' as table_name,
               'hollins' as school_id, 12 as year_group, '' as stage, 'total' as breakdown_topic, 'total' as breakdown, 'left_in_year' as item,
               'suppressed' as status"""
        )
        rebuild(database, "release.measures_by_school")
        sql = "select measure, pupils, cohort, status from release.measures_by_school where starts_with(measure, 'left_') order by all"
        assert database.query(sql).rows() == [
            ("left_in_year", None, 8, "suppressed"), ("left_not_participating", 0, None, "suppressed"), ("left_overdue", 2, None, "suppressed"),
            ("left_recorded", 0, None, "suppressed"),
        ]  # fmt: skip


@pytest.mark.parametrize("table", ["release.measures_by_school", "release.measures_by_network"])
def test_between_which_ends_a_hidden_headline_lies_is_told_beside_it(table: str) -> None:
    roll = rolled(1, 12, *(pupil(n) for n in range(1, 9)))
    with network(roll) as database:
        database.execute(
            f"""insert into mart.suppressions by name select 'leaders' as audience, '2025-26' as cycle,
               'mart.{table.removeprefix("release.")}' as table_name, '{"hollins" * ("school" in table)}' as school_id, 12 as year_group,
               '' as stage, 'total' as breakdown_topic, 'total' as breakdown, 'eet' as item, 'suppressed' as status, 'complement' as reason,
               0 as at_least, 6 as at_most"""
        )
        rebuild(database, table)
        sql = f"select pupils, cohort, at_least, at_most from {table} where year_group = 12 and breakdown = 'total' and measure"
        assert database.query(f"{sql} = 'eet'").rows() == [(None, 8, 0, 6)]
        assert database.query(f"{sql} = 'unknown'").rows() == [(8, 8, None, None)]


LEGAL = sorted(
    set(destination_types().filter(destination_types()["year_group"] == 13)["code"]) - {"UNDECIDED", "DECEASED"}
)


@settings(max_examples=3)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 5), st.sampled_from(["intended", "final"]), st.sampled_from(LEGAL), st.sampled_from([None, "grades", "prefers"])
        ),
        max_size=14,
    )
)  # fmt: skip
def test_whatever_is_said_measures_add_up_and_agree_with_the_tables_of_destinations(
    drawn: Sequence[tuple[int, str, str, str | None]],
) -> None:
    sexes = ("F", "M", None)
    rolls = [
        rolled(place, 13, *(pupil(10 * place + n, sex=sexes[n % 3], disadvantaged=("Yes", "No")[n % 2]) for n in range(3)), school=school)
        for place, school in ((1, "hollins"), (2, "marsh"))
    ]  # fmt: skip
    files = [
        said(
            3 + place, 13, pupil(10 * (1 + n // 3) + n % 3, destination_type=code, change_reason=why), stage=stage,
            school=("hollins", "marsh")[n // 3], on="2026-06-01" if stage == "intended" else "2026-10-01",
        )
        for place, (n, stage, code, why) in enumerate(drawn)
    ]  # fmt: skip
    with network(*rolls, *files) as database:
        assert offenders(database) == {}
