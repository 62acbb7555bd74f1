"""Findings: sentences written from the numbers by the rules of `finding_rules.py`, each saying direction, size, what it
is compared with and how sure it is.
"""

from __future__ import annotations

from reports.finding_looks import LOOKS, Found
from reports.finding_rules import RULES
from reports.view import View


def found(view: View) -> list[Found]:
    """Everything that the rules have to say, the weightiest first; of one rule and measure only the weightiest year
    group, of one year group and measure only the weightiest rule.
    """
    return view.once("findings", lambda: _found(view))


def _found(view: View) -> list[Found]:
    best: dict[tuple[str, str], Found] = {}
    for rule in RULES:
        if rule.audience not in ("all", "network" if view.is_network else "school"):
            continue
        for year_group in rule.year_groups or (0,):
            if year_group and view.stages.get(year_group) != "final":
                continue
            told = LOOKS[rule.look](view, rule, year_group)
            key = (rule.look, rule.measure)
            if told and (key not in best or told.weight > best[key].weight):
                best[key] = told
    ordered = sorted(best.values(), key=lambda entry: (-entry.weight, entry.finding.text))
    by_topic: dict[str, Found] = {}
    for entry in ordered:
        by_topic.setdefault(entry.topic, entry)
    return list(by_topic.values())
