"""The receipt that goes back to the school for every file: a sentence first, then what was read, then each repair
with its rows.

It is the only page that shows a pupil's values, and it goes only to the school that sent them. No script at all.
"""

from __future__ import annotations

from domain.findings import Severity, Verdict
from reports.page import render
from reports.receipt_parts import ColumnRead, MissingPupil, Receipt, ReceiptFinding, SheetRead, group_findings
from reports.receipt_words import (
    badge,
    conservation,
    encoding_words,
    findings_title,
    first_step,
    headline,
    is_about_rows,
    next_step,
    tiles,
)

__all__ = ["ColumnRead", "MissingPupil", "Receipt", "ReceiptFinding", "SheetRead", "render_receipt"]

_TONES = {Verdict.ACCEPTED: "good", Verdict.WITH_WARNINGS: "warn", Verdict.PARTLY: "warn", Verdict.HELD: "bad"}


def render_receipt(receipt: Receipt) -> str:
    """The receipt as one self-contained HTML page, the same bytes for the same receipt."""
    groups = group_findings(receipt.findings)
    return render(
        "receipt",
        receipt=receipt,
        tone=_TONES[receipt.verdict],
        headline=headline(receipt),
        next_step=next_step(receipt, groups),
        groups=[(group, badge(group, groups, receipt.verdict)) for group in groups],
        findings_title=findings_title(groups),
        tiles=tiles(receipt),
        conservation=conservation(receipt),
        has_sheets=sum(sheet.was_read for sheet in receipt.sheets) > 1,
        is_repair=any(group.severity is Severity.BLOCKING for group in groups),
        first_step=first_step(groups),
        is_same_place=is_about_rows(groups) or receipt.verdict is not Verdict.HELD,
        encoding=encoding_words(receipt.encoding),
        unknown=[column for column in receipt.columns if column.label is None],
    )
