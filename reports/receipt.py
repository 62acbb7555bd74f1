"""The receipt that goes back to the school for every file: a sentence first, then what is asked, then each repair with
its rows, then what is new and how the file was read.

It is the only page that shows a pupil's values, and it goes only to the school that sent them. No script at all.
"""

from __future__ import annotations

from urllib.parse import quote

from domain.findings import Severity, Verdict
from reports import receipt_rows, receipt_words
from reports.page import render
from reports.receipt_groups import FindingGroup, group_findings
from reports.receipt_parts import (
    ChangedPupil,
    ColumnRead,
    DroppedRecords,
    MissingPupil,
    Receipt,
    ReceiptFinding,
    SheetRead,
)

__all__ = [
    "ChangedPupil",
    "ColumnRead",
    "DroppedRecords",
    "MissingPupil",
    "Receipt",
    "ReceiptFinding",
    "SheetRead",
    "render_receipt",
]

# How many pupils a list names; the rest is counted.
PUPILS_NAMED = 50
_TONES = {Verdict.ACCEPTED: "good", Verdict.WITH_WARNINGS: "warn", Verdict.PARTLY: "warn", Verdict.HELD: "bad"}


def render_receipt(receipt: Receipt) -> str:
    """The receipt as one self-contained HTML page, the same bytes for the same receipt."""
    groups = () if receipt.is_withdrawn else group_findings(receipt.findings)
    doubts = [group for group in groups if group.is_open_doubt]
    others = tuple(group for group in groups if not group.is_open_doubt)
    return render(
        "receipt",
        receipt=receipt,
        tone="off" if receipt.is_withdrawn else _TONES[receipt.verdict],
        headline=receipt_words.headline(receipt),
        next_step=receipt_words.next_step(receipt, groups),
        filename=receipt.path.rsplit("/", 1)[-1],
        to_fix_link=quote(receipt.to_fix, safe=""),
        to_fix_words=receipt_words.to_fix_words(receipt, groups),
        doubts=doubts,
        answered_at=receipt_words.ANSWERED_AT,
        team=receipt_words.TEAM,
        findings_title=receipt_words.findings_title(others),
        groups=[
            (group, receipt_words.badge(group, groups, receipt.verdict), _rest(group, receipt)) for group in others
        ],
        pupils_named=PUPILS_NAMED,
        is_first_roll=len(receipt.joined) >= receipt.rows,
        **_about_rows(receipt),
        **_again(receipt, others),
        format=receipt_words.format_words(receipt),
        skipped=receipt_words.skipped_words,
        unknown=[column for column in receipt.columns if column.label is None],
    )


def _about_rows(receipt: Receipt) -> dict[str, object]:
    return {
        "tiles": [] if receipt.is_withdrawn else receipt_rows.tiles(receipt),
        "reconciliation": receipt_rows.reconciliation(receipt),
        "set_aside": receipt_rows.set_aside(
            receipt.dropped, [sheet.name for sheet in receipt.sheets if sheet.was_read]
        ),
        "conservation": receipt_rows.conservation(receipt),
        "left_out": receipt_rows.left_out(receipt),
        "still_to_do": "" if receipt.is_withdrawn else receipt_rows.still_to_do(receipt),
    }


def _again(receipt: Receipt, groups: tuple[FindingGroup, ...]) -> dict[str, object]:
    """How to send the file again. A file that is wrong as a whole may lie in the wrong folder, so none is named."""
    return {
        "is_repair": any(group.severity is Severity.BLOCKING for group in groups),
        "is_look": any(group.severity is Severity.WARNING for group in groups),
        "first_step": receipt_words.first_step(groups),
        "is_same_place": receipt_words.is_about_rows(groups) or receipt.verdict is not Verdict.HELD,
    }


def _rest(group: FindingGroup, receipt: Receipt) -> str:
    """The rows that the table of a finding leaves out, by their numbers."""
    places = ((row.sheet, row.line) for row in group.not_shown)
    return receipt_rows.rows_of_sheets(places, has_sheets=receipt.has_sheets)
