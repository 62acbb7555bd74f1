"""Encounters and the evidence for the Gatsby benchmarks: who met whom by when, and where leavers were afterwards."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from network import Row, delivery, network, pupil

from domain.codes import codes
from expectations.truths import truths
from warehouse.database import Database

TRUTHS = [truth for truth in truths() if truth.id.startswith(("encounters", "evidence", "on_one"))]
KINDS = codes().filter(column_name="encounter_kind")["code"].to_list()


def met(n: int, kind: str, on: str, meaningful: str | None = None, **more: str) -> Row:
    return pupil(n, encounter_kind=kind, encounter_on=on, meaningful=meaningful, **more)


def encounters(number: int, *rows: Row, cycle: str = "2025-26", on: str = "2026-07-10") -> dict[str, object]:
    return delivery(number, "hollins", "encounters", rows, year_group=None, on=on, cycle=cycle)  # type: ignore[arg-type]


def rolled(number: int, year_group: int, *rows: Row, cycle: str = "2025-26", on: str = "2025-10-10", school: str = "hollins") -> dict[str, object]:  # fmt: skip
    return delivery(number, school, "roll", rows, year_group=year_group, cycle=cycle, on=on)


def offenders(database: Database) -> dict[str, list[tuple[object, ...]]]:
    database.execute("set variable cycle = '2025-26'")
    return {truth.id: found for truth in TRUTHS if (found := database.query(truth.sql).rows())}


def test_an_employer_every_year_counts_meaningful_encounters_of_who_is_on_roll() -> None:
    year_9 = rolled(
        1, 9, pupil(1, disadvantaged="Yes"), pupil(2, disadvantaged="No", sen_provision="K"), pupil(3, disadvantaged="No"),
        pupil(4, leaving_date="2026-02-01"), pupil(5, enrolment_status="G"),
    )  # fmt: skip
    said = encounters(
        2, met(1, "Employer", "2025-11-03"), met(1, "employer talk", "2025-11-03"),  # one and the same
        met(1, "employer", "2026-03-02"), met(2, "employer", "2025-11-03", "Yes"), met(3, "employer", "2025-11-03", "No"),
        met(4, "employer", "2025-11-03"), met(9, "employer", "2025-11-03"), met(3, "work experience", "2026-06-15"),
        met(2, "employer", "2025-08-31"),  # the year before
    )  # fmt: skip
    with network(year_9, said) as database:
        sql = "select breakdown, on_roll, pupils, encounters, share from mart.encounters where encounter_kind = 'employer' order by breakdown_topic, breakdown"
        assert database.query(sql).rows() == [
            ("disadvantaged", 1, 1, 2, 1.0), ("not_disadvantaged", 2, 1, 1, 0.5),
            ("not_known", 2, 1, 2, 0.5), ("sen_support", 1, 1, 1, 1.0), ("total", 3, 2, 3, 2 / 3),
        ]  # fmt: skip
        sql = "select encounter_kind, pupils from mart.encounters where breakdown_topic = 'total'"
        assert dict(database.query(sql).iter_rows()) == dict.fromkeys(KINDS, 0) | {"employer": 2, "workplace": 1}
        assert offenders(database) == {}


def test_provider_access_asks_for_two_encounters_in_two_years_up_to_28_february() -> None:
    rolls = [
        rolled(1, 8, *(pupil(n) for n in range(1, 6)), cycle="2024-25", on="2024-10-10"),
        rolled(2, 9, *(pupil(n) for n in range(1, 6))),
    ]
    said = [
        encounters(3, met(1, "PAL", "2025-05-01"), met(2, "PAL", "2025-05-01"), cycle="2024-25", on="2025-07-01"),
        encounters(
            4, met(1, "technical", "2026-02-28"), met(2, "technical", "2026-03-01"), met(3, "technical", "2025-09-01"),
            met(3, "technical", "2025-09-02"), met(4, "employer", "2025-09-01"), met(4, "technical", "2025-09-01"),
        ),
    ]  # fmt: skip
    next_year = rolled(5, 13, pupil(6), cycle="2026-27", on="2026-10-10")
    with network(*rolls, *said, next_year, as_of=date(2027, 2, 28)) as database:
        sql = "select on_roll, pupils, share, deadline_on, is_settled, is_mandatory from mart.provider_access where breakdown_topic = 'total' order by cycle"
        assert database.query(sql).rows() == [
            (5, 2, 0.4, date(2026, 2, 28), True, True),  # pupils 1 and 3
            (1, 0, 0.0, date(2027, 2, 28), False, False),  # the last day is not over yet
        ]
        assert offenders(database) == {}


def test_guidance_by_16_is_any_interview_so_far_and_by_18_one_of_years_12_and_13() -> None:
    rolls = [
        rolled(1, 10, pupil(1), pupil(2), pupil(3), cycle="2024-25", on="2024-10-10"),
        rolled(2, 11, pupil(1), pupil(2), pupil(3)),
        rolled(3, 11, pupil(11), pupil(12), cycle="2023-24", on="2024-01-20"),
        rolled(4, 12, pupil(11), pupil(12), cycle="2024-25", on="2024-10-10"),
        rolled(5, 13, pupil(11), pupil(12)),
    ]
    said = [
        encounters(6, met(1, "guidance", "2024-11-04"), met(11, "careers interview", "2025-06-30"), cycle="2024-25", on="2025-07-01"),
        encounters(7, met(12, "guidance", "2024-03-04"), cycle="2023-24", on="2024-04-01"),
        # A list of destinations says so too; a day to come is a plan
        delivery(
            8, "hollins", "destinations",
            [pupil(2, destination_type="SEEKING", guidance_on="2026-03-02"), pupil(3, destination_type="SEEKING", guidance_on="2026-05-20")],
            stage="intended", on="2026-03-20",
        ),
    ]  # fmt: skip
    with network(*rolls, *said) as database:
        sql = "select year_group, cohort, pupils, share, is_settled from mart.guidance_interviews where cycle = '2025-26' and breakdown_topic = 'total' order by 1"
        assert database.query(sql).rows() == [(11, 3, 2, 2 / 3, True), (13, 2, 1, 0.5, True)]
        assert offenders(database) == {}


def test_destinations_are_held_where_somebody_said_or_a_roll_shows_them_in_that_year() -> None:
    leavers = rolled(1, 11, *(pupil(n) for n in range(1, 6)), cycle="2023-24", on="2024-01-20")

    def final(number: int, n: int, kind: str, on: str, **more: str) -> dict[str, object]:
        row = pupil(n, destination_type=kind, recorded_on=on, **more)
        return delivery(number, "hollins", "destinations", [row], stage="final", cycle="2023-24", on="2026-10-01")

    told = [
        rolled(2, 12, pupil(1), cycle="2024-25", on="2024-10-10"),  # on roll in the first year
        rolled(3, 13, pupil(1), cycle="2025-26", on="2025-10-10"),  # and in the second
        final(4, 2, "EMPLOYMENT", "2024-08-28", verified_on="2024-10-01", verified_by="employer"),  # verified in the first
        final(5, 3, "FE_COLLEGE", "2024-08-28"),  # before the first year began
        final(6, 4, "FE_COLLEGE", "2026-09-20"),  # in the third
        final(7, 5, "UNKNOWN", "2024-10-01"),  # nothing is known
    ]  # fmt: skip
    with network(leavers, *told) as database:
        sql = (
            "select years_after, cohort, pupils, share, is_over from mart.destinations_held order by cycle, years_after"
        )
        assert database.query(sql).rows() == [
            (1, 5, 2, 0.4, True), (2, 5, 1, 0.2, True), (3, 5, 1, 0.2, False),
            (1, 1, 0, 0.0, False), (2, 1, None, None, False), (3, 1, None, None, False),  # Year 13 of 2025-26: years to come
        ]  # fmt: skip
        assert offenders(database) == {}


def test_the_newest_evaluation_counts_beside_the_one_before_if_both_are_of_one_version() -> None:
    def scores(number: int, on: str, version: str | None, cycle: str, *told: tuple[str, str, str | None]) -> dict[str, object]:  # fmt: skip
        rows = [
            {"benchmark": benchmark, "benchmark_score": score, "benchmark_achieved": achieved, "evaluated_on": on, "evaluation_version": version}
            for benchmark, score, achieved in told
        ]  # fmt: skip
        return delivery(number, "hollins", "compass", rows, year_group=None, on=on, cycle=cycle)  # type: ignore[arg-type]

    evaluations = [
        scores(1, "2025-07-01", "2024", "2024-25", ("1", "60", None), ("2", "100", None)),
        scores(2, "2025-12-10", "2025/26", "2025-26", ("1", "70%", None), ("2", "100", "No"), ("Benchmark 3", "40", None)),
        scores(3, "2026-03-20", "2025-26", "2025-26", ("1", "100", None)),
    ]  # fmt: skip
    with network(*evaluations) as database:
        sql = "select benchmark, score, is_achieved, evaluated_on, previous_score, is_comparable from mart.compass where cycle = '2025-26' order by 1"
        assert database.query(sql).rows() == [
            (1, 100.0, True, date(2026, 3, 20), 70.0, True),
            (2, 100.0, False, date(2025, 12, 10), 100.0, False),
            (3, 40.0, False, date(2025, 12, 10), None, None),
        ]


DAYS = st.dates(date(2025, 9, 1), date(2026, 7, 1)).map(str)
MET = st.tuples(st.integers(1, 5), st.sampled_from(KINDS), DAYS)


@settings(max_examples=2)
@given(said=st.lists(MET, max_size=12), more=st.lists(MET, min_size=1, max_size=6))
def test_what_was_not_meaningful_or_was_said_before_changes_nothing(
    said: list[tuple[int, str, str]], more: list[tuple[int, str, str]]
) -> None:
    def measured(*files: dict[str, object]) -> list[tuple[object, ...]]:
        with network(rolled(1, 9, *(pupil(n) for n in range(1, 5))), *files) as database:
            assert offenders(database) == {}
            return database.query("select * from mart.encounters order by all").rows()

    once = encounters(2, *(met(*what) for what in said))
    again = encounters(3, *(met(*what, "No") for what in more), *(met(*what) for what in said))
    assert measured(once) == measured(once, again)


def test_where_no_list_of_encounters_came_nobody_knows_and_that_is_not_nought() -> None:
    with network(delivery(1, "hollins", "roll", [pupil(1), pupil(2)], on="2025-10-01")) as database:
        for mart in ("encounters", "guidance_interviews"):
            told = database.query(f"select distinct pupils, share from mart.{mart} where breakdown_topic = 'total'")
            assert told.rows() == [(0, None)], mart
