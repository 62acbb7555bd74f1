"""The sentences of a receipt that speak of the file as a whole: the verdict, thanks, what to do now, how to send it
again, how it was read. Those about its rows are in `receipt_rows`.
"""

from __future__ import annotations

from domain.findings import Severity, Verdict
from domain.own_workbooks import ANSWER, GUIDE
from reports.numbers import long_date, plural, thousands
from reports.receipt_groups import FindingGroup
from reports.receipt_parts import Receipt

Groups = tuple[FindingGroup, ...]
TEAM = "the network's destinations team"
# Where a doubt is answered in the to-fix workbook: the sheet, the title of the column.
ANSWERED_AT = (GUIDE, ANSWER)
_BADGES = {
    Severity.BLOCKING: "Needs you: held back until repaired",
    Severity.WARNING: "Please look: it counts as it is",
    Severity.NOTICE: "For your information",
}
# How a spreadsheet's "Save as" names them.
_ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252", "ascii": "plain"}
_FORMATS = {
    "xlsx": "Excel workbook (.xlsx)",
    "xls": "Excel workbook of the older kind (.xls)",
    "ods": "OpenDocument spreadsheet (.ods)",
    "csv": "Text with commas between the cells (CSV)",
    "tsv": "Text with tabs between the cells (TSV)",
    "xml": "Excel spreadsheet of 2003 (.xml)",
    "html": "A web page saved as .xls",
    "zip": "ZIP folder with several files",
    "unreadable": "",
}
# Why a sheet was passed over (the words of `intake`).
_SKIPPED = {
    "no header row": "it has no column titles that we know",
    "hidden": "the sheet is hidden; unhide it if it belongs to the list",
    "empty": "it is empty",
    "our own sheet": "it is one of ours, which says how to fill in the list",
    "no pupils": "it lists something other than pupils",
    "not read": "it could not be opened",
}


def headline(receipt: Receipt) -> str:
    """The verdict as one sentence that needs no other."""
    if receipt.is_withdrawn:
        return _withdrawn(receipt)
    if receipt.has_open_doubt:
        return "Is this file right? Nothing in it counts until you tell us."
    if receipt.verdict is Verdict.HELD:
        return _held(receipt)
    rows = plural(receipt.rows, "row")
    if receipt.verdict is Verdict.PARTLY:
        return f"{thousands(receipt.held)} of {rows} {'needs' if receipt.held == 1 else 'need'} you."
    everything = "the one row was" if receipt.rows == 1 else f"all {rows} were"
    if receipt.counted == receipt.rows:
        return f"Thank you: {everything} read and count{'s' if receipt.rows == 1 else ''}."
    return f"Thank you: {everything} read, and {thousands(receipt.counted)} count{'s' if receipt.counted == 1 else ''}."


def _withdrawn(receipt: Receipt) -> str:
    when = f" on {long_date(receipt.withdrawn_on)}" if receipt.withdrawn_on else ""
    why = (receipt.withdrawn_because or "").strip().rstrip(".;:,")
    return f"This file was taken out of the picture{when}{': ' + why if why else ''}. Nothing in it counts."


def _held(receipt: Receipt) -> str:
    if receipt.rows == 1:
        return "The one row of this file needs you."
    if receipt.rows:
        return f"None of the {plural(receipt.rows, 'row')} counts yet: the file needs you."
    was_read = any(sheet.was_read for sheet in receipt.sheets)
    return f"We {'found no pupil in' if was_read else 'could not read'} this file. It needs you."


def next_step(receipt: Receipt, groups: Groups) -> str:
    """What to do now, beneath the headline."""
    if receipt.is_withdrawn:
        place = f" into {receipt.folder}" if receipt.folder else ""
        return (
            f"If it should count after all, tell {TEAM}: they can put it back. If a better file is to come, drop "
            f"it{place}. Else there is nothing for you to do."
        )
    if receipt.verdict in (Verdict.ACCEPTED, Verdict.WITH_WARNINGS):
        return _when_accepted(receipt, groups)
    repairs = sum(group.severity is Severity.BLOCKING and not group.is_open_doubt for group in groups)
    if receipt.has_open_doubt:
        doubts = sum(group.is_open_doubt for group in groups)
        then = f" Beneath {'is' if repairs == 1 else 'are'} {plural(repairs, 'repair')} besides." if repairs else ""
        return f"Please answer the {plural(doubts, 'question') if doubts > 1 else 'question'} just below.{then}"
    kept = f"The other {thousands(receipt.rows - receipt.held)} are safe. " if receipt.verdict is Verdict.PARTLY else ""
    told = f"{kept}Below {'is' if repairs == 1 else 'are'} {plural(repairs, 'repair')}, with what to do."
    return told if receipt.to_fix else f"{told} Then save the file and drop it again."


def _when_accepted(receipt: Receipt, groups: Groups) -> str:
    warnings = sum(group.severity is Severity.WARNING for group in groups)
    if warnings:
        return f"Please look at {'one thing' if warnings == 1 else plural(warnings, 'thing')} below when you can."
    if receipt.missing:
        return _when_some_are_missing(receipt)
    if not receipt.excluded:
        return praise(receipt)
    if receipt.excluded == len(receipt.still_to_do):
        rows = "1 row has" if receipt.excluded == 1 else f"{thousands(receipt.excluded)} rows have"
        return f"Nothing needs repair. {rows} no destination yet: which is said below."
    rows = "1 row was" if receipt.excluded == 1 else f"{thousands(receipt.excluded)} rows were"
    return f"Nothing needs repair. {rows} left out, as said below: send the file again when that changes."


def _when_some_are_missing(receipt: Receipt) -> str:
    number = len(receipt.missing)
    if receipt.is_roll:
        gone = "1 pupil is" if number == 1 else f"{thousands(number)} pupils are"
        went = "the pupil went" if number == 1 else "they went"
        return f"Nothing needs repair. {gone} no longer on your roll: please send where {went}, as said below."
    gone = "1 pupil whom you sent before is" if number == 1 else f"{thousands(number)} pupils whom you sent before are"
    return f"Nothing needs repair. {gone} no longer listed: see below whether that is right."


def praise(receipt: Receipt) -> str:
    """What is good about a file with which nothing is wrong: the strongest thing that is true of it."""
    pupils = receipt.pupils or 0
    every = "Your one pupil" if pupils == 1 else f"Every one of your {thousands(pupils)} pupils"
    if pupils and receipt.known == receipt.confirmed == pupils:
        return f"{every} has a destination, and every one is confirmed. Well done: nothing here needs you."
    if pupils and receipt.known == pupils:
        return f"{every} has a known destination. Nothing here needs you."
    if receipt.is_roll:
        return "There is nothing to put right on your roll. Nothing here needs you."
    if receipt.counted and receipt.unchanged == receipt.counted == receipt.rows:
        return "It says the same as your last file, so nothing has moved. Nothing here needs you."
    if receipt.superseded:
        return "There is nothing for you to do."
    return "Every row could be used just as you sent it. Nothing here needs you."


def badge(group: FindingGroup, groups: Groups, verdict: Verdict) -> str:
    """How urgent a finding is; a file or a row that is held back doesn't count, whatever else is found in it."""
    if group.severity is Severity.WARNING and verdict is Verdict.HELD:
        return "Please look, once the file counts"
    if group.severity is Severity.WARNING and group.places_of_rows & _held_rows(groups):
        return "Please look: what isn't held back counts as it is"
    return _BADGES[group.severity]


def _held_rows(groups: Groups) -> set[tuple[str, int | None]]:
    return {place for group in groups if group.severity is Severity.BLOCKING for place in group.places_of_rows}


def to_fix_words(receipt: Receipt, groups: Groups) -> str:
    """What the workbook beside the receipt is for."""
    if any(group.lines and group.severity is not Severity.NOTICE for group in groups):
        return "Open your list with the wrong cells marked:"
    return "Open your list and answer there:" if receipt.has_open_doubt else "Open your list, ready to be filled in:"


def findings_title(groups: Groups) -> str:
    """What the list of findings asks for."""
    worst = {group.severity for group in groups}
    if Severity.BLOCKING in worst:
        return "What to repair"
    return "What to look at" if Severity.WARNING in worst else "For your information"


def first_step(groups: Groups) -> str:
    """What to do with the school's own file before it is sent again."""
    again = "in your file, or in your own system and export it again."
    if is_about_rows(groups):
        return f"Repair the rows above {again}"
    worst = {group.severity for group in groups}
    if Severity.BLOCKING in worst:
        return "Do what is said above."
    return f"Where a row above is wrong, correct it {again}" if Severity.WARNING in worst else f"Change it {again}"


def is_about_rows(groups: Groups) -> bool:
    """Whether repairing rows is what lets the file count; else it is the file itself, its name or its place."""
    blocking = [group for group in groups if group.severity is Severity.BLOCKING]
    return bool(blocking) and all(group.lines for group in blocking)


def format_words(receipt: Receipt) -> str:
    """What kind of file it is and which letters it was written with; empty where it couldn't be read."""
    words = _FORMATS.get(receipt.format, receipt.format.upper())
    encoding = _ENCODINGS.get((receipt.encoding or "").lower(), receipt.encoding or "")
    return f"{words}, letters as {encoding}" if words and encoding else words


def skipped_words(reason: str) -> str:
    """Why a sheet was not read."""
    return _SKIPPED.get(reason, reason)
