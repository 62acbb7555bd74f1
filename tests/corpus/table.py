"""A school's file as data: headers, what they mean, rows. No format, no defect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

Cell = str | int | date | None


@dataclass(frozen=True, slots=True)
class OtherSheet:
    """A sheet beside the table, in the formats that have sheets."""

    name: str
    rows: list[list[Cell]]
    hidden: bool = False
    first: bool = False  # before the table's own sheet


@dataclass(slots=True)
class Table:
    """One file's table. `columns[i]` is the canonical column that `headers[i]` means; None where we don't know it.

    `rows` are what stands beneath the headers: pupils, and in some files blank rows, totals and the like. `above` is
    what stands before the headers. `date_format` is how a date is written where it is written as text.
    """

    recipe: str
    kind: str
    school_id: str
    cycle: str
    year_group: int | None
    stage: str | None
    headers: list[str]
    columns: list[str | None]
    rows: list[list[Cell]]
    date_format: str = "%d/%m/%Y"
    above: list[list[Cell]] = field(default_factory=list)
    sheet: str = "Export"
    other_sheets: list[OtherSheet] = field(default_factory=list)

    def copy(self) -> Table:
        """A table that can be changed alone."""
        return Table(
            self.recipe, self.kind, self.school_id, self.cycle, self.year_group, self.stage, [*self.headers],
            [*self.columns], [[*row] for row in self.rows], self.date_format, [[*row] for row in self.above], self.sheet,
            [*self.other_sheets],
        )  # fmt: skip

    def has(self, *columns: str) -> bool:
        return all(column in self.columns for column in columns)

    def at(self, column: str) -> int:
        """Where a column stands: the last one of that meaning, which in a tracker is the latest stage."""
        return len(self.columns) - 1 - self.columns[::-1].index(column)

    def get(self, row: int, column: str) -> Cell:
        return self.rows[row][self.at(column)]

    def set(self, row: int, column: str, value: Cell) -> None:
        self.rows[row][self.at(column)] = value

    def header(self, column: str) -> str:
        return self.headers[self.at(column)]

    def rename(self, column: str, header: str, means: str | None = None) -> None:
        """Give a column another header, which means `means` (None: nothing that we know)."""
        place = self.at(column)
        self.headers[place], self.columns[place] = header, means

    def add(self, header: str, column: str | None, value: Callable[[int], Cell]) -> None:
        """A column more, at the right; `value` gives the cell of a row."""
        self.headers.append(header)
        self.columns.append(column)
        for number, row in enumerate(self.rows):
            row.append(value(number))

    def drop(self, *columns: str) -> None:
        """Without these columns."""
        kept = [place for place, column in enumerate(self.columns) if column not in columns]
        self.headers = [self.headers[place] for place in kept]
        self.columns = [self.columns[place] for place in kept]
        self.rows = [[row[place] for place in kept] for row in self.rows]

    def line(self, row: int) -> int:
        """The number that Excel shows beside a row."""
        return len(self.above) + 2 + row

    def grid(self) -> list[list[Cell]]:
        """Everything on the sheet, from its first row."""
        return [*self.above, [*self.headers], *self.rows]


def text_of(cell: Cell, date_format: str) -> str:
    """A cell as it is written where everything is text."""
    if cell is None:
        return ""
    return cell.strftime(date_format) if isinstance(cell, date) else str(cell)
