"""What reading can find wrong, as one table: severity, what is wrong, what to do. Words only; the conditions live where
they are seen.

A message may name headers, sheets and legal values, never the content of a pupil's cell. `sheet=None` blames the whole
file, `line=None` the whole sheet; a finding with a line holds that row alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from domain.findings import Finding, Severity

BLOCKING, WARNING, NOTICE = Severity.BLOCKING, Severity.WARNING, Severity.NOTICE


@dataclass(frozen=True, slots=True)
class ReadingRule:
    severity: Severity
    message: str
    repair: str


SAVE_AS = "Open it in Excel, choose Save As, Excel Workbook (.xlsx) or CSV UTF-8, and drop that file."
SAY_WHERE = "put the file in a folder named after its collection, such as 2025-26/Y11-final"

RULES: dict[str, ReadingRule] = {
    "empty_file": ReadingRule(
        BLOCKING,
        "The file is empty: there is nothing in it.",
        "Export it again, check that it opens, and drop it again.",
    ),
    "not_a_spreadsheet": ReadingRule(BLOCKING, "This is {what}, not a spreadsheet.", "{cure}"),
    "unsupported_format": ReadingRule(BLOCKING, "This is {what}, which we can't read yet.", "{cure}"),
    "unreadable_workbook": ReadingRule(
        BLOCKING,
        "The workbook can't be opened: {why}.",
        "Open it in Excel; if it opens, save it anew as .xlsx and drop that. If it doesn't, export it again.",
    ),
    "password_protected": ReadingRule(
        BLOCKING,
        "The workbook is protected by a password, so nobody but you can open it.",
        "In Excel choose File, Info, Protect Workbook, Encrypt with Password, clear it, save, and drop it again.",
    ),
    "filter_active": ReadingRule(
        WARNING,
        "This sheet has a filter on; all rows were read, also those that the filter hides.",
        "Nothing to do if all of them should count. If not, delete the rows that shouldn't and drop the file again.",
    ),
    "archive_too_many_files": ReadingRule(
        BLOCKING,
        "This ZIP archive holds {files} files; we read at most {most} from one archive.",
        "Drop only the lists of pupils: split them over several archives, or drop them one by one without a ZIP.",
    ),
    "archive_too_large": ReadingRule(
        BLOCKING,
        "Unpacked, this ZIP archive would hold {size} MB; we read at most {most} MB from one archive.",
        "Unpack it and drop the lists of pupils alone, one by one.",
    ),
    "unreadable_archive": ReadingRule(
        BLOCKING,
        "The ZIP archive can't be opened: {why}.",
        "Make it again: select the files, right-click, Send to, Compressed folder. Or drop the files without a ZIP.",
    ),
    "archive_without_list": ReadingRule(
        BLOCKING,
        "Nothing in this ZIP archive can be read{why}.",
        "Put the workbook (.xlsx) or CSV that your system exported into it, or drop that file without a ZIP.",
    ),
    "archive_in_archive": ReadingRule(
        BLOCKING,
        "This is an archive inside the archive; it was not opened. The other files were read.",
        "Unpack it and drop the files that are inside, one by one.",
    ),
    "archive_member_too_dense": ReadingRule(
        BLOCKING,
        "This file would grow to more than {times} times its size when unpacked, so it was not opened.",
        "Drop it as it is, without the ZIP; if it is a list of pupils, that will work.",
    ),
    "archive_member_path": ReadingRule(
        BLOCKING,
        "The name of this file points to a place outside the archive, so it was not opened.",
        "Make the ZIP again: select the files, right-click, Send to, Compressed folder. Then drop that.",
    ),
    "archive_member_locked": ReadingRule(
        BLOCKING,
        "This file is protected by the password of the ZIP archive, so nobody but you can open it.",
        "Make the ZIP again without a password, or drop this file by itself.",
    ),
    "archive_member_damaged": ReadingRule(
        BLOCKING,
        "This file can't be unpacked: it is damaged, or packed in a way that we don't know.",
        "Make the ZIP again: select the files, right-click, Send to, Compressed folder. Or drop this file by itself.",
    ),
    "sheet_too_large": ReadingRule(
        BLOCKING,
        "The sheet reaches down to row {rows} and across to column {letter}; a school's list is never that large.",
        "Something sits far outside the table. Copy the table alone into a new workbook and drop that.",
    ),
    "undecodable_text": ReadingRule(
        BLOCKING,
        "The letters in this file can't be read: it is neither UTF-8, UTF-16 nor Windows text.",
        "In Excel choose Save As, CSV UTF-8 (comma delimited), and drop that file.",
    ),
    "reading_fault": ReadingRule(
        BLOCKING,
        "We could not read this file, and that is our fault, not yours.",
        "Nothing for you to do yet: the network data team has been told. Saving it again as .xlsx may help meanwhile.",
    ),
    "unclosed_quote": ReadingRule(
        BLOCKING,
        'A quotation mark (") in row {row} is never closed, so the rows after it run together into one cell.',
        'Remove the stray " in that row, or save the table again from Excel, and drop the file again.',
    ),
    "lost_characters": ReadingRule(
        WARNING,
        "{label} holds characters that were destroyed before the file reached us (they show as \ufffd).",
        "Export the file again as CSV UTF-8 or .xlsx, so that accents and apostrophes survive.",
    ),
    "no_header_row": ReadingRule(
        BLOCKING,
        "None of the first {scanned} rows holds column titles that we know{seen}.",
        "Type the titles above the columns, such as UPN, Surname, Forename, Date of birth, Destination type.",
    ),
    "sheet_skipped": ReadingRule(
        NOTICE,
        "This sheet was not read: none of its first {scanned} rows holds column titles that we know.",
        "Nothing to do if it holds no pupils. If it does, type the titles above the columns.",
    ),
    "sheet_without_pupils": ReadingRule(
        NOTICE,
        "This sheet was not read: it has no column that says who a pupil is (its titles: {titles}).",
        "Nothing to do if it holds no pupils. If it does, add a column UPN, or Surname, Forename and Date of birth.",
    ),
    "hidden_sheet": ReadingRule(
        NOTICE,
        "This sheet is hidden, so it was not read, although it looks like a list of pupils.",
        "If it should count, unhide it (right-click a sheet tab, Unhide) and drop the file again.",
    ),
    "no_rows": ReadingRule(
        BLOCKING,
        "There are column titles but no rows beneath them.",
        "Fill in one row for each pupil and drop it again.",
    ),
    "missing_identifier": ReadingRule(
        BLOCKING,
        "No column says who the pupils are{seen}. The titles are {titles}.",
        "Add a column UPN, or ULN, or your system's pupil number, or Surname, Forename and Date of birth together."
        "{near}",
    ),
    "missing_destination": ReadingRule(
        BLOCKING,
        "There is no column for the destination type, though {why}. The titles are {titles}.",
        "Add a column Destination type. If this is your roll, put it in a folder without a stage: 2025-26/roll.{near}",
    ),
    "unknown_kind": ReadingRule(
        BLOCKING,
        "The columns don't say what this list is: a roll, destinations, applications, feedback or encounters. The"
        " titles are {titles}.",
        "Add the column that makes it one: Year group for a roll, Destination type for destinations.{near}",
    ),
    "title_nearly": ReadingRule(
        NOTICE,
        "{readings}.",
        "Nothing to do if that is right; better still, correct the title. If it means something else, rename it.",
    ),
    "american_dates": ReadingRule(
        BLOCKING,
        "The dates in column {letter}, “{title}”, are written month first, as in the United States, so days and months"
        " can't be told apart.",
        "Send the file as .xlsx with real dates; or in Excel select the column, press Ctrl+1, choose Date, English"
        " (United Kingdom), 14/03/2012, check a few dates, and save it again.",
    ),
    "duplicate_columns": ReadingRule(
        WARNING,
        "Columns {letters} mean the same ({label}); column {first} was used, and the others where it is blank.",
        "Delete or rename the column that you don't need.",
    ),
    "same_columns": ReadingRule(
        NOTICE,
        "Columns {letters} mean the same ({label}) and don't contradict each other; column {first} was used, and the "
        "others where it is blank.",
        "Nothing to do.",
    ),
    "conflicting_columns": ReadingRule(
        BLOCKING,
        "Columns {letters} mean the same ({label}) but hold different values{where}.",
        "Keep the one that is right and delete or rename the other.",
    ),
    "unknown_columns": ReadingRule(
        NOTICE,
        "These columns were kept but are not used: {headers}.",
        "Nothing to do, unless one of them matters; then give it one of our titles{hint}.",
    ),
    "cycle_missing": ReadingRule(
        BLOCKING,
        "Nothing says which year's leavers this is about.",
        "Add a column Academic year with a value such as 2025-26 (leavers of summer 2026), or " + SAY_WHERE + ".",
    ),
    "cycle_disagrees": ReadingRule(
        BLOCKING,
        "The year is not clear: {claims}.",
        "Make them agree: correct the one that is wrong and drop the file again.",
    ),
    "cycle_unreadable": ReadingRule(
        BLOCKING, "The academic year {where} can't be read.", "Type it as 2025-26 (leavers of summer 2026)."
    ),
    "year_group_missing": ReadingRule(
        BLOCKING,
        "Nothing says which year group this is about.",
        "Add a column Year group with 6, 11, 12 or 13, or " + SAY_WHERE + ".",
    ),
    "year_group_disagrees": ReadingRule(
        BLOCKING,
        "The year group is not clear: {claims}.",
        "Make them agree: correct the one that is wrong and drop the file again.",
    ),
    "year_group_unreadable": ReadingRule(
        BLOCKING, "The year group {where} can't be read.", "Type the number of the year group, such as 11."
    ),
    "year_group_not_collected": ReadingRule(
        BLOCKING,
        "Destinations are collected for Years 6, 11, 12 and 13; this says Year {year_group}.",
        "Correct the year group, or leave this pupil out.",
    ),
    "rolled_over": ReadingRule(
        BLOCKING,
        "Your management system has moved on to the new year: {seen}. So these would be last year's {group}, leavers of"
        " {cycle}.",
        "Correct the year in the file, or drop it in the folder that it is about.",
    ),
    "stage_missing": ReadingRule(
        BLOCKING,
        "Nothing says whether these are intended or final destinations.",
        "Title the column Intended destination or Final destination, add a column Stage, or " + SAY_WHERE + ".",
    ),
    "stage_disagrees": ReadingRule(
        BLOCKING,
        "Intended or final is not clear: {claims}.",
        "Make them agree: correct the one that is wrong and drop the file again.",
    ),
    "stage_unreadable": ReadingRule(BLOCKING, "The stage {where} can't be read.", "Type intended or final."),
    "worklist_of_another_school": ReadingRule(
        BLOCKING,
        "This is the {worklist}, but it lies in the folder of {here}.",
        "Drop it into inbox/{own}. If you are {here}, use the list in your own outbox, in the folder restricted.",
    ),
    "worklist_of_another_year": ReadingRule(
        BLOCKING,
        "This is the {worklist}, but it lies in a folder of {here}.",
        "Drop it into inbox, in your own folder or in {own} there. For {here} use the newest list in your outbox.",
    ),
    "locked_cell_changed": ReadingRule(
        BLOCKING,
        "The name, date of birth or number in this row is no longer the one that we wrote, so the answer may be another"
        " pupil's. Perhaps a column was sorted without the others.",
        "Put back what our list says, or take a fresh list from your outbox. If a name or number of ours is wrong,"
        " correct it in your own system: your next roll tells us.",
    ),
    "known_cell_changed": ReadingRule(
        NOTICE,
        "A cell of this row that only tells what we know was changed; we read your answers alone.",
        "Nothing to do if the answers stand beside the right pupil. What is new belongs in the blue columns.",
    ),
    "list_row_missing": ReadingRule(
        NOTICE,
        "This row was not on the list that we made; it was read like a row of any other file.",
        "Nothing to do if the pupil belongs here.",
    ),
    "worklist_alone": ReadingRule(
        WARNING,
        "This is one sheet of a worklist of ours, saved by itself: whose it is and of which year can't be told.",
        "Check that it lies in the right school's folder; better still, drop the whole workbook, saved as .xlsx.",
    ),
    "list_rows_missing": ReadingRule(
        NOTICE,
        "The hidden column “List row” is gone from this sheet, so we can't tell whether rows were changed.",
        "Nothing to do if every answer stands beside the right pupil.",
    ),
    "ragged_row": ReadingRule(
        NOTICE,
        "This row has {cells} cells, the titles have {titles}; the missing ones were taken as blank.",
        "Check that nothing has slipped into the wrong column.",
    ),
    "shifted_row": ReadingRule(
        BLOCKING,
        "This row has {cells} cells but there are only {titles} titles, so its values may stand in the wrong columns.",
        'Look for a separator inside a value (put that value in "quotation marks"), or save the file as .xlsx.',
    ),
    "scientific_identifier": ReadingRule(
        BLOCKING,
        "{label} was turned into scientific notation (like 1.23E+12) by a spreadsheet, so its last digits are lost.",
        "Export it again from your system and don't open the CSV in Excel before you drop it.",
    ),
    "formula_error": ReadingRule(
        WARNING,
        "{label} holds an error that a formula left behind (such as #N/A or #REF!), not a value.",
        "Type the value itself, or repair the formula and save again.",
    ),
}


def found(
    rule: str,
    *,
    sheet: str | None = None,
    line: int | None = None,
    part: int | None = None,
    column: str | None = None,
    suggestion: str | None = None,
    **facts: Any,
) -> Finding:
    """The finding of this rule, its words filled with `facts`."""
    words = RULES[rule]
    return Finding(
        rule=rule,
        severity=words.severity,
        message=words.message.format(**facts),
        repair=words.repair.format(**facts),
        sheet=sheet,
        line=line,
        part=part,
        column=column,
        suggestion=suggestion,
    )
