"""core.claims and core.destinations: news is kept for ever, the newest leads, and a claim counts for the stage that its day allows."""

from __future__ import annotations

from datetime import date

from network import delivery, network, pupil

from warehouse.database import Database

ROLL = delivery(1, "hollins", "roll", [pupil(1)], on="2026-01-20")


def said(number: int, type_: str, *, stage: str = "final", on: str = "2026-10-01", **more: str) -> dict[str, object]:
    return delivery(number, "hollins", "destinations", [pupil(1, destination_type=type_, **more)], stage=stage, on=on)


def picture(database: Database) -> dict[str, tuple[str, bool]]:
    rows = database.query("select stage, destination_type, is_confirmed from core.destinations").iter_rows()
    return {stage: (type_, confirmed) for stage, type_, confirmed in rows}


def test_a_pupil_without_a_claim_is_unknown_at_every_open_stage() -> None:
    with network(ROLL) as database:
        assert picture(database) == {"intended": ("UNKNOWN", False), "final": ("UNKNOWN", False)}


def test_before_results_day_there_is_no_final_stage_yet() -> None:
    with network(ROLL, as_of=date(2026, 8, 19)) as database:
        assert picture(database) == {"intended": ("UNKNOWN", False)}


def test_a_final_destination_recorded_before_results_day_is_an_intention() -> None:
    with network(ROLL, said(2, "FE", recorded_on="2026-06-30")) as database:
        assert picture(database) == {"intended": ("FE_COLLEGE", False), "final": ("UNKNOWN", False)}


def test_but_not_where_the_pupil_had_left_by_then() -> None:
    with network(ROLL, said(2, "APPRENTICESHIP", recorded_on="2026-04-20", leaving_date="2026-04-01")) as database:
        assert picture(database)["final"] == ("APPRENTICESHIP", False)


def test_only_evidence_from_the_new_term_confirms() -> None:
    for verified_on, confirmed in (("2026-08-31", False), ("2026-09-01", True)):
        with network(
            ROLL, said(2, "FE", recorded_on="2026-08-28", verified_on=verified_on, verified_by="provider")
        ) as database:
            assert picture(database)["final"] == ("FE_COLLEGE", confirmed)


def test_the_latest_recorded_claim_leads_though_an_older_one_came_later() -> None:
    with network(
        ROLL, said(2, "FE", recorded_on="2026-09-30"), said(3, "EMPLOYMENT", recorded_on="2026-09-01")
    ) as database:
        assert picture(database)["final"][0] == "FE_COLLEGE"


def test_within_a_fortnight_a_college_outranks_the_pupils_word_and_after_it_does_not() -> None:
    college = said(2, "FE", recorded_on="2026-09-10", verified_by="provider")
    for day, leads in (("2026-09-23", "FE_COLLEGE"), ("2026-09-24", "EMPLOYMENT")):
        with network(ROLL, college, said(3, "EMPLOYMENT", recorded_on=day, verified_by="pupil")) as database:
            assert picture(database)["final"][0] == leads


def test_a_blank_cell_never_overwrites_a_claim_and_an_absent_pupil_keeps_theirs() -> None:
    with network(
        ROLL,
        said(2, "FE"),
        said(3, ""),
        delivery(4, "hollins", "destinations", [pupil(2, destination_type="FE")], stage="final"),
    ) as database:
        assert picture(database)["final"][0] == "FE_COLLEGE"


def test_each_claim_says_whether_it_is_new_changed_or_unchanged() -> None:
    with network(
        ROLL, said(2, "FE"), said(3, "FE"), said(4, "EMPLOYMENT"), said(5, "FE", stage="intended")
    ) as database:
        assert database.query("select change from core.claims order by delivery_id")["change"].to_list() == [
            "new",
            "unchanged",
            "changed",
            "new",
        ]


def test_a_held_row_is_in_no_core_table() -> None:
    with network(ROLL, said(2, "FE"), held=[("d2", 2)]) as database:
        assert database.value("select count(*) from core.claims") == 0
        assert picture(database)["final"][0] == "UNKNOWN"
        assert database.query("select fate, reason from core.row_fates where delivery_id = 'd2'").rows() == [
            ("held", "test")
        ]
