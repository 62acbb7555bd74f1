"""The adapter finds the rows that plain Polars finds, tells our faults from bad data, and lets no value out."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from staged_frames import rows_frame, schema

from domain.findings import Severity
from expectations import staged_rows
from expectations.adapter import validate
from expectations.library import expect
from expectations.rules import Rule


def rule(identity: str, expectation: Callable[[], Any], **more: Any) -> Rule:
    said = {
        "severity": Severity.WARNING,
        "columns": ("a",),
        "message": "Wrong.",
        "notes": "It breaks.",
        "repair": "Mend it.",
    }
    return Rule(id=identity, table="test.table", expectation=expectation, **{**said, **more})


# A rule, and how plain Polars says which rows break it.
SAME: list[tuple[Rule, pl.Expr]] = [
    (rule("given", expect("ExpectColumnValuesToNotBeNull", column="a")), pl.col("a").is_null()),
    (
        rule("listed", expect("ExpectColumnValuesToBeInSet", column="a", value_set=["x", "y"])),
        ~pl.col("a").is_in(["x", "y"]),
    ),
    (
        rule("shaped", expect("ExpectColumnValuesToMatchRegex", column="a", regex="^[xy]")),
        ~pl.col("a").str.contains("^[xy]"),
    ),
    (rule("small", expect("ExpectColumnValuesToBeBetween", column="n", max_value=3)), pl.col("n") > 3),
    (rule("true", expect("ExpectColumnValuesToBeInSet", column="flag", value_set=[True])), ~pl.col("flag")),
    (
        rule(
            "ordered",
            expect(
                "ExpectColumnPairValuesAToBeGreaterThanB",
                column_A="late",
                column_B="early",
                or_equal=True,
                ignore_row_if="either_value_is_missing",
            ),
        ),
        pl.col("late") < pl.col("early"),
    ),
    (
        rule(
            "once",
            expect("ExpectCompoundColumnsToBeUnique", column_list=["a", "n"], ignore_row_if="any_value_is_missing"),
        ),
        pl.struct("a", "n").is_duplicated() & pl.col("a").is_not_null() & pl.col("n").is_not_null(),
    ),
    (
        rule("given_where_true", expect("ExpectColumnValuesToNotBeNull", column="a"), where="flag", kinds=("roll",)),
        pl.col("a").is_null() & pl.col("flag") & (pl.col("kind") == "roll"),
    ),
]

ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["roll", "destinations"]),
            "a": st.sampled_from(["x", "y", "z", "", None]),
            "n": st.sampled_from([0, 3, 4, None]),
            "flag": st.sampled_from([True, False, None]),
            "late": st.none() | st.dates(),
            "early": st.none() | st.dates(),
        }
    ),
    max_size=12,
)
SCHEMA = {"kind": pl.String, "a": pl.String, "n": pl.Int32, "flag": pl.Boolean, "late": pl.Date, "early": pl.Date}


@settings(max_examples=25)
@given(ROWS)
def test_the_rows_found_are_those_that_polars_finds(rows: list[dict[str, Any]]) -> None:
    frame = pl.DataFrame(rows, schema=SCHEMA).with_row_index("line")
    validation = validate([one for one, _ in SAME], frame, ("line", "kind"))
    for one, broken in SAME:
        found = validation.findings.filter(pl.col("rule") == one.id)["line"].to_list()
        assert found == frame.filter(broken)["line"].to_list(), one.id
    assert [outcome.error for outcome in validation.outcomes] == [None] * len(SAME)


@given(st.permutations([one for one, _ in SAME]))
@settings(max_examples=5)
def test_findings_and_outcomes_follow_the_order_of_the_rules(rules: list[Rule]) -> None:
    frame = pl.DataFrame([{"kind": "roll", "a": None, "n": 9, "flag": False}], schema=SCHEMA).with_row_index("line")
    validation = validate(rules, frame, ("line",))
    assert [outcome.rule for outcome in validation.outcomes] == [one.id for one in rules]
    assert validation.findings["rule"].to_list() == [one.id for one in rules if one.id in {"given", "small", "true"}]
    assert validation.findings.columns == ["line", "rule", "severity", "message", "repair", "column", "suggestion"]


def raise_in_making() -> Any:
    raise KeyError("MARKER-SECRET")


FAULTY: dict[str, Rule] = {
    "on_a_column_that_is_not_there": rule("absent", expect("ExpectColumnValuesToNotBeNull", column="nowhere")),
    "on_a_fact_that_is_not_there": rule(
        "factless", expect("ExpectColumnValuesToNotBeNull", column="a"), where="nowhere"
    ),
    "while_it_is_made": rule("unmade", raise_in_making),
    "while_it_looks_at_the_values": rule("unseen", expect("ExpectColumnMeanToBeBetween", column="a", min_value=1)),
    "because_types_do_not_compare": rule("untyped", expect("ExpectColumnValuesToBeBetween", column="a", min_value=1)),
    "because_its_name_is_unknown": rule("unknown", expect("ExpectPigsToFly", column="a")),
}


@pytest.mark.parametrize("faulty", FAULTY.values(), ids=FAULTY)
def test_an_expectation_that_raises_is_our_fault_and_stops_no_other_rule(
    faulty: Rule, caplog: pytest.LogCaptureFixture
) -> None:
    frame = pl.DataFrame({"line": [2, 3], "a": ["MARKER-SECRET", None]})
    with caplog.at_level(logging.DEBUG):
        validation = validate([faulty, SAME[0][0]], frame, ("line",))
    fault, sound = validation.outcomes
    assert fault.error and (fault.checked, fault.failed) == (0, 0)
    assert (sound.error, sound.failed) == (None, 1)
    assert validation.findings["line"].to_list() == [3]
    assert "MARKER" not in repr(validation) + caplog.text


def test_a_fault_says_where_in_the_code_it_happened() -> None:
    outcome = validate([FAULTY["while_it_looks_at_the_values"]], pl.DataFrame({"a": ["x"]}), ()).outcomes[0]
    assert outcome.error and ".py:" in outcome.error


def test_no_value_of_a_pupil_leaves(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    texts = [name for name, kind in schema("staged.rows").items() if kind == pl.String]
    kept = {"cycle", "kind", "sheet", "stage", "delivery_id"}
    rows = [{name: f"MARKER-{name}-{number}" for name in texts if name not in kept} for number in range(20)]
    frame = rows_frame([{**row, "date_of_birth": None, "unreadable": ["sex", "start_date"]} for row in rows])
    index = ("delivery_id", "sheet", "line", "part")
    faulty = [replace(one, table="staged.rows") for one in FAULTY.values()]
    with caplog.at_level(logging.DEBUG):
        validation = validate([*staged_rows.RULES, *faulty], frame.with_columns(a="surname"), index)
    assert validation.findings.height > 20 * 10
    assert len([outcome for outcome in validation.outcomes if outcome.error]) == len(FAULTY)
    printed = capfd.readouterr()
    assert (
        "MARKER"
        not in validation.findings.write_csv() + repr(validation.outcomes) + caplog.text + printed.out + printed.err
    )


def test_rules_of_two_tables_or_with_one_id_are_refused() -> None:
    one = SAME[0][0]
    with pytest.raises(ValueError, match="one table"):
        validate([one, one], pl.DataFrame({"a": ["x"]}), ())


OFFLINE = """
import sys
def refuse(event, arguments):
    # urllib3 asks at import whether IPv6 exists by binding a port of this machine; nothing else is let through.
    probe = event in ("socket.__new__", "socket.gethostname") or (event == "socket.bind" and arguments[1] == ("::1", 0))
    if event.startswith("socket.") and not probe:
        raise SystemExit(f"the network was asked for: {event}")
sys.addaudithook(refuse)
import expectations.staged_rows as staged_rows, expectations.adapter as adapter, expectations.truths
assert "great_expectations" not in sys.modules, "imported too early"
from staged_frames import rows_frame
found = adapter.validate(staged_rows.RULES, rows_frame([{"upn": "A801200005001"}]), staged_rows.INDEX).findings
assert found["rule"].to_list() == ["upn_check_letter"], found
import os
assert os.environ["GX_ANALYTICS_ENABLED"] == "false"
print("offline")
"""


def test_importing_and_validating_asks_nothing_of_the_network_and_the_library_is_imported_late(tmp_path: Path) -> None:
    here = Path(__file__).parent
    paths = os.pathsep.join([str(here.parents[1]), str(here)])
    environment = {**os.environ, "PYTHONPATH": paths, "HOME": str(tmp_path)}
    environment.pop("GX_ANALYTICS_ENABLED", None)
    ran = subprocess.run(
        [sys.executable, "-c", OFFLINE], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout.strip()) == (0, "offline"), ran.stdout + ran.stderr
    assert list(tmp_path.iterdir()) == [], "the library left files behind"
