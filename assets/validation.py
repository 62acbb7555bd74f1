"""What the rules say: Great Expectations over the typed rows of a cycle and over deliveries, and the truths across
tables."""

from collections.abc import Sequence

import dagster as dg
import polars as pl

from assets.builds import Check
from assets.edge import Edge
from assets.partitions import CYCLE_PARTITIONS
from assets.steps import check_result, key_of, open_step, table_metadata
from domain.findings import Severity
from expectations.adapter import Outcome, validate
from expectations.rules import Rule
from expectations.staged_deliveries import RULES as DELIVERY_RULES
from expectations.staged_rows import RULES as ROW_RULES
from expectations.truths import truths
from warehouse.database import Database, Warehouse
from warehouse.declared import DERIVED
from warehouse.home import Home
from warehouse.tables import sources_of

FINDINGS, DELIVERY_FINDINGS = DERIVED["staged.findings"], DERIVED["staged.delivery_findings"]
TRUTHS_KEY = dg.AssetKey(["mart", "truths"])


def find_row_faults(database: Database, cycle: str) -> tuple[int, list[Outcome]]:
    """Rebuild the cycle's staged.findings; returns how many there are and what each rule found."""
    rows = database.query("select * from staged.rows where cycle = ?", [cycle])
    validation = validate(ROW_RULES, rows, ("delivery_id", "sheet", "line", "part"))
    frame = validation.findings.with_columns(pl.lit(cycle).alias("cycle"))
    # What reading has said of a cell, or of the whole column, is not said again.
    said = database.query("select * from raw.reading_findings where severity = 'blocking' and \"column\" is not null")
    for place in (["delivery_id", "sheet", "line", "column"], ["delivery_id", "sheet", "column"]):
        told = said if "line" in place else said.filter(pl.col("line").is_null())
        frame = frame.join(told.select(place), on=place, how="anti")
    return database.replace(FINDINGS, frame, cycle), validation.outcomes


def find_delivery_faults(database: Database) -> tuple[int, list[Outcome]]:
    """Rebuild staged.delivery_findings; returns how many there are and what each rule found."""
    deliveries = database.query("select * from staged.deliveries")
    validation = validate(DELIVERY_RULES, deliveries, ("delivery_id",))
    nowhere = [
        pl.lit(None, pl.String).alias("sheet"),
        pl.lit(None, pl.Int32).alias("line"),
        pl.lit(None, pl.Int32).alias("part"),
    ]
    return database.replace(DELIVERY_FINDINGS, validation.findings.with_columns(nowhere)), validation.outcomes


def rule_checks(rules: Sequence[Rule], outcomes: Sequence[Outcome]) -> list[Check]:
    """A rule passes where every offender is held or merely warned of; a rule that could not run is our fault and stops
    publication."""
    by_rule = {outcome.rule: outcome for outcome in outcomes}
    checks = []
    for rule in rules:
        outcome = by_rule[rule.id]
        if outcome.error:
            checks.append(
                Check(
                    rule_check(rule),
                    False,
                    True,
                    outcome.checked,
                    outcome.failed,
                    f"The rule could not run: {outcome.error}",
                )
            )
        else:
            # A blocking rule's offenders are held by row_verdicts, so they harm nobody's numbers: the check warns, with
            # its counts.
            passed = outcome.failed == 0 or rule.severity in (Severity.BLOCKING, Severity.NOTICE)
            checks.append(Check(rule_check(rule), passed, False, outcome.checked, outcome.failed, rule.notes))
    return checks


def rule_check(rule: Rule) -> str:
    """The name of a rule's check."""
    return rule.id


def truth_checks(database: Database, cycle: str) -> list[Check]:
    """Run every truth for the cycle; each is a query that returns offenders."""
    checks = []
    for truth in truths():
        failed = int(database.value(f"select count(*) from ({truth.sql}\n)"))
        checks.append(Check(truth.id, failed == 0, truth.blocking, None, failed, truth.description))
    return checks


@dg.asset(
    key=key_of(FINDINGS.name),
    deps=[key_of("staged.rows")],
    partitions_def=CYCLE_PARTITIONS,
    group_name="staged",
    kinds={"duckdb", "python"},
    description=FINDINGS.description,
    metadata=table_metadata(FINDINGS),
    check_specs=[
        dg.AssetCheckSpec(rule_check(rule), asset=key_of(FINDINGS.name), description=rule.notes) for rule in ROW_RULES
    ],
    pool="warehouse",
)
def findings(
    context: dg.AssetExecutionContext,
    home: dg.ResourceParam[Home],
    warehouse: dg.ResourceParam[Warehouse],
    edge: dg.ResourceParam[Edge],
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    with open_step(home, warehouse, edge, "checking rows", context.partition_key) as step:
        count, outcomes = find_row_faults(step.database, step.cycle)
        checks = rule_checks(ROW_RULES, outcomes)
        step.done(FINDINGS.name, checks)
    results = [check_result(check, key_of(FINDINGS.name), step.build_id) for check in checks]
    return dg.MaterializeResult(metadata={"dagster/row_count": count, "build_id": step.build_id}, check_results=results)


@dg.asset(
    key=key_of(DELIVERY_FINDINGS.name),
    deps=[key_of("staged.deliveries")],
    group_name="staged",
    kinds={"duckdb", "python"},
    description=DELIVERY_FINDINGS.description,
    metadata=table_metadata(DELIVERY_FINDINGS),
    check_specs=[
        dg.AssetCheckSpec(rule_check(rule), asset=key_of(DELIVERY_FINDINGS.name), description=rule.notes)
        for rule in DELIVERY_RULES
    ],
    pool="warehouse",
)
def delivery_findings(
    home: dg.ResourceParam[Home], warehouse: dg.ResourceParam[Warehouse], edge: dg.ResourceParam[Edge]
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    with open_step(home, warehouse, edge, "checking deliveries") as step:
        count, outcomes = find_delivery_faults(step.database)
    results = [
        check_result(check, key_of(DELIVERY_FINDINGS.name), "") for check in rule_checks(DELIVERY_RULES, outcomes)
    ]
    return dg.MaterializeResult(metadata={"dagster/row_count": count}, check_results=results)


@dg.asset(
    key=TRUTHS_KEY,
    deps=sorted({key_of(source) for truth in truths() for source in sources_of(truth.sql)}),
    partitions_def=CYCLE_PARTITIONS,
    group_name="mart",
    kinds={"duckdb", "sql"},
    description="Truths across tables: sums, denominators, nothing lost. Where one fails, nothing is released.",
    check_specs=[
        dg.AssetCheckSpec(truth.id, asset=TRUTHS_KEY, description=truth.description, blocking=truth.blocking)
        for truth in truths()
    ],
    pool="warehouse",
)
def across_tables(
    context: dg.AssetExecutionContext,
    home: dg.ResourceParam[Home],
    warehouse: dg.ResourceParam[Warehouse],
    edge: dg.ResourceParam[Edge],
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    with open_step(home, warehouse, edge, "checking truths", context.partition_key) as step:
        step.database.set_variables(step.cycle, step.as_of)
        checks = truth_checks(step.database, step.cycle)
        step.done("mart.truths", checks)
    results = [check_result(check, TRUTHS_KEY, step.build_id) for check in checks]
    return dg.MaterializeResult(metadata={"truths": len(checks), "build_id": step.build_id}, check_results=results)
