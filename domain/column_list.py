"""The columns that an extract may have, as `columns.csv` lists them. What headers and sets of columns mean is in
`columns.py`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from domain.package_data import table
from domain.text import key


@dataclass(frozen=True, slots=True)
class Column:
    """A canonical column; `type` is text, identifier, date, code, integer or number. Yes and no are codes."""

    name: str
    type: str
    kinds: frozenset[str]
    label: str
    aliases: tuple[str, ...]
    description: str


COLUMNS: dict[str, Column] = {
    name: Column(
        name, type_, frozenset(kinds.split("|")), label, tuple(aliases.split("|")) if aliases else (), description
    )
    for name, type_, kinds, label, aliases, description in table("columns").iter_rows()
}


@cache
def spellings() -> dict[str, str]:
    """Key of every accepted header -> its column. Raises ValueError where two columns claim one spelling."""
    owner: dict[str, str] = {}
    for column in COLUMNS.values():
        for spelling in (column.name, column.label, *column.aliases):
            held = owner.setdefault(key(spelling), column.name)
            if held != column.name:
                raise ValueError(f'columns.csv: "{spelling}" belongs to {held} and to {column.name}')
    return owner
