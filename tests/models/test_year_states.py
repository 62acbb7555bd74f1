"""The year's states: autumn rolls as evidence, the reconciliation, checkpoints, offers, leavers, currency. A reader can count along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from network import delivery, network, pupil

from warehouse.database import Database

ROLL_11 = delivery(1, "hollins", "roll", [pupil(n) for n in range(1, 7)], on="2026-01-20")


def autumn(
    number: int, school: str, rows: Sequence[Mapping[str, object]], year_group: int = 12, on: str = "2026-10-05"
) -> dict[str, object]:
    """A roll of the next cycle, in the autumn after the leaving summer."""
    return delivery(number, school, "roll", rows, year_group=year_group, on=on, cycle="2026-27")  # type: ignore[arg-type]


def finals(number: int, said: Mapping[int, tuple[str, str]], on: str = "2026-08-25", **more: str) -> dict[str, object]:
    """Hollins' final destinations: pupil -> type and provider."""
    rows = [
        pupil(n, destination_type=kind, destination_provider=where or None, recorded_on=on, **more)
        for n, (kind, where) in said.items()
    ]
    return delivery(number, "hollins", "destinations", rows, stage="final", on=on)


def by_pupil(database: Database, table: str, columns: str, where: str = "true") -> dict[str, object]:
    sql = f"select p.surname, {columns} from {table} as t join core.pupils as p using (pupil_id) where t.cycle = '2025-26' and {where}"
    return {
        row[0].removeprefix("Surname"): row[1] if len(row) == 2 else row[1:] for row in database.query(sql).iter_rows()
    }


def test_an_autumn_roll_confirms_a_final_destination_and_names_the_rest() -> None:
    said = {
        1: ("SIXTH_FORM", "Hollins Academy"),  # on the own roll
        2: ("SIXTH_FORM", "Hollins Academy"),  # on no roll
        3: ("FE_COLLEGE", "Larkhill College"),  # on the own roll all the same
        4: ("FE_COLLEGE", "Larkhill College"),  # on the roll of Marsh
        6: ("SIXTH_FORM", "Marsh School"),  # on the roll of Marsh
    }
    rolls = [autumn(3, "hollins", [pupil(1), pupil(3)]), autumn(4, "marsh", [pupil(4), pupil(5), pupil(6)])]
    with network(ROLL_11, finals(2, said), *rolls) as database:
        assert by_pupil(database, "core.reconciliation", "state") == {
            "1": "confirmed", "2": "no_show", "3": "contradiction", "4": "surprise_arrival", "5": "unclaimed", "6": "confirmed",
        }  # fmt: skip
        assert by_pupil(database, "core.destinations", "destination_category, verified_by, is_confirmed", "stage = 'final'") == {
            "1": ("school_sixth_form", "own_roll", True), "2": ("school_sixth_form", None, False), "3": ("school_sixth_form", "own_roll", True),
            "4": ("school_sixth_form", "network_roll", True), "5": ("school_sixth_form", "network_roll", True),
            "6": ("school_sixth_form", "network_roll", True),
        }  # fmt: skip
        sql = "select cohort, has_next_year, roll_received, on_own_roll, on_other_roll, elsewhere, unknown from mart.retention"
        assert database.query(sql + " where cycle = '2025-26'").rows() == [(6, True, True, 2, 3, 1, 0)]
        sql = "select other_school_id, state, pupils from mart.reconciliation where cycle = '2025-26' order by all"
        assert database.query(sql).rows() == [
            ("hollins", "confirmed", 1), ("hollins", "contradiction", 1), ("hollins", "no_show", 1),
            ("marsh", "confirmed", 1), ("marsh", "surprise_arrival", 1), ("marsh", "unclaimed", 1),
        ]  # fmt: skip


def test_while_a_schools_autumn_roll_is_not_in_nobody_is_a_no_show() -> None:
    said = {1: ("SIXTH_FORM", "Hollins Academy"), 2: ("SIXTH_FORM", "Marsh School")}
    with network(ROLL_11, finals(2, said), autumn(3, "hollins", [pupil(9)])) as database:
        states = by_pupil(database, "core.reconciliation", "state")
        assert (states["1"], states["2"], states["3"]) == ("no_show", "awaiting_roll", "unknown")


def test_before_the_new_term_there_is_nothing_to_reconcile() -> None:
    with network(ROLL_11, finals(2, {1: ("SIXTH_FORM", "Hollins Academy")}), as_of=date(2026, 8, 31)) as database:
        assert database.value("select count(*) from core.reconciliation") == 0
        assert database.value("select count(*) from mart.retention") == 0


def test_the_newest_autumn_roll_says_who_is_there_and_a_guest_is_not() -> None:
    rolls = [
        autumn(3, "hollins", [pupil(1), pupil(2), pupil(3)], on="2026-09-08"),
        autumn(4, "hollins", [pupil(1), pupil(3, enrolment_status="G"), pupil(4, leaving_date="2026-09-20")]),
        autumn(5, "hollins", [pupil(1), pupil(2), pupil(3)], on="2027-01-15"),
    ]
    with network(ROLL_11, *rolls, as_of=date(2027, 1, 20)) as database:
        assert by_pupil(database, "core.autumn_rolls", "school_id") == {"1": "hollins"}


def test_on_two_rolls_the_school_joined_last_is_taken_and_it_is_a_contradiction() -> None:
    rolls = [
        autumn(3, "marsh", [pupil(1, entry_date="2026-09-14")]),
        autumn(4, "hollins", [pupil(1, entry_date="2020-09-04")], on="2026-10-07"),
    ]
    with network(ROLL_11, *rolls) as database:
        assert by_pupil(database, "core.reconciliation", "found_at, state")["1"] == ("marsh", "contradiction")


def test_year_12_continues_in_the_own_sixth_form_by_the_year_13_roll_alone() -> None:
    year_12 = delivery(1, "hollins", "roll", [pupil(n) for n in range(1, 5)], year_group=12, on="2025-10-10")
    plans = delivery(
        2, "hollins", "destinations", [pupil(n, destination_type="SIXTH_FORM", destination_provider="Hollins Academy") for n in (1, 2)],
        year_group=12, stage="intended", on="2026-03-01",
    )  # fmt: skip
    rolls = [autumn(3, "hollins", [pupil(1)], 13), autumn(4, "hollins", [pupil(3)], 12)]
    with network(year_12, plans, *rolls) as database:
        assert by_pupil(database, "core.destinations", "destination_category", "stage = 'final'") == {
            "1": "continuing_own_sixth_form", "2": "unknown", "3": "repeating", "4": "unknown",
        }  # fmt: skip
        assert by_pupil(database, "core.reconciliation", "state") == {
            "1": "confirmed",
            "2": "no_show",
            "3": "unclaimed",
            "4": "unknown",
        }


def test_year_6_is_found_on_the_year_7_roll_of_a_school_of_the_network() -> None:
    year_6 = delivery(1, "dell", "roll", [pupil(n) for n in range(1, 4)], year_group=6, on="2026-05-25")
    offers = delivery(
        2, "dell", "destinations", [pupil(n, destination_type="SECONDARY", destination_provider="Hollins Academy") for n in (1, 2)],
        year_group=6, stage="intended", on="2026-03-10",
    )  # fmt: skip
    with network(year_6, offers, autumn(3, "hollins", [pupil(1), pupil(3)], 7)) as database:
        assert by_pupil(database, "core.reconciliation", "state") == {
            "1": "confirmed",
            "2": "no_show",
            "3": "unclaimed",
        }
        assert by_pupil(database, "core.destinations", "destination_category, verified_by", "stage = 'final'")["1"] == (
            "state_secondary",
            "network_roll",
        )
        assert database.query(
            "select has_next_year, on_own_roll, on_other_roll, unknown from mart.retention"
        ).rows() == [(False, None, 2, 1)]


def said_on(number: int, n: int, kind: str, on: str, stage: str = "intended") -> dict[str, object]:
    return delivery(
        number, "hollins", "destinations", [pupil(n, destination_type=kind, recorded_on=on)], stage=stage, on=on
    )


PLANS = [
    said_on(2, 1, "UNDECIDED", "2026-02-24"),
    said_on(3, 1, "FE_COLLEGE", "2026-05-20"),
    said_on(4, 1, "SIXTH_FORM", "2026-06-20"),
]
DECISIONS = [said_on(5, 1, "FE_COLLEGE", "2026-08-20", "final"), said_on(6, 1, "APPRENTICESHIP", "2026-09-20", "final")]


def test_each_checkpoint_holds_what_was_said_by_then_however_late_the_file_came() -> None:
    late = delivery(
        9,
        "hollins",
        "destinations",
        [pupil(2, destination_type="EMPLOYMENT", recorded_on="2026-03-01")],
        stage="intended",
        on="2026-09-15",
    )
    with network(ROLL_11, *PLANS, *DECISIONS, late) as database:
        sql = "select checkpoint, destination_type from core.checkpoints join core.pupils using (pupil_id) where surname = ? order by closes_on"
        assert database.query(sql, ["Surname1"]).rows() == [
            ("stock_take", "UNDECIDED"), ("end_of_may", "FE_COLLEGE"), ("before_results", "SIXTH_FORM"), ("results_day", "FE_COLLEGE"),
        ]  # fmt: skip
        assert database.query(sql, ["Surname2"]).row(0) == ("stock_take", "EMPLOYMENT")
        sql = "select pupils, same_at_final from mart.checkpoints where checkpoint = 'results_day' and destination_category = 'further_education'"
        assert database.query(sql).rows() == [(1, 0)]
        sql = "select final_category, pupils from mart.checkpoint_flows where checkpoint = 'before_results' and checkpoint_category = 'school_sixth_form'"
        assert database.query(sql).rows() == [("apprenticeship", 1)]


def test_a_checkpoint_in_the_future_has_no_number_never_a_nought() -> None:
    with network(ROLL_11, *PLANS[:1], as_of=date(2026, 3, 1)) as database:
        sql = "select distinct checkpoint, is_reached, is_settled, pupils is null from mart.checkpoints order by 1"
        assert database.query(sql).rows() == [
            ("before_results", False, False, True), ("end_of_may", False, False, True), ("results_day", False, False, True),
            ("stock_take", True, False, False),
        ]  # fmt: skip


def test_fit_and_direction_hold_the_final_destination_against_the_last_plan() -> None:
    plans = delivery(2, "hollins", "destinations", [
        pupil(n, destination_type=kind, destination_provider=where)
        for n, kind, where in ((1, "FE_COLLEGE", "Larkhill College"), (2, "EMPLOYMENT", None), (3, "SIXTH_FORM", "Hollins Academy"), (4, "FE_COLLEGE", "Larkhill College"))
    ], stage="intended", on="2026-03-01")  # fmt: skip
    went = {
        1: ("FE_COLLEGE", "Larkhill College"),
        2: ("FE_COLLEGE", "Larkhill College"),
        3: ("SEEKING", ""),
        4: ("SIXTH_FORM", "Hollins Academy"),
        5: ("SEEKING", ""),
    }
    with network(ROLL_11, plans, finals(3, went)) as database:
        assert by_pupil(database, "core.destinations", "direction, fit", "stage = 'final'") == {
            "1": ("same", "first_choice"), "2": ("up", None), "3": ("down", "below_plan"), "4": ("lateral", None), "5": (None, None), "6": (None, None),
        }  # fmt: skip


def test_a_verification_lapses_with_the_academic_year_and_employment_after_six_months() -> None:
    went = [
        finals(2, {1: ("FE_COLLEGE", "Larkhill College")}, on="2026-08-25"),  # the year ended six days later
        finals(3, {2: ("FE_COLLEGE", "Larkhill College")}, on="2026-09-05"),
        finals(4, {3: ("APPRENTICESHIP", "")}, on="2026-08-25"),  # twelve months
        finals(
            5,
            {4: ("FE_COLLEGE", "Larkhill College")},
            on="2026-08-25",
            verified_on="2026-09-10",
            verified_by="provider",
        ),
        finals(6, {5: ("SEEKING", "")}, on="2026-08-25"),  # must be asked again and again, but never lapses
    ]
    for as_of, stale in ((date(2026, 10, 31), None), (date(2026, 11, 1), True)):
        with network(ROLL_11, *went, as_of=as_of) as database:
            other = None if stale is None else False
            assert by_pupil(database, "core.destinations", "is_stale", "stage = 'final'") == {
                "1": stale,
                **dict.fromkeys("23456", other),
            }
            assert database.query("select stale from mart.coverage where stage = 'final'").item() == (
                None if stale is None else 1
            )


def test_a_leaver_of_the_sixth_form_is_due_at_once_and_overdue_after_ten_working_days() -> None:
    rows = [
        pupil(1, leaving_date="2026-02-02", leaving_reason="Moved"),
        pupil(2, leaving_date="2026-02-02"),
        pupil(3, leaving_date="2026-06-30"),
        pupil(4),
    ]
    year_12 = delivery(1, "hollins", "roll", rows, year_group=12, on="2026-02-05")
    said = delivery(
        2,
        "hollins",
        "destinations",
        [pupil(1, destination_type="SEEKING")],
        year_group=12,
        stage="final",
        on="2026-02-10",
    )
    for as_of, state in ((date(2026, 2, 16), "due"), (date(2026, 2, 17), "overdue")):
        with network(year_12, said, as_of=as_of) as database:
            assert by_pupil(database, "core.in_year_leavers", "state, leaving_reason") == {
                "1": ("recorded", "Moved"),
                "2": (state, None),
            }
            row = database.query(
                "select leavers, recorded, due, overdue, not_participating from mart.in_year_leavers"
            ).row(0)
            assert row == (2, 1, int(state == "due"), int(state == "overdue"), 1)


def test_the_september_guarantee_counts_the_newest_status_by_home_authority() -> None:
    roll = delivery(
        1, "hollins", "roll", [pupil(n, home_la="330" if n < 3 else None) for n in range(1, 5)], on="2026-01-20"
    )
    said = [
        delivery(2, "hollins", "destinations", [pupil(n, offer_status="No offer", recorded_on="2026-05-01") for n in (1, 2, 3)], stage="intended", on="2026-05-02"),
        delivery(3, "hollins", "destinations", [pupil(1, offer_status="Offer made", recorded_on="2026-09-30")], stage="final", on="2026-10-02"),
        delivery(4, "hollins", "destinations", [pupil(2, offer_status="Offer made", recorded_on="2026-10-01")], stage="final", on="2026-10-03"),
    ]  # fmt: skip
    with network(roll, *said) as database:
        sql = "select home_la, cohort, offer_made, no_offer, not_recorded from mart.september_guarantee order by 1"
        assert database.query(sql).rows() == [("330", 2, 1, 1, 0), ("not_known", 2, 0, 1, 1)]
    with network(roll, *said[:1], as_of=date(2026, 5, 30)) as database:
        assert database.value("select count(*) from mart.september_guarantee") == 0


def test_six_months_later_a_roll_says_who_is_still_there() -> None:
    rolls = [autumn(3, "hollins", [pupil(1), pupil(2)]), autumn(4, "hollins", [pupil(1)], on="2027-03-02")]
    for as_of, there in ((date(2027, 2, 28), (None, None)), (date(2027, 3, 5), (True, False))):
        known = rolls if as_of.month == 3 else rolls[:1]
        with network(ROLL_11, *known, as_of=as_of) as database:
            found = by_pupil(database, "core.destinations", "still_there", "stage = 'final'")
            assert (found["1"], found["2"], found["3"]) == (*there, None)


def test_year_11_of_2026_sat_no_tests_so_prior_attainment_is_never_low() -> None:
    roll = delivery(1, "hollins", "roll", [pupil(1, prior_attainment="Low")], on="2026-01-20")
    with network(roll) as database:
        assert database.query("select prior_attainment, prior_attainment_basis from core.cohort").row(0) == (
            "not_known",
            "not_available",
        )


def test_rolls_and_lists_are_held_against_each_other_both_ways() -> None:
    with network(ROLL_11, finals(2, {1: ("SEEKING", ""), 9: ("SEEKING", "")})) as database:
        sql = "select cohort, cohort_named, cohort_not_named, named_not_on_roll from mart.roll_reconciliation where stage = 'final'"
        assert database.query(sql).rows() == [(6, 1, 5, 1)]


@settings(max_examples=5)
@given(
    said=st.dictionaries(
        st.integers(1, 6), st.sampled_from(["Hollins Academy", "Marsh School", "Larkhill College", ""])
    ),
    found=st.dictionaries(st.integers(1, 6), st.sampled_from(["hollins", "marsh"])),
    rolls_in=st.sets(st.sampled_from(["hollins", "marsh"])),
)
def test_a_no_show_is_exactly_who_was_said_to_come_to_a_school_whose_roll_is_in_and_is_on_none(
    said: dict[int, str], found: dict[int, str], rolls_in: set[str]
) -> None:
    names = {"Hollins Academy": "hollins", "Marsh School": "marsh"}
    claims = finals(2, {n: ("SIXTH_FORM", where) if where else ("UNKNOWN", "") for n, where in said.items()})
    rolls = [
        autumn(3 + place, school, [*(pupil(n) for n, at in found.items() if at == school), pupil(90 + place)])
        for place, school in enumerate(sorted(rolls_in))
    ]
    with network(ROLL_11, claims, *rolls) as database:
        states = by_pupil(database, "core.reconciliation", "state")
        on_a_roll = {n for n, at in found.items() if at in rolls_in}
        expected = {str(n) for n, where in said.items() if names.get(where) in rolls_in and n not in on_a_roll}
        assert {n for n, state in states.items() if state == "no_show"} == expected
        assert len(states) == 6
