"""The sentences about a file's rows: how many there are, which were set aside and why, what became of the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain.findings import Verdict
from reports.numbers import plural, thousands
from reports.receipt_parts import DroppedRecords, Receipt
from reports.sentences import conservation_sentence

# Why a record is no pupil's row (the words of `intake`): of one row, of several.
_SET_ASIDE = {
    "blank": ("is blank.", "are blank."),
    "above the header": ("stands above your column titles.", "stand above your column titles."),
    "header repeated": ("repeats the column titles.", "repeat the column titles."),
    "total or footer": ("is a total or a footer, not a pupil.", "are totals or footers, not pupils."),
    "instructions": ("tells how to fill in the list.", "tell how to fill in the list."),
    "no header row": (
        "lies on a sheet without column titles that we know.",
        "lie on a sheet without column titles that we know.",
    ),
    "no pupils": (
        "lies on a sheet that lists something other than pupils.",
        "lie on a sheet that lists something other than pupils.",
    ),
}  # fmt: skip
_NO_DESTINATION = "no destination given yet"
# Why a row doesn't count (the words of the warehouse); what isn't here speaks for itself.
_LEFT_OUT = {
    "no such pupil is known": "we know no such pupil in that year",
    "says nothing that we could count": "it says no more than that the destination is not known",
    "not in the cohort": "the pupil is not in the group that is counted",
    "cohort adjustment": "the pupil is on none of our lists any more",
    "not on the roll": "the pupil is not on your roll; if they should be, send a new roll",
    "other registration": "the pupil's main registration is at another school or college",
    "left before the reference day": "the pupil left before the day on which pupils are counted",
    "joined after the reference day": "the pupil came after the day on which pupils are counted",
    "counted at another school": "the pupil is counted at another school of the network",
}


def rows_text(lines: Iterable[int]) -> str:
    """`row 7`, `rows 1–3, 158`: each number once, in order."""
    numbers = sorted(set(lines))
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    text = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
    return f"{'row' if len(numbers) == 1 else 'rows'} {text}"


def rows_of_sheets(places: Iterable[tuple[str, int | None]], *, has_sheets: bool) -> str:
    """`rows 1–3, 158`, or with several sheets `rows 1–3 of sheet Y11; row 8 of sheet Y12`."""
    found: dict[str, list[int]] = {}
    for sheet, line in places:
        if line is not None:
            found.setdefault(sheet, []).append(line)
    return "; ".join(f"{rows_text(lines)} of sheet {sheet}" if has_sheets else rows_text(lines)
                     for sheet, lines in found.items())  # fmt: skip


def reconciliation(receipt: Receipt) -> str:
    """`Your file has 161 rows: 1 of titles, 2 not pupils, 158 pupils' rows.`; empty where nothing beside pupils' rows
    was seen.
    """
    titles = sum(sheet.header_rows for sheet in receipt.sheets)
    dropped = sum(sheet.dropped for sheet in receipt.sheets)
    if not titles and not dropped:
        return ""
    parts = [
        (titles, "of titles"),
        (dropped, "not a pupil" if dropped == 1 else "not pupils"),
        (receipt.rows, "pupil's row" if receipt.rows == 1 else "pupils' rows"),
    ]
    named = ", ".join(f"{thousands(number)} {words}" for number, words in parts if number)
    return f"Your file has {plural(titles + dropped + receipt.rows, 'row')}: {named}."


def set_aside(dropped: Iterable[DroppedRecords], sheets_read: Sequence[str]) -> list[str]:
    """One sentence for each reason: `Rows 1–3 stand above your column titles.` The sheet is named unless it is the
    only one that was read.
    """
    sentences = []
    for part in dropped:
        one, many = _SET_ASIDE.get(part.reason, (f"was set aside: {part.reason}.", f"were set aside: {part.reason}."))
        rows = rows_text(part.lines)
        where = f"Sheet {part.sheet}, {rows}" if [part.sheet] != sheets_read else rows[0].upper() + rows[1:]
        sentences.append(f"{where} {one if len(set(part.lines)) == 1 else many}")
    return sentences


def left_out(receipt: Receipt) -> list[str]:
    """Why rows don't count, one line for each reason. Those without a destination have their own sentence."""
    return [
        f"{thousands(number)} left out: {_LEFT_OUT.get(reason, reason)}"
        for reason, number in receipt.left_out
        if not (reason == _NO_DESTINATION and receipt.still_to_do)
    ]


def still_to_do(receipt: Receipt) -> str:
    """Which rows have no destination yet, and what to do; empty where there is none."""
    number = len(receipt.still_to_do)
    if not number:
        return ""
    # One number stands for a row on each sheet.
    rows = f" ({rows_text(receipt.still_to_do)})" if not receipt.has_sheets else ""
    whom = "this pupil" if number == 1 else "these pupils"
    return (
        f"{plural(number, 'row has', 'rows have')} no destination yet{rows}. As soon as you know, type it in and drop "
        f"the file again. Until then nothing changes for {whom}."
    )


def conservation(receipt: Receipt) -> str:
    """What became of every pupil's row, in one sentence."""
    if not receipt.rows:
        return "No pupil's row was found in the file."
    if receipt.counted == receipt.rows:
        return "The one row counts." if receipt.rows == 1 else f"All of your {thousands(receipt.rows)} rows count."
    to_do = (
        sum(number for reason, number in receipt.left_out if reason == _NO_DESTINATION) if receipt.still_to_do else 0
    )
    fates = [
        (receipt.held, f"held back until {_cure(receipt)}"),
        (receipt.superseded, "replaced by newer or surer news"),
        (to_do, "without a destination yet"),
        (receipt.excluded - to_do, "left out, for the reason given below" if receipt.left_out else "left out"),
    ]
    sentence = conservation_sentence(receipt.rows, receipt.counted, fates)
    sentence = sentence.replace(", 0 count;", ", none counts;", 1)
    return sentence.replace("Of ", "Of your ", 1) if receipt.rows > 1 else sentence


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


def _cure(receipt: Receipt) -> str:
    if receipt.has_open_doubt:
        return "you tell us that the file is right"
    if receipt.verdict is Verdict.HELD:
        return "the file is repaired"
    return "you repair it" if receipt.held == 1 else "you repair them"
