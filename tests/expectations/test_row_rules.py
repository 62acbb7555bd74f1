"""Each rule of `staged.rows` and `staged.deliveries` has an example that breaks it and one that doesn't; in one run."""

from __future__ import annotations

import re
from typing import Any

import polars as pl
import pytest
from row_examples import EXAMPLES
from staged_frames import deliveries_frame, rows_frame, schema

from domain.columns import COLUMNS, KINDS
from domain.destination_types import closest
from domain.findings import Severity
from expectations import staged_deliveries, staged_rows
from expectations.adapter import Validation, validate
from expectations.library import columns_of
from expectations.prepare import FACTS
from expectations.rules import Rule

ROW_RULES = {rule.id: rule for rule in staged_rows.RULES}
OF_TABLE = {"most_rows_carry_a_upn"}

# The file before, and the file that is judged.
FULL = {"delivery_id": "before", "delivery_number": 1}
DELIVERIES: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {
    "school_folder_known": ([{"school_id": None}], [{}]),
    "delivery_keeps_its_rows": ([FULL, {"row_records": 84}], [FULL, {"row_records": 85}]),
    "delivery_says_destinations": ([{"rows_with_destination": 0}], [{"rows_with_destination": 0, "kind": "roll"}]),
    "delivery_keeps_its_destinations": ([FULL, {"rows_with_destination": 89}], [FULL, {"rows_with_destination": 90}]),
}


@pytest.fixture(scope="module")
def checked() -> Validation:
    """All examples of all rules in one run; each example is a delivery of its own, named rule/breaks or rule/passes."""
    rows = [
        {"delivery_id": f"{rule}/{way}", **row}
        for rule, ways in EXAMPLES.items()
        for way, changed in zip(("breaks", "passes"), ways, strict=True)
        for row in changed
    ]
    return validate(staged_rows.RULES, rows_frame([*rows, {"delivery_id": "tidy"}]), staged_rows.INDEX)


@pytest.fixture(scope="module")
def checked_deliveries() -> Validation:
    rows = [
        {"delivery_number": 2, "delivery_id": f"{rule}/{way}", **row, "path": f"{rule}/{way}"}
        for rule, ways in DELIVERIES.items()
        for way, changed in zip(("breaks", "passes"), ways, strict=True)
        for row in changed
    ]
    return validate(staged_deliveries.RULES, deliveries_frame(rows), staged_deliveries.INDEX)


def broken_by(validation: Validation, delivery: str) -> set[str]:
    return set(validation.findings.filter(pl.col("delivery_id") == delivery)["rule"])


def test_every_rule_has_its_examples() -> None:
    assert set(EXAMPLES) == set(ROW_RULES) - OF_TABLE
    assert set(DELIVERIES) == {rule.id for rule in staged_deliveries.RULES}


@pytest.mark.parametrize("rule", EXAMPLES)
def test_a_row_that_breaks_the_rule_is_found_and_one_that_does_not_is_left_alone(
    rule: str, checked: Validation
) -> None:
    assert rule in broken_by(checked, f"{rule}/breaks")
    assert rule not in broken_by(checked, f"{rule}/passes")


@pytest.mark.parametrize("rule", DELIVERIES)
def test_a_file_that_breaks_the_rule_is_found_and_one_that_does_not_is_left_alone(
    rule: str, checked_deliveries: Validation
) -> None:
    assert rule in broken_by(checked_deliveries, f"{rule}/breaks")
    assert rule not in broken_by(checked_deliveries, f"{rule}/passes")


def test_a_tidy_row_breaks_no_rule_and_no_rule_is_at_fault(checked: Validation, checked_deliveries: Validation) -> None:
    assert broken_by(checked, "tidy") == set()
    assert [outcome for outcome in (*checked.outcomes, *checked_deliveries.outcomes) if outcome.error] == []


def test_outcomes_count_what_the_findings_name(checked: Validation) -> None:
    counted = dict(checked.findings["rule"].value_counts().iter_rows())
    assert {outcome.rule: outcome.failed for outcome in checked.outcomes if outcome.failed} == counted
    assert all(outcome.checked >= outcome.failed for outcome in checked.outcomes)


def test_contradicting_claims_hold_every_row_concerned(checked: Validation) -> None:
    found = checked.findings.filter(
        (pl.col("rule") == "claims_of_a_day_agree") & (pl.col("delivery_id") == "claims_of_a_day_agree/breaks")
    )
    assert found.height == 3
    assert set(found["severity"]) == {"blocking"}


def test_repeats_that_only_say_less_do_not_contradict() -> None:
    rules = [rule for rule in staged_rows.RULES if rule.id.startswith("claim")]
    found = validate(rules, rows_frame([{}, {"destination_provider": None}]), staged_rows.INDEX).findings
    assert found["rule"].to_list() == ["claim_made_once", "claim_made_once"]


def test_a_misspelt_destination_is_answered_with_the_closest_legal_one() -> None:
    rule = ROW_RULES["destination_known"]
    texts = ["Aprenticeship", "Aprenticeship", "Zebra"]
    frame = rows_frame([{"destination_text": text, "destination_type": None} for text in texts])
    found = validate([rule], frame, ("line",)).findings
    near = closest("Aprenticeship", 11)
    assert found["repair"].to_list()[0].startswith(f"{rule.repair} Closest: “{near[0]}”")
    assert found["suggestion"].to_list() == [near[0] if len(near) == 1 else None] * 2 + [None]
    assert found["repair"].to_list()[2] == rule.repair


def test_a_table_rule_has_an_outcome_and_no_findings() -> None:
    few = rows_frame([{"upn": None}] * 3 + [{}])
    validation = validate([ROW_RULES["most_rows_carry_a_upn"]], few, staged_rows.INDEX)
    assert [(outcome.checked, outcome.failed) for outcome in validation.outcomes] == [(4, 1)]
    assert validation.findings.is_empty()


@pytest.mark.parametrize("height", [0, 3])
def test_blank_rows_and_no_rows_raise_nothing(height: int) -> None:
    frame = pl.DataFrame({name: [None] * height for name in schema("staged.rows")}, schema=schema("staged.rows"))
    outcomes = validate(staged_rows.RULES, frame, staged_rows.INDEX).outcomes
    assert [outcome for outcome in outcomes if outcome.error] == []


@pytest.mark.parametrize("rule", [*staged_rows.RULES, *staged_deliveries.RULES], ids=lambda rule: rule.id)
def test_a_rule_speaks_plain_english_about_real_columns(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z0-9_]+", rule.id)
    assert set(rule.columns) <= set(COLUMNS)
    assert set(rule.kinds) <= set(KINDS)
    for words in (rule.message, rule.notes, rule.repair):
        assert re.fullmatch(r"[A-Z].{10,}[.?]", words), words
        assert not re.search(r"\b(null|dataframe|regex|pandas|boolean|column_\w+|\w+_on)\b", words, re.IGNORECASE), (
            words
        )


@pytest.mark.parametrize("table", FACTS)
def test_every_helper_column_rests_on_columns_that_the_table_has(table: str) -> None:
    columns = set(schema(table))
    needs = {
        need
        for name, fact in FACTS[table].items()
        if not name.endswith(("_trusted", "_read"))
        for need in fact.meta.root_names()
    }
    assert needs <= columns | set(FACTS[table])
    assert not columns & set(FACTS[table])


@pytest.mark.parametrize(
    ("table", "rules"), [("staged.rows", staged_rows.RULES), ("staged.deliveries", staged_deliveries.RULES)]
)
def test_every_helper_column_is_looked_at_by_a_rule(table: str, rules: tuple[Rule, ...]) -> None:
    used = {name for rule in rules for name in (*columns_of(rule.expectation()), rule.where)}
    used |= {need for fact in FACTS[table].values() for need in fact.meta.root_names()}
    assert {name for name in FACTS[table] if not name.endswith("_read")} <= used


def test_the_dates_that_decide_who_and_when_block_and_other_unreadable_cells_only_warn() -> None:
    blocking = {
        rule.id for rule in staged_rows.RULES if rule.id.endswith("_readable") and rule.severity is Severity.BLOCKING
    }
    assert blocking == {"date_of_birth_readable", "recorded_on_readable"}
