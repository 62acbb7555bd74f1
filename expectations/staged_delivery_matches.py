"""Everything that must be true of `staged.delivery_matches`: how a file's pupils agree with the rolls. Each finding is
a doubt about the whole file, which a person may settle."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from domain.findings import Severity
from expectations.library import expect
from expectations.rules import Rule

INDEX = ("delivery_id",)
_rule = partial(Rule, table="staged.delivery_matches", severity=Severity.BLOCKING)
_ANOTHER_PUPIL = (
    "Other pupils than these would be missing from the cohort, and these would be counted where they are not."
)


def _not(doubt: str) -> Callable[[], Any]:
    return expect("ExpectColumnValuesToNotBeInSet", column="doubt", value_set=[doubt])


RULES: tuple[Rule, ...] = (
    _rule(
        id="pupils_of_the_year_below",
        columns=("year_group",),
        expectation=_not("pupils_of_the_year_below"),
        message=(
            "{on_roll_of_year_below} of the {pupils} pupils are on your roll of Year {year_group_below} for {cycle}, "
            "not of Year {year_group}: your system may have moved on to the new year already."
        ),
        notes=_ANOTHER_PUPIL,
        repair=(
            "If they are the Year {year_group_below} of {cycle}, write {year_group_below} as their year group, or drop "
            "the file in that year group's folder."
        ),
        tell=("on_roll_of_year_below", "pupils", "year_group_below", "year_group", "cycle"),
    ),
    _rule(
        id="pupils_of_last_year",
        columns=("academic_year",),
        expectation=_not("pupils_of_last_year"),
        message=(
            "{on_last_years_roll} of the {pupils} pupils were on your roll of Year {year_group} in an earlier year, "
            "such as {cycle_before}: this looks like last year's file."
        ),
        notes=_ANOTHER_PUPIL,
        repair="Export the list for {cycle}, or drop this one in the folder of its own year.",
        tell=("on_last_years_roll", "pupils", "year_group", "cycle", "cycle_before"),
    ),
    _rule(
        id="pupils_of_another_school",
        columns=("school",),
        expectation=_not("pupils_of_another_school"),
        message="{on_other_schools_roll} of the {pupils} pupils are on another school's roll of Year {year_group}.",
        notes="Another school's pupils would be counted here, and shown to people who must not see them.",
        repair="Drop the file in the folder of the school that it is about.",
        tell=("on_other_schools_roll", "pupils", "year_group"),
    ),
    _rule(
        id="numbers_beside_other_names",
        columns=("upn",),
        expectation=_not("numbers_beside_other_names"),
        message=(
            "{beside_another_name} of the {pupils} UPNs of Year {year_group} belong to other names on your roll: one "
            "column may have been sorted without the others."
        ),
        notes="Every destination would be counted for somebody else.",
        repair="Export the list again, or undo the sorting, and drop it again.",
        tell=("beside_another_name", "pupils", "year_group"),
    ),
    _rule(
        id="few_pupils_on_the_roll",
        columns=("upn",),
        expectation=_not("few_pupils_on_the_roll"),
        message="Only {on_own_roll} of the {pupils} pupils are on your roll of Year {year_group} for {cycle}.",
        notes=_ANOTHER_PUPIL,
        repair="Check the year, the year group and the school. If the roll is out of date, send a new one.",
        tell=("on_own_roll", "pupils", "year_group", "cycle"),
    ),
    _rule(
        id="few_pupils_known",
        columns=("upn",),
        expectation=_not("few_pupils_known"),
        message="Of the {pupils} rows about {cycle}, only {on_own_roll} are about pupils whom we know in that year.",
        notes="What is said of strangers is counted for nobody, and may be about another year or another network.",
        repair="Check the year and the pupils' numbers. If the rolls are out of date, ask for new ones.",
        tell=("pupils", "on_own_roll", "cycle"),
    ),
    _rule(
        id="roll_shrank",
        columns=("upn",),
        expectation=expect(
            "ExpectColumnPairValuesAToBeGreaterThanB",
            column_A="pupils", column_B="pupils_expected", or_equal=True, ignore_row_if="either_value_is_missing",
        ),
        kinds=("roll",),
        where="loses_enough_to_say",
        message="The roll of Year {year_group} for {cycle} has {pupils} pupils; the one before had {pupils_in_force}.",
        notes="Pupils who are missing from a roll are taken as having left.",
        repair="Check that the export was not filtered, and drop the whole roll.",
        tell=("year_group", "cycle", "pupils", "pupils_in_force"),
    ),
)  # fmt: skip
