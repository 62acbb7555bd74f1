"""One rule for each typed column: what is written in it could be read. Made from `domain.columns`, so complete."""

from __future__ import annotations

from functools import partial

from domain.codes import closest_codes, coded_columns, codes
from domain.columns import COLUMNS, Column
from domain.destination_types import closest
from domain.findings import Severity
from expectations.library import expect
from expectations.row_facts import DECIDING_DATES, READ_COLUMNS
from expectations.rules import Rule

_SUGGEST = {
    **{name: partial(closest_codes, name) for name in coded_columns()},
    "aspiration_type": partial(closest, year_group=13),
}
# Reading, or a rule of their own, judges these.
_JUDGED_ELSEWHERE = ("academic_year", "school", "year_group", "stage", "destination_type")

_REPAIRS = {
    "date": "Type it as dd/mm/yyyy, such as 31/08/2010.",
    "boolean": "Type Yes or No, or leave the cell blank.",
    "integer": "Type a whole number in digits, or leave the cell blank.",
    "number": "Type a number in digits, or leave the cell blank.",
    "code": "Choose a value from the list (a drop-down in the workbook beside the receipt), or leave it blank.",
}


def _repair(column: Column) -> str:
    labels = codes().filter(column_name=column.name).sort("position")["label"].to_list()
    if column.type == "date" or not labels or len(labels) > 12:
        return _REPAIRS[column.type]
    return f"Type one of: {', '.join(labels)}; or leave the cell blank."


def _is_read(column: Column) -> Rule:
    blocks = column.name in DECIDING_DATES
    return Rule(
        id=f"{column.name}_readable",
        check="cells_can_be_read",
        table="staged.rows",
        severity=Severity.BLOCKING if blocks else Severity.WARNING,
        columns=(column.name,),
        expectation=expect("ExpectColumnValuesToBeInSet", column=f"{column.name}_read", value_set=[True]),
        message=f"{column.label}: what is written there can't be read{'' if blocks else ' and was left out'}.",
        notes="What can't be read is never guessed: the cell counts as blank, and whoever relies on it finds nothing.",
        repair=_repair(column),
        suggest=_SUGGEST.get(column.name),
        suggest_from=(f"{column.name}_sent",) if column.name in _SUGGEST else (),
    )


def _is_a_date(column: Column) -> Rule:
    return Rule(
        id=f"{column.name}_is_a_date",
        check="dates_are_written_as_dates",
        table="staged.rows",
        severity=Severity.NOTICE,
        columns=(column.name,),
        expectation=expect("ExpectColumnValuesToBeInSet", column=f"{column.name}_written", value_set=[True]),
        message=f"{column.label} holds a number of days, as Excel keeps dates; it was read as the date it stands for.",
        notes="A number that was no date at all would become a day of our time, and nobody would notice.",
        repair="Set the column's format to Date (dd/mm/yyyy) before you export, and check the day.",
    )


def _is_trusted(column: Column) -> Rule:
    return Rule(
        id=f"{column.name}_trusted",
        table="staged.rows",
        severity=Severity.BLOCKING,
        columns=(column.name,),
        expectation=expect("ExpectColumnValuesToBeInSet", column=f"{column.name}_trusted", value_set=[True]),
        message=(
            f"{column.label}: so many dates of this list can't be read that the "
            "others may be wrong too, with day and month swapped."
        ),
        notes=(
            "A list written as month/day/year reads well on the first twelve days "
            "of a month, and every one of those dates is wrong."
        ),
        repair=(
            "Set the whole column to dd/mm/yyyy (in Excel: Format Cells, Date, "
            "English (United Kingdom)) and drop the file again."
        ),
    )


READING_RULES: tuple[Rule, ...] = (
    *(_is_read(COLUMNS[name]) for name in READ_COLUMNS if name not in _JUDGED_ELSEWHERE),
    *(_is_a_date(COLUMNS[name]) for name in READ_COLUMNS if COLUMNS[name].type == "date"),
    *(_is_trusted(COLUMNS[name]) for name in DECIDING_DATES),
)
