"""What the rules say: Great Expectations over the typed rows of a cycle and over deliveries, and the truths across
tables."""

import dagster as dg
import polars as pl

from assets.edge import Edge
from assets.ledger import Check
from assets.partitions import CYCLE_PARTITIONS
from assets.rule_checks import check_specs, rule_checks
from assets.steps import check_result, key_of, open_step, table_metadata
from domain.doubts import pupils_in_force, settle
from expectations.adapter import Outcome, validate
from expectations.staged_copied_finals import RULES as COPY_RULES
from expectations.staged_deliveries import RULES as DELIVERY_RULES
from expectations.staged_delivery_matches import RULES as MATCH_RULES
from expectations.staged_rows import RULES as ROW_RULES
from expectations.truths import truths
from warehouse.database import Database, Warehouse
from warehouse.declared import DERIVED
from warehouse.home import Home
from warehouse.tables import sources_of

FINDINGS, DELIVERY_FINDINGS = DERIVED["staged.findings"], DERIVED["staged.delivery_findings"]
TRUTHS_KEY = dg.AssetKey(["mart", "truths"])
# The rules whose results come with a cycle, and those that come with every landing.
CYCLE_RULES, LANDING_RULES = (*ROW_RULES, *COPY_RULES), (*DELIVERY_RULES, *MATCH_RULES)


_ROW = ("delivery_id", "sheet", "line", "part")
# Doubts that a person has settled: by a decision, which settles all of a file's doubts, or in the file itself.
_SETTLED = """
select delivery_id, rule from raw.confirmations
union
select d.delivery_id, k.rule from ref.decisions as d cross join ref.doubts as k where d.decision = 'accept'
"""


# A finding about a whole file or sheet -> the findings about its rows that it makes superfluous.
_MATCHING = ("few_pupils_on_the_roll", "pupils_of_last_year", "pupils_of_the_year_below", "pupils_of_another_school")
_SPOKEN_FOR: dict[str, tuple[str, pl.Expr]] = {
    "names_other_school": ("file", pl.col("rule").is_in(["school_is_the_folders", "school_known"])),
    **{doubt: ("file", pl.col("rule") == "pupil_on_the_roll") for doubt in _MATCHING},
    "missing_identifier": ("sheet", pl.col("rule") == "pupil_identified"),
    # Once dates may be read with day and month swapped, what follows from them is not worth a word.
    "american_dates": ("sheet", pl.col("severity") == "warning"),
}


def find_row_faults(database: Database, cycle: str) -> tuple[int, list[Outcome]]:
    """Rebuild the cycle's staged.findings; returns how many there are and what each rule found."""
    rows = database.query("select * from staged.rows where cycle = ?", [cycle])
    by_row = validate(ROW_RULES, rows, _ROW)
    copies = database.query("select * from staged.copied_finals where cycle = ?", [cycle])
    by_file = validate(COPY_RULES, copies, ("delivery_id",))
    frame = pl.concat([_not_said_already(database, by_row.findings), _about_files(database, by_file.findings)])
    count = database.replace(FINDINGS, frame.with_columns(pl.lit(cycle).alias("cycle")), cycle)
    return count, [*by_row.outcomes, *by_file.outcomes]


def _not_said_already(database: Database, findings: pl.DataFrame) -> pl.DataFrame:
    """Without what reading has said of a cell, or of the whole column, and without what a finding about the whole file
    or sheet says already."""
    said = database.query(
        "select * from staged.reading_findings where severity = 'blocking' and \"column\" is not null"
    )
    for place in (["delivery_id", "sheet", "line", "column"], ["delivery_id", "sheet", "column"]):
        told = said if "line" in place else said.filter(pl.col("line").is_null())
        told = told.with_columns(pl.col("sheet").fill_null(""))
        findings = findings.join(told.select(place), on=place, how="anti")
    of_files = database.query("select delivery_id, '' as sheet, rule from staged.delivery_findings")
    of_sheets = database.query("select delivery_id, coalesce(sheet, '') as sheet, rule from staged.reading_findings")
    for rule, (source, spoken_for) in _SPOKEN_FOR.items():
        whole = (of_files if source == "file" else of_sheets).filter(pl.col("rule") == rule)
        place = ["delivery_id"] if source == "file" else ["delivery_id", "sheet"]
        covered = findings.filter(spoken_for).join(whole.select(place), on=place, how="semi")
        findings = findings.join(covered, on=[*_ROW, "rule"], how="anti", nulls_equal=True)
    return findings


def _about_files(database: Database, findings: pl.DataFrame) -> pl.DataFrame:
    """Findings about whole files with the columns of findings about rows; settled doubts are notices."""
    nowhere = [
        pl.lit(None, dtype).alias(name)
        for name, dtype in (("sheet", pl.String), ("line", pl.Int32), ("part", pl.Int32))
    ]
    settled = settle(findings, database.query(_SETTLED)).with_columns(nowhere)
    return settled.select(*_ROW, "rule", "severity", "message", "repair", "column", "suggestion")


def find_delivery_faults(database: Database) -> tuple[int, list[Outcome]]:
    """Rebuild staged.delivery_findings; returns how many there are and what each rule found."""
    deliveries = validate(DELIVERY_RULES, database.query("select * from staged.deliveries"), ("delivery_id",))
    matches = database.query("select * from staged.delivery_matches order by delivery_number, cycle, year_group")
    accepted = database.query(f"select delivery_id from ({_SETTLED}) where rule = 'roll_shrank'")["delivery_id"]
    matches = matches.with_columns(pupils_in_force(matches, frozenset(accepted)))
    by_roll = validate(MATCH_RULES, matches, ("delivery_id",))
    frame = _about_files(database, pl.concat([deliveries.findings, by_roll.findings]))
    return database.replace(DELIVERY_FINDINGS, frame), [*deliveries.outcomes, *by_roll.outcomes]


def truth_checks(database: Database, cycle: str) -> list[Check]:
    """Run every truth for the cycle; each is a query that returns offenders."""
    checks = []
    for truth in truths():
        failed = int(database.value(f"select count(*) from ({truth.sql}\n)"))
        checks.append(Check(truth.id, failed == 0, truth.blocking, None, failed, truth.description))
    return checks


@dg.asset(
    key=key_of(FINDINGS.name),
    deps=[key_of("staged.rows"), key_of("staged.copied_finals"), key_of("staged.reading_findings")],
    partitions_def=CYCLE_PARTITIONS,
    group_name="staged",
    kinds={"duckdb", "python"},
    description=FINDINGS.description,
    metadata=table_metadata(FINDINGS),
    check_specs=check_specs(CYCLE_RULES, key_of(FINDINGS.name)),
    pool="warehouse",
)
def findings(
    context: dg.AssetExecutionContext,
    home: dg.ResourceParam[Home],
    warehouse: dg.ResourceParam[Warehouse],
    edge: dg.ResourceParam[Edge],
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    with open_step(home, warehouse, edge, "checking rows", context.partition_key, staging=True) as step:
        count, outcomes = find_row_faults(step.database, step.cycle)
        checks = rule_checks(CYCLE_RULES, outcomes)
        step.done(FINDINGS.name, checks)
    results = [check_result(check, key_of(FINDINGS.name), step.build_id) for check in checks]
    return dg.MaterializeResult(metadata={"dagster/row_count": count, "build_id": step.build_id}, check_results=results)


@dg.asset(
    key=key_of(DELIVERY_FINDINGS.name),
    deps=[key_of("staged.deliveries"), key_of("staged.delivery_matches"), key_of("raw.confirmations")],
    group_name="staged",
    kinds={"duckdb", "python"},
    description=DELIVERY_FINDINGS.description,
    metadata=table_metadata(DELIVERY_FINDINGS),
    check_specs=check_specs(LANDING_RULES, key_of(DELIVERY_FINDINGS.name)),
    pool="warehouse",
)
def delivery_findings(
    home: dg.ResourceParam[Home], warehouse: dg.ResourceParam[Warehouse], edge: dg.ResourceParam[Edge]
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    with open_step(home, warehouse, edge, "checking deliveries") as step:
        count, outcomes = find_delivery_faults(step.database)
    results = [
        check_result(check, key_of(DELIVERY_FINDINGS.name), "") for check in rule_checks(LANDING_RULES, outcomes)
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
