"""Where in the network a row of `staged.rows` belongs, once: its year group, its stage, its school, and repeats; and
where its provider belongs."""

from __future__ import annotations

from functools import partial

from domain.findings import Severity
from expectations.library import expect
from expectations.row_facts import YEAR_GROUPS_WITH_DESTINATIONS
from expectations.rules import Rule

BLOCKING, WARNING, NOTICE = Severity.BLOCKING, Severity.WARNING, Severity.NOTICE
_rule = partial(Rule, table="staged.rows")

PLACES = (
    _rule(
        id="year_group_has_destinations",
        severity=BLOCKING,
        columns=("year_group",),
        expectation=expect(
            "ExpectColumnValuesToBeInSet", column="year_group", value_set=list(YEAR_GROUPS_WITH_DESTINATIONS)
        ),
        kinds=("destinations",),
        message="Destinations are collected for Years 6, 11, 12 and 13 only.",
        notes="A pupil of another year group would be counted in nobody's cohort.",
        repair="Type 6, 11, 12 or 13, or take the row out.",
    ),
    _rule(
        id="year_group_of_a_school",
        severity=BLOCKING,
        columns=("year_group",),
        expectation=expect("ExpectColumnValuesToBeBetween", column="year_group", min_value=6, max_value=14),
        kinds=("roll", "encounters"),
        message="The year group lies outside Years 6 to 14.",
        notes="A pupil of another year group would be counted in nobody's cohort.",
        repair="Type the year group as a number from 6 to 14, or take the row out.",
    ),
    _rule(
        id="year_group_given",
        severity=BLOCKING,
        columns=("year_group",),
        expectation=expect("ExpectColumnValuesToNotBeNull", column="year_group"),
        kinds=("roll", "destinations"),
        where="others_tell_year_group",
        message="Other rows of the file say their year group, this one doesn't.",
        notes="Without a year group the pupil is in no cohort and would be lost in silence.",
        repair="Type the year group, such as 11.",
    ),
    _rule(
        id="stage_given",
        severity=BLOCKING,
        columns=("stage",),
        expectation=expect("ExpectColumnValuesToNotBeNull", column="stage"),
        kinds=("destinations",),
        where="others_tell_stage",
        message="Other rows of the file say whether they are intended or final, this one doesn't.",
        notes=(
            "What a pupil intends and where a pupil went are never mixed; "
            "without the stage the row would be lost in silence."
        ),
        repair="Type intended or final.",
    ),
    _rule(
        id="school_known",
        severity=BLOCKING,
        columns=("school",),
        expectation=expect("ExpectColumnValuesToNotBeNull", column="school_named"),
        where="school_is_written",
        message="The row names a school that we don't know in this network.",
        notes="If the pupil is another school's, that pupil would be counted here.",
        repair=(
            "Write the school's name, URN or LAESTAB as in the network's list of "
            "schools; or delete the column, since the folder says it."
        ),
    ),
    _rule(
        id="school_is_the_folders",
        severity=BLOCKING,
        columns=("school",),
        expectation=expect(
            "ExpectColumnPairValuesToBeEqual",
            column_A="school_that_sends",
            column_B="school_id",
            ignore_row_if="either_value_is_missing",
        ),
        message="The row names another school than the folder it was dropped in.",
        notes="Another school's pupil would be counted here, and shown to people who must not see that pupil.",
        repair="Move the row to that school's file, or correct the school.",
    ),
)

REPEATS = (
    _rule(
        id="roll_names_pupil_once",
        severity=WARNING,
        columns=("upn",),
        expectation=expect(
            "ExpectCompoundColumnsToBeUnique",
            column_list=["delivery_id", "pupil"],
            ignore_row_if="any_value_is_missing",
        ),
        kinds=("roll",),
        message="The roll names this pupil more than once.",
        notes="The pupil is counted once, from the last of these rows; a wrong last row would decide.",
        repair="Keep one row for the pupil, the one with the main registration.",
    ),
    _rule(
        id="claim_made_once",
        severity=WARNING,
        columns=("destination_type",),
        expectation=expect("ExpectColumnValuesToBeUnique", column="claim_day"),
        kinds=("destinations",),
        where="claims_agree",
        message="The file says the same about this pupil more than once.",
        notes="The pupil is counted once; a repeat is often a sign of a list pasted twice.",
        repair="Delete the repeated rows.",
    ),
    _rule(
        id="claims_of_a_day_agree",
        severity=BLOCKING,
        columns=("destination_type",),
        expectation=expect("ExpectColumnValuesToBeInSet", column="claims_differ", value_set=[False]),
        kinds=("destinations",),
        message="The file gives this pupil different destinations for the same stage and the same day.",
        notes="Nobody can tell which of them is true, so none of them counts.",
        repair="Keep the row that is right, or fill in Recorded on with the day each of them was said.",
    ),
)

PROVIDERS = (
    _rule(
        id="type_is_the_providers",
        severity=NOTICE,
        columns=("destination_type",),
        expectation=expect("ExpectColumnValuesToBeInSet", column="provider_kind_agrees", value_set=[True]),
        kinds=("destinations",),
        message="The provider is {provider_kind_in_words}, so it is counted as that.",
        notes="What kind of place it is decides what the pupil is counted as, whatever schools are used to calling it.",
        repair="Nothing, if the provider is right; else correct the provider.",
        tell=("provider_kind_in_words",),
    ),
)

PLACE_RULES: tuple[Rule, ...] = (*PLACES, *REPEATS, *PROVIDERS)
