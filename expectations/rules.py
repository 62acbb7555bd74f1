"""What a rule is. The rules themselves stand in one module per table; how they run, in `adapter`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from domain.findings import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing that must be true of a table's rows.

    It looks only at the rows of its `kinds` for which the fact `where` (a column, or a helper column) is true.
    A row that breaks it gets a finding; an expectation about the whole table gets an outcome without rows.
    """

    id: str
    table: str
    severity: Severity
    columns: tuple[str, ...]  # the first is blamed on the receipt
    expectation: Callable[[], Any]  # makes the Great Expectations expectation
    message: str  # what is wrong with the row; {braces} are filled from the columns that `tell` names
    notes: str  # what breaks if it is not so
    repair: str  # what to type instead
    kinds: tuple[str, ...] = ()  # kinds of extract; empty: all
    where: str | None = None
    suggest: Callable[..., Sequence[str]] | None = None  # legal values close to the ones sent, nearest first
    suggest_from: tuple[str, ...] = ()  # the columns whose values `suggest` takes
    check: str = ""  # the check under which it is reported with others of its sort; empty: one of its own
    tell: tuple[
        str, ...
    ] = ()  # columns that fill braces of message and repair: counts and years, never a pupil's value
