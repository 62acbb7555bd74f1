"""What a kind of defect is: how it is registered, what it is given (`Case`), what it gives back (`Damaged`), what it
expects to be found (`Expected`). The kinds themselves are in `blind*.py` and `harmless.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from .clean import RECIPES, Clean, clean
from .network import School, school
from .people import Person
from .table import Table, text_of
from .writers import ALL

Severity = Literal["blocking", "warning"]
ANY = "*"  # as a column: any column of the row, or the row itself
Spot = tuple[int | None, str | None]  # a row's index in the table (None: the file), a canonical column (None: none)


@dataclass(frozen=True, slots=True)
class Expected:
    """One thing that must be found. `row`: the row's index in the damaged table; None: the whole file.

    `suggestion`: what must stand in the finding's suggestion; None: not looked at. `elsewhere`: other spots that a fair
    validator may name instead or too, where the contract leaves open which of two contradicting cells is at fault.
    `optional`: may be found, need not be.
    """

    row: int | None
    column: str | None
    severity: Severity
    suggestion: str | None = None
    elsewhere: tuple[Spot, ...] = ()
    optional: bool = False

    @property
    def spots(self) -> tuple[Spot, ...]:
        return ((self.row, self.column), *self.elsewhere)


@dataclass(frozen=True, slots=True)
class Damaged:
    """A table with one defect. `roll`: the roll, where it has to change too. `folder`: where the file lies beneath the
    school's folder, if not where it belongs. `rewrite`: changes the written bytes. `suffix`: another file suffix.

    `others`: more files, each a path without its suffix beneath the folder of its table's school, written in the same
    format; what is found in them is not judged. `neighbours`: more schools of the network. `name`: of the file.
    """

    table: Table
    expected: tuple[Expected, ...] = ()
    roll: Table | None = None
    folder: str | None = None
    rewrite: Callable[[bytes], bytes] | None = None
    suffix: str | None = None
    others: tuple[tuple[str, Table], ...] = ()
    neighbours: tuple[School, ...] = ()
    name: str = "export"


class Case:
    """A clean file to be damaged: fresh copies, and ways of choosing rows that differ from case to case."""

    def __init__(self, made: Clean, number: int) -> None:
        self.table, self.roll = made.table.copy(), made.roll.copy()
        self.people: list[Person] = made.people
        self.school: School = made.school
        self.recipe, self.codes, self.number = made.recipe, made.codes, number
        self._made = made

    def pick(self, *codes: str, nth: int = 0, column: str | None = None) -> int:
        """The index of a row: with one of these destination types, if any are named; with a filled cell in `column`.
        Another `nth` is another row."""
        rows = [
            row
            for row in range(len(self.table.rows))
            if (not codes or self.codes[row] in codes) and (column is None or self.table.get(row, column) is not None)
        ]
        return rows[(self.number * 5 + nth) % len(rows)]

    def text(self, day: date) -> str:
        """A date as this file writes it."""
        return text_of(day, self.table.date_format)

    def strangers(self) -> Clean:
        """As clean a file of the same school, about other pupils."""
        return clean(self.table.recipe, self.school, self.people[-1].number + 1)


Apply = Callable[[Case], Damaged]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of defect. `arguable`: why its severity doesn't follow from the contract; empty where it does."""

    name: str
    apply: Apply
    recipes: tuple[str, ...]
    formats: tuple[str, ...]
    files: int
    arguable: str
    harmless: bool

    @property
    def module(self) -> str:
        return self.apply.__module__.rpartition(".")[2]


KINDS: dict[str, Kind] = {}


def kind(
    recipes: Iterable[str],
    *,
    formats: tuple[str, ...] = ALL,
    files: int = 3,
    arguable: str = "",
    harmless: bool = False,
) -> Callable[[Apply], Apply]:
    """Registers a function as the kind of defect that it is named after. Its docstring quotes the contract."""

    def register(apply: Apply) -> Apply:
        name = apply.__name__
        if name in KINDS or not apply.__doc__:
            raise ValueError(f"{name}: a kind needs a name of its own and a docstring that quotes the contract.")
        KINDS[name] = Kind(name, apply, tuple(recipes), formats, files, arguable, harmless)
        if not KINDS[name].recipes:
            raise ValueError(f"{name}: no clean file can have this defect.")
        return apply

    return register


@cache
def _sample(recipe: str) -> Clean:
    return clean(recipe, school(0, RECIPES[recipe].school), 0)


def having(
    *columns: str, of: Iterable[str] | None = None, codes: tuple[str, ...] = (), stage: str | None = None
) -> list[str]:
    """The recipes (`of` these) whose file has all the columns, a row with one of the destination types, and is about
    the stage."""
    return [
        name
        for name in (RECIPES if of is None else of)
        if _sample(name).table.has(*columns)
        and (not codes or set(codes) & set(_sample(name).codes))
        and (stage is None or RECIPES[name].stage == stage)
    ]
