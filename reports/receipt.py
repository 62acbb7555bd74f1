"""The receipt that goes back to the school for every file: a sentence first, then what was read, then each repair
with its rows.

It is the only page that shows a pupil's values, and it goes only to the school that sent them. No script at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from domain.findings import Severity, Verdict
from reports.numbers import plural, thousands
from reports.page import render
from reports.sentences import conservation_sentence

ROWS_SHOWN = 50
_WORST_FIRST = {Severity.BLOCKING: 0, Severity.WARNING: 1, Severity.NOTICE: 2}
_BADGES = {
    Severity.BLOCKING: "Needs you: held back until repaired",
    Severity.WARNING: "Please look: it counts as it is",
    Severity.NOTICE: "For your information",
}
_TONES = {Verdict.ACCEPTED: "good", Verdict.WITH_WARNINGS: "warn", Verdict.PARTLY: "warn", Verdict.HELD: "bad"}


@dataclass(frozen=True, slots=True)
class SheetRead:
    """One sheet ("" in a CSV file). `header_line` is the row number that Excel shows; `reason` says why it was
    skipped.
    """

    name: str
    was_read: bool
    header_line: int | None = None
    rows: int = 0
    dropped: int = 0
    kind: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """One column and what it was taken for: `label` of our column, None where we don't know it (it is kept, unused)."""

    sheet: str
    letter: str
    header: str
    label: str | None
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class ReceiptFinding:
    """One finding with what its cell holds. `line` is the row number that Excel shows; None: it is about the sheet or
    the file.
    """

    rule: str
    severity: Severity
    message: str
    repair: str
    sheet: str = ""
    line: int | None = None
    letter: str = ""
    header: str = ""
    value: str | None = None
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """All findings with one cure."""

    severity: Severity
    message: str
    repair: str
    rows: tuple[ReceiptFinding, ...]

    @property
    def badge(self) -> str:
        return _BADGES[self.severity]

    @property
    def lines(self) -> int:
        """How many rows it concerns; 0 where it is about the file or a sheet."""
        return len({(row.sheet, row.line) for row in self.rows if row.line is not None})

    @property
    def shown(self) -> tuple[ReceiptFinding, ...]:
        return tuple(row for row in self.rows if row.line is not None)[:ROWS_SHOWN]

    @property
    def places(self) -> tuple[str, ...]:
        """The sheets that it is about as a whole."""
        return tuple(dict.fromkeys(row.sheet for row in self.rows if row.line is None and row.sheet))

    @property
    def has_suggestions(self) -> bool:
        return any(row.suggestion for row in self.shown)

    @property
    def not_shown(self) -> int:
        return sum(row.line is not None for row in self.rows) - len(self.shown)


@dataclass(frozen=True, slots=True)
class MissingPupil:
    """A pupil whom an earlier file named and this one doesn't; their destination is kept."""

    name: str
    form: str = ""
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything a receipt says. `counted + held + superseded + excluded` is `rows`; `new + changed + unchanged +
    held` need not be.

    `received_at` is London time. `left_out` gives the reasons of the excluded rows with their numbers. `folder` is
    where to drop it again.
    """

    school: str
    path: str
    received_at: datetime
    verdict: Verdict
    rows: int
    counted: int
    held: int
    superseded: int = 0
    excluded: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    collection: str = ""
    format: str = ""
    encoding: str | None = None
    sheets: tuple[SheetRead, ...] = ()
    columns: tuple[ColumnRead, ...] = ()
    findings: tuple[ReceiptFinding, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    missing: tuple[MissingPupil, ...] = ()
    folder: str = ""
    send_by: date | None = None
    contact: str = ""
    delivery_id: str = ""


def render_receipt(receipt: Receipt) -> str:
    """The receipt as one self-contained HTML page, the same bytes for the same receipt."""
    groups = group_findings(receipt.findings)
    return render(
        "receipt",
        receipt=receipt,
        tone=_TONES[receipt.verdict],
        headline=headline(receipt),
        next_step=next_step(receipt, groups),
        groups=groups,
        tiles=_tiles(receipt),
        conservation=conservation(receipt),
        has_sheets=sum(sheet.was_read for sheet in receipt.sheets) > 1,
        unknown=[column for column in receipt.columns if column.label is None],
    )


def group_findings(findings: Iterable[ReceiptFinding]) -> tuple[FindingGroup, ...]:
    """Findings by what cures them, the worst and then the most frequent first, rows in the order of the file."""
    found: dict[tuple[Severity, str, str], list[ReceiptFinding]] = {}
    for finding in findings:
        found.setdefault((Severity(finding.severity), finding.message, finding.repair), []).append(finding)
    groups = [
        FindingGroup(
            severity, message, repair, tuple(sorted(rows, key=lambda row: (row.sheet, row.line or 0, row.letter)))
        )
        for (severity, message, repair), rows in found.items()
    ]
    return tuple(
        sorted(groups, key=lambda group: (_WORST_FIRST[group.severity], -group.lines, group.message, group.repair))
    )


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
    if receipt.verdict is Verdict.ACCEPTED:
        return "There is nothing for you to do."
    if receipt.verdict is Verdict.WITH_WARNINGS:
        warnings = sum(group.severity is Severity.WARNING for group in groups)
        return f"Please look at {plural(warnings, 'thing')} below when you can."
    repairs = plural(sum(group.severity is Severity.BLOCKING for group in groups), "repair")
    kept = f"The other {thousands(receipt.rows - receipt.held)} are safe. " if receipt.verdict is Verdict.PARTLY else ""
    verb = "is" if repairs == "1 repair" else "are"
    return f"{kept}Below {verb} {repairs}, with what to type. Then save the file and drop it again."


def conservation(receipt: Receipt) -> str:
    """What became of every row, in one sentence."""
    if not receipt.rows:
        return "No pupil's row was found in the file."
    fates = [
        (receipt.held, "held back until you repair " + ("it" if receipt.held == 1 else "them")),
        (receipt.superseded, "replaced by newer news"),
        (receipt.excluded, "left out, for the reason given below" if receipt.left_out else "left out"),
    ]
    sentence = conservation_sentence(receipt.rows, receipt.counted, fates)
    return sentence.replace("Of ", "Of your ", 1) if receipt.rows > 1 else sentence


def _tiles(receipt: Receipt) -> list[tuple[str, str]]:
    named = (
        ("new", receipt.new),
        ("changed", receipt.changed),
        ("unchanged", receipt.unchanged),
        ("held", receipt.held),
    )
    return [(thousands(number), name) for name, number in (("rows read", receipt.rows), *named)]
