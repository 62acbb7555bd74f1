"""Everything that must be true of `staged.copied_finals`: final destinations are news, no copy of what was intended."""

from __future__ import annotations

from functools import partial

from domain.findings import Severity
from expectations.library import expect
from expectations.rules import Rule

INDEX = ("cycle", "delivery_id")
_rule = partial(
    Rule,
    table="staged.copied_finals",
    columns=("destination_type",),
    expectation=expect("ExpectColumnValuesToBeInSet", column="is_copy", value_set=[False]),
    notes="Copied intentions would hide how many plans changed on results day, and who needs help.",
    tell=("pupils", "year_group"),
)

RULES: tuple[Rule, ...] = (
    _rule(
        id="final_copies_intended",
        severity=Severity.BLOCKING,
        where="is_in_doubt",
        message=(
            "All {pupils} final destinations of Year {year_group} are the same as the intended ones, and all were "
            "recorded before results day."
        ),
        repair="Send what pupils decided on and after results day. Before that day they are intentions.",
    ),
    _rule(
        id="final_same_as_intended",
        severity=Severity.WARNING,
        where="is_worth_a_word",
        message="All {pupils} final destinations of Year {year_group} are the same as the intended ones.",
        repair="Check that the list was not copied: plans of some pupils nearly always change on results day.",
    ),
)
