"""Tables as plain data, ready for the template and for the download link. No HTML here, and no arithmetic beyond
looking up.
"""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.own_workbooks import neutral
from reports.measures import Item, Line
from reports.numbers import Count, thousands
from reports.theme import Paint, paint_of
from reports.trace import plain


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, and beneath it a smaller one (the percentage of a count). `cell` is the figure's id, `share` that of
    the percentage; a text of several numbers is traced text instead. `heat` (0 to 1) shades the cell.
    """

    text: str
    beneath: str = ""
    cell: str = ""
    share: str = ""
    heat: float | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column's header; `paint` is the swatch of a destination category; `is_text` aligns to the left."""

    label: str
    paint: Paint | None = None
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row; `tag` is a warning beside its name, such as "small group"."""

    head: str
    cells: tuple[Cell, ...]
    is_total: bool = False
    tag: str = ""


@dataclass(frozen=True, slots=True)
class RowGroup:
    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`head` titles the first column, which names the rows. Many columns turn their headers upright (`is_wide`). The
    download has `more` rows beneath those of the page.
    """

    id: str
    caption: str
    head: str
    columns: tuple[Column, ...]
    groups: tuple[RowGroup, ...]
    note: str = ""
    more: tuple[Row, ...] = ()
    kind: str = "table"

    @property
    def is_wide(self) -> bool:
        return sum(not column.is_text for column in self.columns) > 6

    @property
    def is_long(self) -> bool:
        """Whether it may go on over the page when it is printed: kept whole it would leave half a sheet empty."""
        return sum(len(group.rows) for group in self.groups) > 5

    @property
    def download(self) -> str:
        """The table as CSV in a data address; each cell that a spreadsheet would run as a formula is disarmed."""
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\r\n")
        rows = [*(row for group in self.groups for row in group.rows), *self.more]
        doubled = [any(row.cells[place].beneath for row in rows) for place in range(len(self.columns))]
        header = [self.head]
        for column, double in zip(self.columns, doubled, strict=True):
            header += [column.label, f"{column.label}, %"] if double else [column.label]
        writer.writerow(map(neutral, header))
        for row in rows:
            values = [plain(row.head)]
            for cell, double in zip(row.cells, doubled, strict=True):
                shown = plain(cell.text)
                text = shown.replace(",", "") if shown.replace(",", "").isdigit() else shown
                values += [text, plain(cell.beneath)] if double else [text]
            writer.writerow(map(neutral, values))
        return "data:text/csv;charset=utf-8;base64," + base64.b64encode(buffer.getvalue().encode("utf-8-sig")).decode()


def count_cell(count: Count) -> Cell:
    """A count with its percentage beneath; nought, a hidden or a missing one stands alone."""
    if not count.is_published:
        return Cell(count.text)
    return Cell(count.text, count.percent if count.pupils else "", count.cell, count.share_cell)


def cohort_cell(cohort: int | None, counts: Iterable[Count]) -> Cell:
    """A cohort; its id is taken from the counts of it."""
    id = next((count.cohort_cell for count in counts if count.cohort == cohort and count.cohort_cell), "")
    return Cell(thousands(cohort), cell=id if cohort is not None else "")


def grouped(rows: Iterable[tuple[str, Row]]) -> tuple[RowGroup, ...]:
    """Rows under their group's label, groups in the order in which they first come."""
    found: dict[str, list[Row]] = {}
    for label, row in rows:
        found.setdefault(label, []).append(row)
    return tuple(RowGroup(label, tuple(members)) for label, members in found.items())


def counts_table(
    id: str,
    caption: str,
    head: str,
    lines: Sequence[Line],
    shown: Sequence[Item],
    empty: Sequence[Item] = (),
    note: str = "",
) -> Table:
    """A row for each line, a column for each category, cohort first; what is 0 in every line is named beneath
    instead.
    """
    rows = []
    for line in lines:
        cells = [cohort_cell(line.cohort, line.counts.values())]
        cells += [count_cell(line.counts[item.code]) if item.code in line.counts else Cell("–") for item in shown]
        rows.append((line.group, Row(line.label, tuple(cells), line.is_total)))
    columns = (Column("Cohort"), *(Column(item.short, paint_of(item.code)) for item in shown))
    nobody = f"Nobody here: {', '.join(item.label for item in empty)}." if empty else ""
    return Table(id, caption, head, columns, grouped(rows), " ".join(filter(None, (note, nobody))))


def plain_table(
    id: str,
    caption: str,
    head: str,
    columns: Sequence[str | Column],
    rows: Sequence[Row],
    note: str = "",
    more: Sequence[Row] = (),
) -> Table:
    """A table without groups."""
    titled = tuple(column if isinstance(column, Column) else Column(column) for column in columns)
    return Table(id, caption, head, titled, (RowGroup("", tuple(rows)),), note, tuple(more))
