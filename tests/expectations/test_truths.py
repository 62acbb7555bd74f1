"""Each truth holds in a small world that is in order, and names the offender where one thing isn't."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from expectations.truths import Truth, read_truth, truths

TRUTHS = {truth.id: truth for truth in truths()}

WORLD = Path(__file__).with_name("world.sql").read_text()

SCHOOL = "where school_id = 'ashdale'"
HOLLINS = "where school_id = 'hollins'"
FINAL = f"{SCHOOL} and stage = 'final'"
TOTAL = f"{FINAL} and breakdown_topic = 'total'"
PART = f"{FINAL} and breakdown = 'disadvantaged' and destination_category = 'further_education'"
# What puts one thing out of order, for each truth.
DISORDER = {
    "applications_agree_with_outcomes": "delete from core.application_outcomes where pupil_id = 'p5'",
    "applications_are_a_funnel": f"update mart.applications set interviewed = 0 {HOLLINS}",
    "autumn_rolls_are_claims": "delete from core.claims",
    "breakdowns_sum_to_total": f"delete from mart.destinations_by_school {PART}",
    "categories_sum_to_cohort": f"update mart.destinations_by_school set pupils = pupils + 1 {PART}",
    "checkpoint_flows_agree": f"update mart.checkpoint_flows set pupils = 2 {SCHOOL} and checkpoint_category = 'undecided'",
    "checkpoints_sum_to_cohort": "update mart.checkpoints set pupils = 0 where not is_reached",
    "conservation_balances": "update mart.conservation set counted_rows = 3",
    "coverage_adds_up": f"update mart.coverage set confirmed = 3 {HOLLINS} and stage = 'final'",
    "coverage_agrees_with_destinations": f"update mart.coverage set unknown = 0, known = 3 {FINAL}",
    "destinations_cover_the_cohort": "delete from core.destinations where pupil_id = 'p4' and stage = 'final'",
    "encounters_stay_within_the_roll": f"update mart.encounters set on_roll = 1, share = pupils {HOLLINS} and breakdown = 'total'",
    "evidence_stays_within_the_pupils": f"update mart.destinations_held set pupils = 1 {HOLLINS} and years_after = 1",
    "every_cohort_has_its_tables": f"delete from mart.destinations_by_school {HOLLINS} and breakdown <> 'total'",
    "final_is_never_undecided": f"update mart.destinations_by_school set destination_category = 'undecided' {PART}",
    "final_is_not_a_copy": f"""
        update mart.intended_to_final set pupils = 20, intended_category = final_category {SCHOOL};
        insert into mart.intended_to_final values ('2025-26', 'ashdale', 11, 'apprenticeship', 'apprenticeship', 20);
    """,
    "flow_agrees_with_destinations": f"update mart.intended_to_final set final_category = 'apprenticeship' {HOLLINS}",
    "flow_sums_to_cohort": f"delete from mart.intended_to_final {SCHOOL} and intended_category = 'undecided'",
    "guarantee_sums_to_cohort": f"update mart.september_guarantee set no_offer = 1 {HOLLINS}",
    "leavers_add_up": "update mart.in_year_leavers set recorded = 0",
    "marts_count_the_cohort": "insert into core.cohort values ('2025-26', 'p6', 'hollins', 11, false)",
    "measures_add_up": f"update mart.measures_by_school set pupils = 0, share = 0 {HOLLINS} and measure = 'as_planned' and breakdown = 'total'",
    "measures_agree_with_destinations": f"update mart.measures_by_school set pupils = pupils - 1 {HOLLINS} and measure = 'eet'",
    "network_measures_are_sums_of_schools": """
        update mart.measures_by_network set pupils = 9 where breakdown_topic = 'disadvantage_by_sex'
    """,
    "network_categories_sum_to_cohort": """
        update mart.destinations_by_network set cohort = cohort + 1 where breakdown = 'disadvantaged'
    """,
    "network_is_sum_of_schools": f"delete from mart.destinations_by_school {TOTAL}",
    "network_participation_is_sum_of_schools": """
        update mart.participation_by_network set pupils = pupils + 1 where participation = 'employment'
    """,
    "on_one_roll": "insert into core.on_roll values ('2025-26', 'p1', 'hollins', 11)",
    "one_school_per_pupil": "insert into core.cohort values ('2025-26', 'p1', 'hollins', 11, false)",
    "reconciliation_covers_the_cohort": f"delete from mart.reconciliation {HOLLINS}",
    "retention_adds_up": f"update mart.retention set elsewhere = 0 {HOLLINS}",
    "participation_sums_to_cohort": f"delete from mart.participation_by_school {TOTAL} and participation = 'unknown'",
    "shares_are_pupils_by_cohort": f"update mart.destinations_by_school set share = 0.5 {PART}",
}


@pytest.fixture
def world() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false"})
    connection.execute(WORLD)
    yield connection
    connection.close()


def test_every_truth_has_its_disorder() -> None:
    assert set(TRUTHS) == set(DISORDER)


def test_in_an_orderly_world_every_truth_holds(world: duckdb.DuckDBPyConnection) -> None:
    assert {truth.id: offenders for truth in truths() if (offenders := world.execute(truth.sql).fetchall())} == {}


@pytest.mark.parametrize("truth", TRUTHS.values(), ids=TRUTHS)
def test_a_truth_names_the_offender(truth: Truth, world: duckdb.DuckDBPyConnection) -> None:
    world.execute(DISORDER[truth.id])
    assert world.execute(truth.sql).fetchall() != []


@pytest.mark.parametrize("truth", TRUTHS.values(), ids=TRUTHS)
def test_a_truth_looks_at_its_own_cycle_only(truth: Truth, world: duckdb.DuckDBPyConnection) -> None:
    world.execute("set variable cycle = '2023-24'")
    assert world.execute(truth.sql).fetchall() == []


def test_copied_intentions_are_worth_a_look_but_stop_nothing() -> None:
    assert {truth.id for truth in truths() if not truth.blocking} == {"final_is_not_a_copy"}


@pytest.mark.parametrize(
    "text",
    ["select 1", "-- It holds\nselect 1", "-- It holds\n-- blocks: perhaps\nselect 1", "--\n-- blocks: yes\nselect 1"],
)
def test_a_truth_without_its_two_lines_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "new.sql"
    file.write_text(text)
    with pytest.raises(ValueError, match=r"new\.sql: the first line must say"):
        read_truth(file)
