"""Runs rules on a frame with Great Expectations and turns the results into findings and outcomes. It knows no rule.

Whole batches of files are validated at once, and every file's findings follow from the row's position. What leaves is
positions and counts, never a value. An expectation that raised is a fault of ours (`Outcome.error`), never bad data.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from expectations import faults, library
from expectations.prepare import prepare
from expectations.rules import Rule

_COLUMNS = ("rule", "severity", "message", "repair", "column", "suggestion")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a rule went: rows it looked at (blank cells left out), rows that break it (a table: 1), or our fault."""

    rule: str
    checked: int
    failed: int
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Validation:
    """What came of a run.

    `findings`: the index columns, rule, severity, message, repair, column, suggestion. `outcomes`: one for each rule.
    Both stand in the order of the rules, findings of a rule in the order of the rows.
    """

    findings: pl.DataFrame
    outcomes: list[Outcome]


def validate(rules: Sequence[Rule], frame: pl.DataFrame, index: Sequence[str]) -> Validation:
    """Check the rules of one table on a frame of its rows; `index` names the columns that tell a finding's row.

    Helper columns that the rules need are derived first. Raises ValueError where rules are of several tables or share
    an id.
    """
    if len({rule.table for rule in rules}) > 1 or len({rule.id for rule in rules}) < len(rules):
        raise ValueError("validate takes rules of one table, each with its own id.")
    expectations, outcomes = _build(rules)
    able = [rule for rule in rules if rule.id in expectations]
    needs = {rule.id: _needs(rule, expectations[rule.id]) for rule in able}
    wanted = dict.fromkeys(name for rule in able for name in needs[rule.id])
    prepared, broken = prepare(frame, rules[0].table if rules else "", wanted)
    for rule in able:
        if reasons := [broken[name] for name in needs[rule.id] if name in broken]:
            outcomes[rule.id] = Outcome(rule.id, 0, 0, reasons[0])
    positions: dict[str, list[int]] = {}
    for group in _populations([rule for rule in able if rule.id not in outcomes]):
        _run(group, expectations, prepared, outcomes, positions)
    findings = [_no_findings(frame, index)]
    for rule in rules:
        if not positions.get(rule.id):
            continue
        failing, lost = prepare(prepared[positions[rule.id]], rule.table, (*rule.suggest_from, *rule.tell))
        if lost:
            outcomes[rule.id] = Outcome(rule.id, 0, 0, next(iter(lost.values())))
        else:
            findings.append(_findings(rule, failing, index))
    return Validation(pl.concat(findings), [outcomes[rule.id] for rule in rules])


def _build(rules: Sequence[Rule]) -> tuple[dict[str, Any], dict[str, Outcome]]:
    expectations: dict[str, Any] = {}
    outcomes: dict[str, Outcome] = {}
    for rule in rules:
        try:
            expectations[rule.id] = rule.expectation()
        except Exception as error:  # whatever the library raises is ours to mend and must not stop the other rules
            outcomes[rule.id] = Outcome(rule.id, 0, 0, faults.of_exception(error))
    return expectations, outcomes


def _needs(rule: Rule, expectation: Any) -> list[str]:
    kind = ["kind"] if rule.kinds else []
    where = [rule.where] if rule.where else []
    return [*sorted(library.columns_of(expectation)), *where, *kind]


def _populations(rules: Sequence[Rule]) -> list[list[Rule]]:
    """The rules that look at the same rows run together.

    A row condition inside the library would copy the whole frame several times for each rule.
    """
    groups: dict[tuple[tuple[str, ...], str | None], list[Rule]] = defaultdict(list)
    for rule in rules:
        groups[rule.kinds, rule.where].append(rule)
    return list(groups.values())


def _run(
    rules: Sequence[Rule],
    expectations: Mapping[str, Any],
    frame: pl.DataFrame,
    outcomes: dict[str, Outcome],
    positions: dict[str, list[int]],
) -> None:
    """Check rules that look at the same rows; adds their outcomes and the positions of the rows that break them."""
    kinds, where = rules[0].kinds, rules[0].where
    conditions = [*([pl.col("kind").is_in(kinds)] if kinds else []), *([pl.col(where)] if where else [])]
    mine = {rule.id: expectations[rule.id] for rule in rules}
    columns = sorted({column for expectation in mine.values() for column in library.columns_of(expectation)})
    rows = frame.with_row_index("position").filter(*conditions).select("position", *columns)
    if rows.is_empty() and conditions:
        outcomes.update({rule.id: Outcome(rule.id, 0, 0) for rule in rules})
        return
    filled = {name for name in columns if rows[name].null_count() < rows.height}
    idle = [rule.id for rule in rules if not library.has_something_to_check(mine[rule.id], filled)]
    outcomes.update({identity: Outcome(identity, 0, 0) for identity in idle})
    rules = [rule for rule in rules if rule.id not in idle]
    if not rules:
        return
    mine = {rule.id: mine[rule.id] for rule in rules}
    # Booleans with blanks become Python objects in pandas, numbers don't.
    narrow = rows.with_columns(pl.col(pl.Boolean).cast(pl.Int8)).to_pandas().set_index("position")
    try:
        results = library.run(mine, narrow)
    except Exception as error:  # see _build
        outcomes.update({rule.id: Outcome(rule.id, 0, 0, faults.of_exception(error)) for rule in rules})
        return
    for rule in rules:
        outcomes[rule.id], positions[rule.id] = _read(rule.id, results.get(rule.id), rows.height)


def _read(identity: str, result: Any, height: int) -> tuple[Outcome, list[int]]:
    """What one of the library's results says."""
    error = "no result came back" if result is None else faults.of_result(result.exception_info)
    if error:
        return Outcome(identity, 0, 0, error), []
    told = result.result
    if "unexpected_count" not in told:
        return Outcome(identity, height, 0 if result.success else 1), []
    listed = told.get("unexpected_index_list") or [{"position": []}]
    rows = sorted(int(position) for position in listed[0]["position"])
    if len(rows) != told["unexpected_count"]:
        return Outcome(identity, height, 0, "fewer positions came back than rows failed"), []
    return Outcome(identity, told["element_count"] - (told.get("missing_count") or 0), len(rows)), rows


def _no_findings(frame: pl.DataFrame, index: Sequence[str]) -> pl.DataFrame:
    return frame.select(index).clear().with_columns(pl.lit(None, pl.String).alias(name) for name in _COLUMNS)


def _findings(rule: Rule, failing: pl.DataFrame, index: Sequence[str]) -> pl.DataFrame:
    said = {"rule": rule.id, "severity": rule.severity.value, "message": rule.message, "column": rule.columns[0]}
    found = failing.with_columns(pl.lit(value, pl.String).alias(name) for name, value in said.items())
    return _with_words(rule, _with_suggestions(rule, found)).select(*index, *_COLUMNS)


def _with_words(rule: Rule, found: pl.DataFrame) -> pl.DataFrame:
    """`message` and `repair` with their braces filled, once for each set of facts."""
    if not rule.tell:
        return found
    facts = found.select(rule.tell).unique(maintain_order=True)
    told = facts.with_columns(
        pl.Series("message", [rule.message.format(**row) for row in facts.iter_rows(named=True)], pl.String),
        pl.Series("repair", [rule.repair.format(**row) for row in facts.iter_rows(named=True)], pl.String),
    )
    return found.drop("message", "repair").join(told, on=rule.tell, how="left", nulls_equal=True, maintain_order="left")


def _with_suggestions(rule: Rule, found: pl.DataFrame) -> pl.DataFrame:
    """Adds `repair` and `suggestion`; asks for close values once for each thing that was sent."""
    if rule.suggest is None:
        return found.with_columns(pl.lit(rule.repair).alias("repair"), pl.lit(None, pl.String).alias("suggestion"))
    sent = found.select(rule.suggest_from).unique(maintain_order=True)
    close = [list(rule.suggest(*values)) if None not in values else [] for values in sent.iter_rows()]
    told = sent.with_columns(
        pl.Series("repair", [_repair(rule.repair, labels) for labels in close], pl.String),
        pl.Series("suggestion", [labels[0] if len(labels) == 1 else None for labels in close], pl.String),
    )
    return found.join(told, on=rule.suggest_from, how="left", nulls_equal=True, maintain_order="left")


def _repair(repair: str, labels: Sequence[str]) -> str:
    quoted = [f"“{label}”" for label in labels[:3]]
    close = " or ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
    return f"{repair} Closest: {close}." if close else repair
