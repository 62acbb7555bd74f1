"""What can be wrong with a file, and what becomes of it: values that intake, expectations, assets and receipts share.

Which rules there are is said where they are checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import polars as pl


class Severity(StrEnum):
    """blocking: the row (or file) is held; warning: it counts, please look; notice: for your information."""

    BLOCKING = "blocking"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong, and its cure. `message` may hold headers, sheet names and legal values, never a pupil's value.

    `sheet` None: the whole file; `line` None: the whole sheet or file; `line` is the row number that Excel shows.
    """

    rule: str
    severity: Severity
    message: str
    repair: str
    sheet: str | None = None
    line: int | None = None
    part: int | None = None
    column: str | None = None
    suggestion: str | None = None


FINDING_COLUMNS: tuple[tuple[str, str], ...] = (
    ("rule", "VARCHAR"),
    ("severity", "VARCHAR"),
    ("message", "VARCHAR"),
    ("repair", "VARCHAR"),
    ("sheet", "VARCHAR"),
    ("line", "INTEGER"),
    ("part", "INTEGER"),
    ("column", "VARCHAR"),
    ("suggestion", "VARCHAR"),
)
_POLARS = {"VARCHAR": pl.String, "INTEGER": pl.Int32}


def findings_frame(findings: Sequence[Finding]) -> pl.DataFrame:
    """The findings as a frame with `FINDING_COLUMNS`."""
    schema = {name: _POLARS[kind] for name, kind in FINDING_COLUMNS}
    return pl.DataFrame([{name: getattr(finding, name) for name in schema} for finding in findings], schema=schema)


class Verdict(StrEnum):
    """What becomes of a file."""

    ACCEPTED = "accepted"
    WITH_WARNINGS = "accepted with warnings"
    PARTLY = "partly accepted"
    HELD = "held"


def verdict_of(*, rows: int, held: int, held_wholly: bool, warnings: int) -> Verdict:
    """The verdict on a file of `rows` pupils' rows, of which `held` are held; `held_wholly`: a blocking finding lies on
    the whole file. A file without a row is held: there is nothing in it to accept."""
    if held_wholly or held >= rows:
        return Verdict.HELD
    if held:
        return Verdict.PARTLY
    return Verdict.WITH_WARNINGS if warnings else Verdict.ACCEPTED
