"""Columns of dates that are written month first, as American settings do: the whole column is asked about, since the
days up to the twelfth can't be told apart.

A few mistyped dates among good ones are not this; they are found cell by cell when the rows are checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from domain.columns import COLUMNS
from domain.findings import Finding
from intake.body import Body
from intake.findings import found

_SLASHED = re.compile(r"\s*(\d{1,2})[/-](\d{1,2})[/-]\d{4}(?:[ T,].*)?")
# so few dates are judged all together, more by their majority
_FEW = 3


def month_first(body: Body, sheet: str | None) -> Iterator[Finding]:
    """One finding for each column of dates that is written month first. `sheet` None blames the whole file."""
    for title in body.layout.titles:
        if title.column and COLUMNS[title.column].type == "date" and is_month_first(body.column(title.position)):
            yield found("american_dates", sheet=sheet, column=title.column, letter=title.letter, title=title.name)


def is_month_first(cells: Sequence[str | None]) -> bool:
    """Whether more of these dates can only be mm/dd/yyyy than can only be dd/mm/yyyy, and at least two, or all."""
    pairs = [(int(found_[1]), int(found_[2])) for cell in cells if cell and (found_ := _SLASHED.fullmatch(cell))]
    months_first = sum(first <= 12 < second for first, second in pairs)
    days_first = sum(second <= 12 < first for first, second in pairs)
    if 2 * len(pairs) < sum(bool(cell and cell.strip()) for cell in cells):
        return False
    if len(pairs) < _FEW:
        return bool(pairs) and months_first == len(pairs)
    return months_first > max(days_first, 1)
