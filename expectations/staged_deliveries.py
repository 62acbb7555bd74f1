"""Everything that must be true of `staged.deliveries`: a finding here is about a whole file."""

from __future__ import annotations

from functools import partial

from domain.findings import Severity
from expectations.delivery_facts import WORKLIST_OLD_AFTER
from expectations.library import expect
from expectations.rules import Rule

INDEX = ("delivery_id",)
_rule = partial(Rule, table="staged.deliveries")

RULES: tuple[Rule, ...] = (
    _rule(
        id="school_folder_known",
        severity=Severity.BLOCKING,
        columns=("school",),
        expectation=expect("ExpectColumnValuesToNotBeNull", column="school_id"),
        where="is_of_one_school",
        message="The folder that this file was dropped in belongs to no school of the network.",
        notes="Nobody would be shown these pupils, or the wrong school would.",
        repair="Drop the file in the school's own folder; divide a file about several schools into one for each.",
    ),
    _rule(
        id="names_other_school",
        severity=Severity.BLOCKING,
        columns=("school",),
        expectation=expect("ExpectColumnValuesToBeInSet", column="names_other_school", value_set=[False]),
        where="is_of_one_school",
        message=(
            "Of {rows_naming_a_school} rows that name a school, {rows_naming_another_school} name another one than the "
            "folder's, such as {other_school}."
        ),
        notes="Another school's pupils would be counted here, and shown to people who must not see them.",
        repair=(
            "Drop the file in the folder of the school that it is about; or correct the school in the file, or delete "
            "that column, since the folder says the school."
        ),
        tell=("rows_naming_a_school", "rows_naming_another_school", "other_school"),
    ),
    _rule(
        id="old_worklist",
        severity=Severity.BLOCKING,
        columns=("list_row",),
        expectation=expect("ExpectColumnValuesToBeBetween", column="worklist_days", max_value=WORKLIST_OLD_AFTER),
        message="This list was made {worklist_days} days before it came, so what is typed into it may be out of date.",
        notes="An old answer would stand as the newest news of a pupil.",
        repair="Type what is true today into the newest list in your outbox and drop that.",
        tell=("worklist_days",),
    ),
    _rule(
        id="same_file_of_another_year",
        severity=Severity.BLOCKING,
        columns=("academic_year",),
        expectation=expect("ExpectColumnValuesToBeNull", column="same_bytes_in"),
        message="This is the very same file that came for {same_bytes_in} before.",
        notes="Last year's list under this year's name would be counted as this year's pupils.",
        repair="Export the list again for this year and drop that.",
        tell=("same_bytes_in",),
    ),
    _rule(
        id="delivery_says_destinations",
        severity=Severity.NOTICE,
        columns=("destination_type",),
        expectation=expect("ExpectColumnValuesToBeBetween", column="rows_with_destination", min_value=1),
        kinds=("destinations",),
        where="has_rows",
        message="No row of the file says a destination yet.",
        notes="A template that came back empty says nothing new about anybody.",
        repair="Fill in Destination type, also with Undecided or Not known, and drop the file again.",
    ),
)
