"""Staging a cycle without Dagster's bookkeeping: the tables that Python makes, in the order in which SQL needs them.
What each does stands in its own module; which tables are staged, in `plan.py`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assets.identity import LINKS, link_pupils
from assets.identity import REVIEW as IDENTITY_REVIEW
from assets.ledger import Check
from assets.providers import MATCHES, match_providers
from assets.providers import REVIEW as PROVIDER_REVIEW
from assets.rule_checks import rule_checks
from assets.validation import CYCLE_RULES, FINDINGS, find_row_faults
from warehouse.database import Database

Done = Callable[[str, Sequence[Check]], None]


def staged_in_python(
    database: Database, cycle: str, done: Done = lambda table, checks: None
) -> dict[str, Callable[[], object]]:
    """For each table that Python makes when a cycle is staged, what makes it; `done` hears of every table made."""

    def providers() -> None:
        match_providers(database, cycle)
        done(MATCHES.name, ())
        done(PROVIDER_REVIEW.name, ())

    def findings() -> None:
        _, outcomes = find_row_faults(database, cycle)
        done(FINDINGS.name, rule_checks(CYCLE_RULES, outcomes))

    def links() -> None:
        link_pupils(database)
        done(LINKS.name, ())
        done(IDENTITY_REVIEW.name, ())

    return {MATCHES.name: providers, FINDINGS.name: findings, LINKS.name: links}
