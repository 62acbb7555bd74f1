"""Each rule of `staged.rows` and `staged.deliveries` has an example that breaks it and one that doesn't; in one run."""

from __future__ import annotations

import re
from typing import Any

import polars as pl
import pytest
from row_examples import EXAMPLES
from staged_frames import copies_frame, deliveries_frame, matches_frame, rows_frame, schema

from domain.columns import COLUMNS, KINDS
from domain.destination_types import closest
from domain.findings import Severity
from expectations import staged_copied_finals, staged_deliveries, staged_delivery_matches, staged_rows
from expectations.adapter import Validation, validate
from expectations.library import columns_of
from expectations.prepare import FACTS
from expectations.rules import Rule

ROW_RULES = {rule.id: rule for rule in staged_rows.RULES}
ALL_RULES = [
    *staged_rows.RULES, *staged_deliveries.RULES, *staged_delivery_matches.RULES, *staged_copied_finals.RULES,
]  # fmt: skip
OF_TABLE = {"most_rows_carry_a_upn"}

DELIVERIES: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {
    "school_folder_known": ([{"school_id": None}], [{}]),
    "names_other_school": ([{"rows_naming_another_school": 51}], [{"rows_naming_another_school": 50}]),
    "old_worklist": ([{"worklist_days": 121}], [{"worklist_days": 120}, {}]),
    "same_file_of_another_year": ([{"same_bytes_in": "2024-25"}], [{}]),
    "delivery_says_destinations": ([{"rows_with_destination": 0}], [{"rows_with_destination": 0, "kind": "roll"}]),
}
ROLL = {"kind": "roll"}
MATCHES: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {
    **{
        doubt: ([{"doubt": doubt}], [{}])
        for doubt in (
            "numbers_beside_other_names", "pupils_of_the_year_below", "pupils_of_last_year", "pupils_of_another_school", "few_pupils_on_the_roll",
            "few_pupils_known",
        )
    },
    "roll_shrank": (
        [{**ROLL, "pupils": 79, "pupils_in_force": 100}],
        [{**ROLL, "pupils": 80, "pupils_in_force": 100}, {**ROLL, "pupils": 4, "pupils_in_force": 6}, ROLL],
    ),
}  # fmt: skip
SAME = {"pupils_as_intended": 100}
COPIES: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {
    "final_copies_intended": (
        [{**SAME, "is_before_results": True}],
        [{"is_before_results": True}, SAME, {"pupils": 49, "pupils_as_intended": 49, "is_before_results": True}],
    ),
    "final_same_as_intended": ([SAME], [{**SAME, "is_before_results": True}, {"pupils": 19, "pupils_as_intended": 19}]),
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
    return validate(staged_deliveries.RULES, deliveries_frame(_of_files(DELIVERIES)), staged_deliveries.INDEX)


def _of_files(examples: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]]) -> list[dict[str, Any]]:
    return [
        {"delivery_id": f"{rule}/{way}", **row}
        for rule, ways in examples.items()
        for way, changed in zip(("breaks", "passes"), ways, strict=True)
        for row in changed
    ]


def broken_by(validation: Validation, delivery: str) -> set[str]:
    return set(validation.findings.filter(pl.col("delivery_id") == delivery)["rule"])


def test_every_rule_has_its_examples() -> None:
    assert set(EXAMPLES) == set(ROW_RULES) - OF_TABLE
    assert set(DELIVERIES) == {rule.id for rule in staged_deliveries.RULES}
    assert set(MATCHES) == {rule.id for rule in staged_delivery_matches.RULES}
    assert set(COPIES) == {rule.id for rule in staged_copied_finals.RULES}


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


@pytest.mark.parametrize(
    ("rules", "frame", "examples"),
    [
        (staged_delivery_matches.RULES, matches_frame(_of_files(MATCHES)), MATCHES),
        (staged_copied_finals.RULES, copies_frame(_of_files(COPIES)), COPIES),
    ],
    ids=["rolls", "copies"],
)
def test_a_doubt_is_raised_about_the_file_that_deserves_it_and_no_other(
    rules: tuple[Rule, ...], frame: pl.DataFrame, examples: dict[str, Any]
) -> None:
    found = validate(rules, frame, ("delivery_id",))
    assert [outcome.error for outcome in found.outcomes if outcome.error] == []
    for rule in examples:
        assert rule in broken_by(found, f"{rule}/breaks")
        assert rule not in broken_by(found, f"{rule}/passes")
    assert not any("{" in words for words in (*found.findings["message"], *found.findings["repair"]))


def test_a_doubt_tells_the_numbers_it_rests_on() -> None:
    frame = matches_frame([{"delivery_id": "d", "doubt": "few_pupils_on_the_roll", "on_own_roll": 12}])
    found = validate(staged_delivery_matches.RULES, frame, ("delivery_id",)).findings
    assert found["message"].to_list() == ["Only 12 of the 100 pupils are on your roll of Year 11 for 2025-26."]


def test_a_misspelt_code_is_answered_with_the_closest_legal_one() -> None:
    frame = rows_frame([{"unreadable": ["verified_by"], "not_understood": ["verified_by Provder"]}])
    found = validate([ROW_RULES["verified_by_readable"]], frame, ("line",)).findings
    assert found["suggestion"].to_list() == ["Provider"]


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


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_a_rule_speaks_plain_english_about_real_columns(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z0-9_]+", rule.id)
    assert set(rule.columns) <= set(COLUMNS)
    assert set(rule.kinds) <= set(KINDS)
    for words in (rule.message, rule.notes, rule.repair):
        assert re.fullmatch(r"[A-Z{].{10,}[.?]", words), words
        assert not re.search(r"\b(null|dataframe|regex|pandas|boolean|column_\w+|\w+_on)\b", words, re.IGNORECASE), (
            words
        )
    braces = set(re.findall(r"{(\w+)}", rule.message + rule.repair))
    assert braces == set(rule.tell) or rule.table == "staged.copied_finals"


@pytest.mark.parametrize("table", [table for table in FACTS if table.startswith("staged.")])
def test_every_helper_column_rests_on_columns_that_the_table_has(table: str) -> None:
    columns = set(schema(table)) | ({"pupils_in_force"} if table == "staged.delivery_matches" else set())
    needs = {
        need
        for name, fact in FACTS[table].items()
        if not name.endswith(("_trusted", "_read"))
        for need in fact.meta.root_names()
    }
    assert needs <= columns | set(FACTS[table])
    assert not columns & set(FACTS[table])


@pytest.mark.parametrize(
    ("table", "rules"),
    [
        ("staged.rows", staged_rows.RULES),
        ("staged.deliveries", staged_deliveries.RULES),
        ("staged.delivery_matches", staged_delivery_matches.RULES),
        ("staged.copied_finals", staged_copied_finals.RULES),
    ],
)
def test_every_helper_column_is_looked_at_by_a_rule(table: str, rules: tuple[Rule, ...]) -> None:
    used = {
        name for rule in rules for name in (*columns_of(rule.expectation()), rule.where, *rule.tell, *rule.suggest_from)
    }
    used |= {need for fact in FACTS[table].values() for need in fact.meta.root_names()}
    assert {name for name in FACTS[table] if not name.endswith(("_read", "_sent"))} <= used


def test_the_dates_that_decide_who_and_when_block_and_other_unreadable_cells_only_warn() -> None:
    blocking = {
        rule.id for rule in staged_rows.RULES if rule.id.endswith("_readable") and rule.severity is Severity.BLOCKING
    }
    assert blocking == {"date_of_birth_readable", "recorded_on_readable"}
