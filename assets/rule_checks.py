"""How what the rules found becomes checks: which check reports which rules, and when it passes."""

from __future__ import annotations

from collections.abc import Sequence

import dagster as dg

from assets.ledger import Check
from domain.findings import Severity
from expectations.adapter import Outcome
from expectations.rules import Rule


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
    return _together(checks)


def _together(checks: Sequence[Check]) -> list[Check]:
    """One check for each name: rules of one sort are reported together, since each check costs a run its time."""
    found: dict[str, Check] = {}
    for check in checks:
        same = found.get(check.name)
        found[check.name] = check if same is None else _both(same, check)
    return list(found.values())


def _both(one: Check, other: Check) -> Check:
    worse = one if one.blocking or not other.blocking else other
    return Check(
        one.name,
        one.passed and other.passed,
        one.blocking or other.blocking,
        (one.checked or 0) + (other.checked or 0),
        one.failed + other.failed,
        worse.meaning,
    )


def rule_check(rule: Rule) -> str:
    """The name of the check that reports a rule."""
    return rule.check or rule.id


def check_specs(rules: Sequence[Rule], asset: dg.AssetKey) -> list[dg.AssetCheckSpec]:
    """The checks that report these rules, for Dagster."""
    described = {rule_check(rule): rule.notes for rule in reversed(rules)}
    return [dg.AssetCheckSpec(name, asset=asset, description=notes) for name, notes in sorted(described.items())]
