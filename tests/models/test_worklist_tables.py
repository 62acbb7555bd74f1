"""Who stands on which worklist, and why: one example of each reason that a reader can check by eye."""

from __future__ import annotations

from datetime import date

import polars as pl
from network import delivery, network, pupil

ROLL_11 = delivery(
    1, "hollins", "roll",
    [
        pupil(1, attendance="88"), pupil(2, sen_provision="E"), pupil(3), pupil(4), pupil(5, looked_after="Y"), pupil(6),
        pupil(7, contact_permission="withdrawn"), pupil(8), pupil(9),
    ],
    on="2025-10-01",
)  # fmt: skip
ROLL_13 = delivery(2, "hollins", "roll", [pupil(n) for n in range(31, 37)], year_group=13, on="2025-10-01")
LARKHILL = {"destination_type": "FE_COLLEGE", "destination_provider": "Larkhill College"}
PLANS = delivery(
    3, "hollins", "destinations",
    [
        pupil(1, **LARKHILL), pupil(2, destination_type="UNDECIDED"), pupil(3, **LARKHILL, offer_status="no_offer"),
        pupil(4, **LARKHILL, guidance_needed="yes", guidance_on="2026-02-25"), pupil(5, **LARKHILL),
        pupil(6, destination_type="College", destination_provider="town"), pupil(9, **LARKHILL),
    ],
    stage="intended", on="2026-02-26",
)  # fmt: skip
UCAS = delivery(
    4, "hollins", "applications",
    [
        pupil(31, destination_provider="University of Leeds", application_status="firm"),
        pupil(32, destination_provider="University of York", application_status="rejected"),
        pupil(33, destination_provider="University of York", application_status="insurance"),
        pupil(33, destination_provider="University of Leeds", application_status="firm"),
    ],
    year_group=13, on="2026-05-20",
)  # fmt: skip
RESULTS = delivery(
    5, "hollins", "applications",
    [
        pupil(31, destination_provider="University of Leeds", application_status="placed"),
        pupil(33, destination_provider="University of York", application_status="placed"),
    ],
    year_group=13, on="2026-08-13",
)  # fmt: skip
FINALS = delivery(
    6, "hollins", "destinations",
    [
        pupil(1, **LARKHILL, contacted_on="2026-09-03", contact_outcome="no_answer", contacted_by="Mr Hale"),
        pupil(3, **LARKHILL, verified_by="provider", verified_on="2026-09-10"),
        pupil(4, contacted_on="2026-09-04", contact_method="phone"), pupil(9, destination_type="DECEASED"),
    ],
    stage="final", on="2026-09-12",
)  # fmt: skip


def by_name(frame: pl.DataFrame, *columns: str) -> dict[int, list[object]]:
    """The rows of a list by the number in the pupil's surname."""
    return {
        int(str(surname).removeprefix("Surname")): [tuple(v) if isinstance(v, list) else v for v in values]
        for surname, *values in frame.select("surname", *columns).iter_rows()
    }


def listed(database, table: str) -> pl.DataFrame:  # type: ignore[no-untyped-def]
    return database.query(f"select p.surname, l.* from {table} as l join core.pupils as p using (pupil_id)")


def test_the_guidance_list_says_why_and_whether_somebody_has_talked_since_the_stock_take_opened() -> None:
    with network(ROLL_11, ROLL_13, PLANS, UCAS, as_of=date(2026, 5, 21)) as database:
        found = by_name(listed(database, "mart.guidance_list"), "reasons", "guidance", "applications", "offers")
    assert {number: values for number, values in found.items() if number < 30} == {
        2: [("undecided", "ehc_plan"), "outstanding", None, None],
        3: [("no_offer",), "outstanding", None, None],
        4: [("asked_for",), "held", None, None],
        5: [("looked_after",), "outstanding", None, None],
        6: [("college_not_said",), "outstanding", None, None],
        8: [("no_plan",), "outstanding", None, None],
    }, "low attendance alone lists nobody, and an objector is on no list"
    assert found[32] == [("no_plan", "no_offer"), "outstanding", 1, 0]
    assert 7 not in found and 1 not in found and 9 not in found


def test_on_results_day_the_board_says_whom_to_call_first() -> None:
    with network(ROLL_11, ROLL_13, PLANS, UCAS, RESULTS, as_of=date(2026, 8, 13)) as database:
        board = by_name(listed(database, "mart.results_day_board"), "urgency", "reason", "outcome", "placed_provider")
    assert board == {
        31: [7, "settled", "placed_firm", "University of Leeds"],
        32: [1, "unplaced", "unplaced", None],
        33: [6, "other_place", "placed_insurance", "University of York"],
        34: [3, "no_plan", None, None],
        35: [3, "no_plan", None, None],
        36: [3, "no_plan", None, None],
    }, "before GCSE results Year 11 is not on it"


def test_a_placed_application_is_the_decision_and_nobody_types_it_again() -> None:
    with network(ROLL_11, ROLL_13, PLANS, UCAS, RESULTS, as_of=date(2026, 8, 13)) as database:
        said = database.query(
            """
            select p.surname, d.destination_type, d.destination_provider, d.verified_by, d.is_confirmed
            from core.destinations as d join core.pupils as p using (pupil_id)
            where d.stage = 'final' and d.destination_type <> 'UNKNOWN' order by p.surname
            """
        ).rows()
    assert said == [
        ("Surname31", "HIGHER_EDUCATION", "University of Leeds", "ucas", False),
        ("Surname33", "HIGHER_EDUCATION", "University of York", "ucas", False),
    ]


def test_the_chase_list_groups_by_who_can_tell_and_counts_the_calls() -> None:
    with network(ROLL_11, ROLL_13, PLANS, UCAS, RESULTS, FINALS, as_of=date(2026, 9, 14)) as database:
        columns = ("reason", "whom_to_call", "is_only_planned", "attempts", "last_outcome", "last_caller", "due_on")
        chase = by_name(listed(database, "mart.chase_list").filter(pl.col("year_group") == 11), *columns)
        repair = by_name(listed(database, "mart.repair_list"), "reason", "said")
    ends = date(2026, 10, 1)
    assert chase == {
        1: ["unconfirmed", "Larkhill College", False, 1, "no_answer", "Mr Hale", ends],
        2: ["unknown", None, True, 0, None, None, ends],
        4: ["unknown", "Larkhill College", True, 1, "", None, ends],
        5: ["unknown", "Larkhill College", True, 0, None, None, ends],
        6: ["unknown", "town", True, 0, None, None, ends],
        8: ["unknown", None, True, 0, None, None, ends],
    }, "confirmed, deceased and objecting pupils are chased by nobody"
    assert repair == {
        1: ["provider_unknown", "Larkhill College"],
        3: ["provider_unknown", "Larkhill College"],
    }


def test_who_did_not_come_back_for_year_13_is_missed_once_the_new_roll_is_in_and_a_lapsed_leaver_is_asked_again() -> (
    None
):
    year_12 = delivery(1, "hollins", "roll", [pupil(n) for n in (51, 52, 53)], year_group=12, on="2025-10-02")
    left = pupil(
        53, leaving_date="2026-01-09", destination_type="TEMPORARY_EMPLOYMENT", recorded_on="2026-01-12",
        review_on="2026-03-01",
    )  # fmt: skip
    gone = delivery(2, "hollins", "destinations", [left], year_group=12, stage="final", on="2026-01-20")
    year_13 = delivery(3, "hollins", "roll", [pupil(51)], year_group=13, on="2026-09-08", cycle="2026-27")
    with network(year_12, gone, as_of=date(2026, 11, 5)) as database:
        before = by_name(listed(database, "mart.chase_list"), "reason", "whom_to_call")
    with network(year_12, gone, year_13, as_of=date(2026, 11, 5)) as database:
        after = by_name(listed(database, "mart.chase_list"), "reason", "whom_to_call")
    assert before == {53: ["stale", None]}, "without the new roll nobody is missed"
    assert after == {52: ["unknown", None], 53: ["stale", None]}
