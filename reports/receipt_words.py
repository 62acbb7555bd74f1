"""The sentences of a receipt: the verdict, what to do now, what became of every row, how to send the file again."""

from __future__ import annotations

from domain.findings import Severity, Verdict
from reports.numbers import plural, thousands
from reports.receipt_parts import FindingGroup, Receipt
from reports.sentences import conservation_sentence

_BADGES = {
    Severity.BLOCKING: "Needs you: held back until repaired",
    Severity.WARNING: "Please look: it counts as it is",
    Severity.NOTICE: "For your information",
}
# How a spreadsheet's "Save as" names them.
_ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252", "ascii": "plain"}


def headline(receipt: Receipt) -> str:
    """The verdict as one sentence that needs no other."""
    if receipt.verdict is Verdict.HELD and not receipt.rows:
        return "We could not read this file. It needs you."
    rows = plural(receipt.rows, "row")
    if receipt.verdict is Verdict.HELD:
        return (
            "The one row of this file needs you."
            if receipt.rows == 1
            else f"None of the {rows} counts yet: the file needs you."
        )
    if receipt.verdict is Verdict.PARTLY:
        return f"{thousands(receipt.held)} of {rows} {'needs' if receipt.held == 1 else 'need'} you."
    everything = "the one row was" if receipt.rows == 1 else f"all {rows} were"
    if receipt.counted == receipt.rows:
        return f"Thank you: {everything} read and count{'s' if receipt.rows == 1 else ''}."
    return f"Thank you: {everything} read, and {thousands(receipt.counted)} count{'s' if receipt.counted == 1 else ''}."


def next_step(receipt: Receipt, groups: tuple[FindingGroup, ...]) -> str:
    """What to do now, beneath the headline."""
    if receipt.verdict is Verdict.ACCEPTED and receipt.excluded:
        rows = "1 row was" if receipt.excluded == 1 else f"{thousands(receipt.excluded)} rows were"
        return f"Nothing needs repair. {rows} left out, as said below: send the file again when that changes."
    if receipt.verdict is Verdict.ACCEPTED:
        return "There is nothing for you to do."
    if receipt.verdict is Verdict.WITH_WARNINGS:
        warnings = sum(group.severity is Severity.WARNING for group in groups)
        return f"Please look at {plural(warnings, 'thing')} below when you can."
    repairs = plural(sum(group.severity is Severity.BLOCKING for group in groups), "repair")
    kept = f"The other {thousands(receipt.rows - receipt.held)} are safe. " if receipt.verdict is Verdict.PARTLY else ""
    verb = "is" if repairs == "1 repair" else "are"
    return f"{kept}Below {verb} {repairs}, with what to do. Then save the file and drop it again."


def conservation(receipt: Receipt) -> str:
    """What became of every row, in one sentence."""
    if not receipt.rows:
        return "No pupil's row was found in the file."
    fates = [
        (receipt.held, f"held back until {_cure(receipt)}"),
        (receipt.superseded, "replaced by newer news"),
        (receipt.excluded, "left out, for the reason given below" if receipt.left_out else "left out"),
    ]
    sentence = conservation_sentence(receipt.rows, receipt.counted, fates)
    return sentence.replace("Of ", "Of your ", 1) if receipt.rows > 1 else sentence


def _cure(receipt: Receipt) -> str:
    if receipt.verdict is Verdict.HELD:
        return "the file is repaired"
    return "you repair it" if receipt.held == 1 else "you repair them"


def tiles(receipt: Receipt) -> list[tuple[str, str]]:
    """Numbers with their words. A roll holds no destinations and a held file none that counts: of these nothing is
    said to be new.
    """
    news = (("new", receipt.new), ("changed", receipt.changed), ("unchanged", receipt.unchanged))
    rest = (("replaced", receipt.superseded), ("left out", receipt.excluded))
    named = [
        ("row read" if receipt.rows == 1 else "rows read", receipt.rows),
        *(news if any(number for _, number in news) else ()),
        ("held", receipt.held),
        *(entry for entry in rest if entry[1]),
    ]
    return [(thousands(number), name) for name, number in named]


def badge(group: FindingGroup, groups: tuple[FindingGroup, ...], verdict: Verdict) -> str:
    """How urgent a finding is; a file or a row that is held back doesn't count, whatever else is found in it."""
    if group.severity is Severity.WARNING and verdict is Verdict.HELD:
        return "Please look, once the file counts"
    if group.severity is Severity.WARNING and group.places_of_rows & _held_rows(groups):
        return "Please look: what isn't held back counts as it is"
    return _BADGES[group.severity]


def _held_rows(groups: tuple[FindingGroup, ...]) -> set[tuple[str, int | None]]:
    return {place for group in groups if group.severity is Severity.BLOCKING for place in group.places_of_rows}


def findings_title(groups: tuple[FindingGroup, ...]) -> str:
    """What the list of findings asks for."""
    worst = {group.severity for group in groups}
    if Severity.BLOCKING in worst:
        return "What to repair"
    return "What to look at" if Severity.WARNING in worst else "For your information"


def first_step(groups: tuple[FindingGroup, ...]) -> str:
    """What to do with the file before it is sent again."""
    again = "in your file, or in your own system and export it again."
    if is_about_rows(groups):
        return f"Repair the rows above {again}"
    worst = {group.severity for group in groups}
    if Severity.BLOCKING in worst:
        return "Do what is said above."
    return f"Where a row above is wrong, correct it {again}" if Severity.WARNING in worst else f"Change it {again}"


def is_about_rows(groups: tuple[FindingGroup, ...]) -> bool:
    """Whether repairing rows is what lets the file count; else it is the file itself, its name or its place."""
    blocking = [group for group in groups if group.severity is Severity.BLOCKING]
    return bool(blocking) and all(group.lines for group in blocking)


def encoding_words(encoding: str | None) -> str:
    """The encoding as a spreadsheet program names it."""
    return _ENCODINGS.get((encoding or "").lower(), encoding or "")
