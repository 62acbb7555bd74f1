"""Everything that must be true of `staged.deliveries`: a finding here is about a whole file."""

from __future__ import annotations

from functools import partial

from domain.findings import Severity
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
        message="The folder that this file was dropped in belongs to no school of the network.",
        notes="Nobody would be shown these pupils, or the wrong school would.",
        repair="Drop the file in the school's own folder; divide a file about several schools into one for each.",
    ),
    _rule(
        id="delivery_keeps_its_rows",
        severity=Severity.WARNING,
        columns=("upn",),
        expectation=expect(
            "ExpectColumnPairValuesAToBeGreaterThanB",
            column_A="row_records", column_B="rows_expected", or_equal=True, ignore_row_if="either_value_is_missing",
        ),
        message="The file has far fewer rows than the one it takes the place of.",
        notes="On a roll, pupils who are missing are taken as having left.",
        repair="Check that the export was not filtered. If so many pupils did leave, nothing to do.",
    ),
    _rule(
        id="delivery_says_destinations",
        severity=Severity.WARNING,
        columns=("destination_type",),
        expectation=expect("ExpectColumnValuesToBeBetween", column="rows_with_destination", min_value=1),
        kinds=("destinations",),
        where="has_rows",
        message="No row of the file says a destination.",
        notes="A template that came back empty says nothing new about anybody.",
        repair="Fill in Destination type, also with Undecided or Not known, and drop the file again.",
    ),
    _rule(
        id="delivery_keeps_its_destinations",
        severity=Severity.WARNING,
        columns=("destination_type",),
        expectation=expect(
            "ExpectColumnPairValuesAToBeGreaterThanB",
            column_A="rows_with_destination", column_B="rows_with_destination_before", or_equal=True,
            ignore_row_if="either_value_is_missing",
        ),
        kinds=("destinations",),
        where="has_rows",
        message="The file has fewer rows with a destination than the one it takes the place of.",
        notes=(
            "A blank never takes back what was said, so pupils keep "
            "destinations that the school may have meant to remove."
        ),
        repair="To take a destination back, type Not known. If rows are missing by mistake, drop the whole list again.",
    ),
)  # fmt: skip
