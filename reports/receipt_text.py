"""A receipt as plain lines for a terminal: the verdict, then each repair with its rows. The page is `receipt.py`."""

from __future__ import annotations

from collections.abc import Iterator

from domain.findings import Severity
from reports.numbers import plural
from reports.receipt_groups import FindingGroup, group_findings
from reports.receipt_parts import Receipt
from reports.receipt_rows import reconciliation, rows_of_sheets, set_aside
from reports.receipt_words import headline

_WORDS = {Severity.BLOCKING: "TO REPAIR", Severity.WARNING: "PLEASE LOOK", Severity.NOTICE: "FOR INFORMATION"}
_ROWS_SHOWN = 10


def receipt_lines(receipt: Receipt) -> Iterator[str]:
    """The receipt, line by line, without colours."""
    yield f"{receipt.path}: {receipt.verdict.value}"
    yield f"  {headline(receipt)}"
    if receipt.collection:
        yield f"  It is about: {receipt.collection}."
    if receipt.rows:
        yield f"  {reconciliation(receipt)}"
    for line in set_aside(receipt.dropped, [sheet.name for sheet in receipt.sheets if sheet.was_read]):
        yield f"  {line}"
    for group in group_findings(receipt.findings):
        yield ""
        yield from _group_lines(group, receipt)


def _group_lines(group: FindingGroup, receipt: Receipt) -> Iterator[str]:
    rows = [row for row in group.rows if row.line is not None]
    yield f"  {_WORDS[group.severity]}: {group.message}"
    if group.repair:
        yield f"    {group.repair}"
    for row in rows[:_ROWS_SHOWN]:
        where = f"{row.sheet + ', ' if receipt.has_sheets else ''}row {row.line}"
        column = f", {row.letter} {row.header}".rstrip() if row.letter or row.header else ""
        instead = f" -> {row.suggestion}" if row.suggestion else ""
        yield f"    {where}{column}: {row.value if row.value else '(blank)'}{instead}"
    if len(rows) > _ROWS_SHOWN:
        rest = rows_of_sheets(((row.sheet, row.line) for row in rows[_ROWS_SHOWN:]), has_sheets=receipt.has_sheets)
        yield f"    and {plural(len(rows) - _ROWS_SHOWN, 'row')} more: {rest}"
