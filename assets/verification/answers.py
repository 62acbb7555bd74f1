"""A cell looked up on the second way: its number, or why there is none. What release hides is hidden here too: by the
list of hidden cells alone, never by what a page shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from urllib.parse import unquote

import polars as pl

from assets.verification.formulas import Untold, Untrue
from assets.verification.registry import COMPARED, POOLED, TABLES, Recomputed, hidings
from assets.verification.sources import Sources
from warehouse.declared import DERIVED
from warehouse.tables import Table, sql_tables

_RELEASE, _PUBLIC = "release", "public_destinations"
_YEARS_POOLED = 3
# Between which a hidden count lies
_ENDS = ("at_least", "at_most")
_LINE = ("school_id", "year_group", "stage", "breakdown_topic", "breakdown")
Key = tuple[str, ...]


class NoSuchCell(KeyError):
    """An id that names no cell that can be recomputed; the message says which part of it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's id, read: schema and table, the values of the grain by name, the column."""

    schema: str
    table: str
    keys: Mapping[str, str]
    column: str


def declared_tables() -> Mapping[str, Table]:
    """Every table whose cells may be named."""
    return {**DERIVED, **sql_tables()}


def read(id: str) -> Cell:
    """The cell that an id names. Raises NoSuchCell."""
    place, _, column = id.partition("#")
    name, *values = place.split("/")
    schema, _, table = name.partition(".")
    declared = declared_tables().get(name)
    if declared is None or not column:
        raise NoSuchCell(f"there is no table {name}")
    if len(values) != len(declared.grain):
        raise NoSuchCell(f"{name} is named by {', '.join(declared.grain)}")
    keys = {part: "" if value == "-" else unquote(value) for part, value in zip(declared.grain, values, strict=True)}
    return Cell(schema, table, keys, column)


class Answers:
    """What the second way says of cells; each table is made once, when it is first asked for."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._tables: dict[str, dict[Key, dict[str, int | float | None]]] = {}

    def look(self, id: str) -> int | Fraction:
        """The number of a cell. Raises Untold where it is hidden or there is none, NoSuchCell for an unknown id, Untrue
        for ends between which the hidden count doesn't lie."""
        return self._look(read(id))

    def _look(self, cell: Cell) -> int | Fraction:
        if cell.table == "equity_gaps":
            return self._look(self._compared(cell))
        if cell.table == "trends":
            return self._pooled(cell)
        if cell.schema == _RELEASE and cell.column in _ENDS:
            return self._end(cell)
        if cell.schema == _RELEASE:
            self._refuse_hidden(cell)
        return self._number(cell)

    def _number(self, cell: Cell) -> int | Fraction:
        recomputed = TABLES.get(cell.table)
        if recomputed is None:
            raise NoSuchCell(f"{cell.table} can't be recomputed")
        if cell.column not in recomputed.columns:
            raise NoSuchCell(f"{cell.table} has no count {cell.column}")
        row = self._rows(cell.table, recomputed).get(tuple(cell.keys.values()))
        if row is None:
            raise NoSuchCell(f"{cell.table} has no line {'/'.join(cell.keys.values())}")
        value = row[cell.column]
        if value is None:
            raise Untold("not_available")
        # A share as published has so many places as it was published with
        return Fraction(str(value)) if isinstance(value, float) else value

    def _rows(self, table: str, recomputed: Recomputed) -> dict[Key, dict[str, int | float | None]]:
        if table not in self._tables:
            frame = recomputed.make(self._sources)
            grain = (declared_tables().get(f"{_RELEASE}.{table}") or declared_tables()[f"ops.{table}"]).grain
            keys = frame.select(pl.col(name).cast(pl.String).fill_null("") for name in grain)
            numbers = frame.select(recomputed.columns)
            self._tables[table] = dict(zip(keys.iter_rows(), numbers.iter_rows(named=True), strict=True))
        return self._tables[table]

    def _refuse_hidden(self, cell: Cell) -> None:
        """Raises Untold where disclosure control hides the cell."""
        line = _line_of(cell)
        within = self._within.get(cell.keys.get("measure", ""), "")
        for hiding in hidings().get((cell.table, cell.column), ()):
            found = self._hidden.get((*line, hiding.item.format(**cell.keys, within=within)))
            if found and (found[1] in self._hide_groups or not hiding.only_reasons):
                raise Untold(found[0])

    def _end(self, cell: Cell) -> int:
        """An end of the range in which a hidden measure is told to lie, once it is seen to lie there."""
        ends = self._told_ends.get((*_line_of(cell), cell.keys.get("measure", "")))
        if ends is None:
            raise Untold("not_available")
        low, high = ends
        if not low <= self._number(replace(cell, column="pupils")) <= high:
            raise Untrue(f"the count doesn't lie from {low} to {high}")
        return low if cell.column == _ENDS[0] else high

    @cached_property
    def _told_ends(self) -> dict[Key, tuple[int, int]]:
        """The ends of every hidden cell of which they are told."""
        frame = self._sources.hidden.drop_nulls(_ENDS)
        return dict(zip(_cells_of(frame), frame.select(_ENDS).iter_rows(), strict=True))

    @cached_property
    def _hidden(self) -> dict[Key, tuple[str, str]]:
        """Status and reason of every hidden cell."""
        frame = self._sources.hidden
        return dict(zip(_cells_of(frame), frame.select("status", "reason").iter_rows(), strict=True))

    @cached_property
    def _hide_groups(self) -> frozenset[str]:
        """The reasons for which a whole group is hidden, its denominator too."""
        listed = self._sources.table("ref.suppression_reasons").filter(hides_cohort="yes")
        return frozenset(listed["reason"])

    @cached_property
    def _within(self) -> dict[str, str]:
        """Measure -> the count that it is a part of."""
        return dict(self._sources.table("ref.measures").select("measure", "cohort_item").iter_rows())

    @cached_property
    def _references(self) -> dict[tuple[str, str], str]:
        listed = self._sources.table("ref.breakdown_references").select("breakdown_topic", "breakdown", "reference")
        return {(topic, part): other for topic, part, other in listed.iter_rows()}

    def _compared(self, cell: Cell) -> Cell:
        """The measure's cell that a comparison takes its number from."""
        if cell.column not in COMPARED:
            raise NoSuchCell(f"equity_gaps has no count {cell.column}")
        column, is_reference = COMPARED[cell.column]
        keys = dict(cell.keys)
        if is_reference:
            keys["breakdown"] = self._references[keys["breakdown_topic"], keys["breakdown"]]
        return _measure(cell.schema, keys, column)

    def _pooled(self, cell: Cell) -> int | Fraction:
        """Three years added up, of the school and those whose place it took; untold where any of them is hidden."""
        if cell.column not in POOLED:
            raise NoSuchCell(f"trends has no count {cell.column}")
        last = int(cell.keys["cycle"][:4])
        told: list[int | Fraction] = []
        for start in range(last - _YEARS_POOLED + 1, last + 1):
            cycle = f"{start}-{(start + 1) % 100:02d}"
            for school_id in self._lineage(cell.keys["school_id"]):
                keys = {**cell.keys, "cycle": cycle, "school_id": school_id}
                number = self._of_year(cell.schema, keys, cell.column)
                told += [number] if number is not None else []
        if not told:
            raise Untold("not_available")
        return sum(told)

    def _of_year(self, schema: str, keys: Mapping[str, str], column: str) -> int | Fraction | None:
        """None for a year of which nothing can be told; its denominator doesn't count then either."""
        try:
            self._look(_measure(schema, keys, "pupils"))
            return self._look(_measure(schema, keys, column))
        except NoSuchCell:
            return None
        except Untold as reason:
            if reason.status == "suppressed":
                raise
            return None

    def _lineage(self, school_id: str) -> list[str]:
        followed = dict(self._sources.table("ref.schools").select("school_id", "succeeds").iter_rows())
        found = [school_id]
        while (before := followed.get(found[-1])) and before not in found:
            found.append(before)
        return found


def _line_of(cell: Cell) -> Key:
    """How mart.suppressions names the line of a cell."""
    audience = "public" if cell.table == _PUBLIC else "leaders"
    names = (cell.keys.get(name, "") for name in _LINE)
    return (audience, cell.keys.get("cycle", ""), f"mart.{cell.table}", *names)


def _cells_of(hidden: pl.DataFrame) -> Iterator[Key]:
    """The cells of lines of mart.suppressions, as the line and the item."""
    names = ("audience", "cycle", "table_name", *_LINE, "item")
    return hidden.select(pl.col(name).cast(pl.String).fill_null("") for name in names).iter_rows()


def _measure(schema: str, keys: Mapping[str, str], column: str) -> Cell:
    school = keys["school_id"]
    names = ("cycle", *(("school_id",) if school else ()), "year_group", "breakdown_topic", "breakdown", "measure")
    table = "measures_by_school" if school else "measures_by_network"
    return Cell(schema, table, {name: keys[name] for name in names}, column)
