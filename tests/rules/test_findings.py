"""Findings as a table, and the verdict on a file."""

from __future__ import annotations

import polars as pl
import pytest

from domain.findings import FINDING_COLUMNS, Finding, Severity, Verdict, findings_frame, verdict_of


def test_findings_become_a_table_with_the_declared_columns() -> None:
    finding = Finding(
        "upn_check_letter", Severity.WARNING, "The check letter is wrong.", "Type it again.", "Y11", 7, 1, "upn"
    )
    frame = findings_frame([finding])
    assert frame.columns == [name for name, _ in FINDING_COLUMNS]
    assert frame.row(0) == (
        "upn_check_letter", "warning", "The check letter is wrong.", "Type it again.", "Y11", 7, 1, "upn", None,
    )  # fmt: skip


def test_no_findings_are_a_table_of_the_same_shape() -> None:
    frame = findings_frame([])
    assert frame.height == 0
    assert (frame.schema["severity"], frame.schema["line"], frame.schema["part"]) == (pl.String, pl.Int32, pl.Int32)


@pytest.mark.parametrize(
    ("rows", "held", "held_wholly", "warnings", "verdict"),
    [
        (10, 0, False, 0, Verdict.ACCEPTED),
        (10, 0, False, 3, Verdict.WITH_WARNINGS),
        (10, 1, False, 3, Verdict.PARTLY),
        (10, 10, False, 0, Verdict.HELD),
        (10, 0, True, 0, Verdict.HELD),
        (0, 0, False, 0, Verdict.HELD),
    ],
)
def test_a_file_is_accepted_in_part_where_only_some_rows_are_held(
    rows: int, held: int, held_wholly: bool, warnings: int, verdict: Verdict
) -> None:
    assert verdict_of(rows=rows, held=held, held_wholly=held_wholly, warnings=warnings) == verdict
