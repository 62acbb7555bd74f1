"""Whether a management system has moved on to the new year before the list was drawn: every pupil then stands one year
group too high, or under the next academic year, and the folder is right.

Told from the names and the rows of one file alone; nothing is changed in the rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.calendar import CYCLES
from domain.findings import Finding
from intake.collection import Context, Value, is_filled
from intake.findings import found

# of the rows that speak, how many have to say the next year
ENOUGH = 0.9


@dataclass(frozen=True, slots=True)
class Column:
    """A dimension of the collection as one sheet has it: its cells (None without a column), how they are read, what the
    names say."""

    cells: Sequence[str | None] | None
    parse: Callable[[str], Value | None]
    names: Context

    @property
    def speaks(self) -> bool:
        return any(map(is_filled, self.cells or ()))

    def says(self, value: Value | None) -> bool:
        """Whether the rows that speak say this value, but for a few."""
        spoken = Counter(cell for cell in self.cells or () if cell and is_filled(cell))
        said = sum(count for cell, count in spoken.items() if self.parse(cell) == value)
        return bool(spoken) and said >= ENOUGH * spoken.total()


@dataclass(frozen=True, slots=True)
class RolledOver:
    """What the names say (`year_group` is None where only the academic year tells), which dimensions have moved on, and
    what was seen, in words."""

    cycle: str
    year_group: int | None
    moved: frozenset[str]
    seen: str

    def before(self, dimension: str, value: Value | None) -> Value | None:
        """The value that a cell's would have been before the system moved on."""
        return _step(value, -1) if dimension in self.moved else value

    def now(self, dimension: str, value: Value | None) -> Value | None:
        """The opposite: what the cell says."""
        return _step(value, 1) if dimension in self.moved else value


def _step(value: Value | None, by: int) -> Value | None:
    if isinstance(value, int):
        return value + by
    if value not in CYCLES:
        return None
    place = CYCLES.index(str(value)) + by
    return CYCLES[place] if 0 <= place < len(CYCLES) else None


def told(cycles: Column, years: Column) -> RolledOver | None:
    """Whether a list has rolled over. The names have to say the cycle; and where year groups stand in the rows, they
    have to be the next ones: the right year group under the next academic year is another list, in the wrong folder."""
    cycle, year_group = cycles.names.value, years.names.value
    if not isinstance(cycle, str):
        return None
    cycle_moved = cycles.says(_step(cycle, 1))
    year_moved = isinstance(year_group, int) and years.says(year_group + 1)
    agrees = (year_moved or not years.speaks) and (cycle_moved or not cycles.speaks or cycles.says(cycle))
    if not agrees or not (cycle_moved or year_moved):
        return None
    seen = [
        *([f"the rows say Year {_step(year_group, 1)}, {_source(years)} says Year {year_group}"] if year_moved else []),
        *([f"the rows say {_step(cycle, 1)}, {_source(cycles)} says {cycle}"] if cycle_moved else []),
    ]
    moved = {name for name, has_moved in (("cycle", cycle_moved), ("year_group", year_moved)) if has_moved}
    group = year_group if isinstance(year_group, int) else None
    return RolledOver(cycle, group, frozenset(moved), " and ".join(seen))


def _source(column: Column) -> str:
    return column.names.clues[0].source


def rolled_over_finding(sheets: Sequence[RolledOver]) -> Finding:
    """The one finding of a file, from those of its sheets that have rolled over."""
    years = sorted({sheet.year_group for sheet in sheets if sheet.year_group})
    group = " and ".join(f"Year {year}" for year in years) or "pupils"
    cycle = " and ".join(sorted({sheet.cycle for sheet in sheets}))
    seen = "; ".join(dict.fromkeys(sheet.seen for sheet in sheets))
    return found("rolled_over", seen=seen, group=group, cycle=cycle)
