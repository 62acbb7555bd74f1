"""Which figure is meant: the table, the keys and the measure that a person has typed, checked against what there is.

What is wrong is a SettingsError with the nearest right one, or with the choices: schools and categories, never pupils.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence

from domain.calendar import parse_cycle
from warehouse.database import Database
from warehouse.settings import SettingsError
from warehouse.tables import Table

# Left out, these keys mean all pupils; one of them alone must be completed.
_ALL_PUPILS = {"breakdown_topic": "total", "breakdown": "total"}
_YEAR_GROUP = re.compile(r"(?:y|yr|year)\s*(\d{1,2})", re.IGNORECASE)


def chosen(kind: str, name: str, names: Sequence[str]) -> str:
    """`name`, if it is one of the names. `kind` says what they are."""
    if name in names:
        return name
    raise SettingsError(f'Unknown {kind} "{name}".{_hint(name, names)}')


def typed_keys(words: Iterable[str]) -> dict[str, str]:
    """Column -> value of words like `school_id=hollins`."""
    keys: dict[str, str] = {}
    for word in words:
        column, equals, value = word.partition("=")
        column = column.strip()
        if not equals or not column:
            raise SettingsError(f'"{word}" is no key. Write column=value, such as school_id=hollins.')
        if column in keys:
            raise SettingsError(f"{column} is given twice. Write it once.")
        keys[column] = value.strip()
    return keys


def complete_keys(database: Database, table: Table, typed: Mapping[str, str]) -> dict[str, str]:
    """The keys of one line of a table, in the order of its grain, as the table writes them."""
    for column in typed:
        chosen(f"column of {table.name}", column, table.grain)
    given = {column: _as_written(column, value) for column, value in typed.items()}
    if all(column in table.grain and column not in given for column in _ALL_PUPILS):
        given |= _ALL_PUPILS
    elif given.get("breakdown_topic") == _ALL_PUPILS["breakdown_topic"]:
        given = _ALL_PUPILS | given
    narrowed: dict[str, str] = {}
    for column in table.grain:
        if column in given:
            there = _values(database, table, column, narrowed)
            if given[column] not in there:
                among = f" where {in_words(narrowed)}" if narrowed else ""
                raise SettingsError(f'Unknown {column} "{given[column]}"{among}.{_hint(given[column], there)}')
            narrowed[column] = given[column]
    missing = [column for column in table.grain if column not in given]
    if missing:
        choices = (f"{column}={_listed(_values(database, table, column, narrowed))}" for column in missing)
        raise SettingsError(f"Say which line of {table.name} is meant. Missing: {'; '.join(choices)}.")
    return narrowed


def condition(columns: Iterable[str]) -> str:
    """What holds for the lines with these keys, whose values come in as parameters in the same order."""
    return " and ".join(f'cast("{column}" as varchar) = ?' for column in columns) or "true"


def in_words(keys: Mapping[str, str]) -> str:
    return ", ".join(f"{column} {value or '(empty)'}" for column, value in keys.items())


def _as_written(column: str, value: str) -> str:
    if column == "cycle":
        return parse_cycle(value) or value
    if column == "year_group" and (match := _YEAR_GROUP.fullmatch(value)):
        return match[1]
    return value


def _values(database: Database, table: Table, column: str, keys: Mapping[str, str]) -> list[str]:
    """The values of a column where these keys hold, in their order."""
    sql = f'select distinct "{column}" as value from {table.name} where {condition(keys)} order by value'
    return [str(value) for value in database.query(sql, list(keys.values()))["value"] if value is not None]


def _hint(word: str, there: Sequence[str]) -> str:
    if not there:
        return " There is none."
    near = difflib.get_close_matches(word.lower(), there, n=1)
    return f' Did you mean "{near[0]}"?' if near else f" There are: {_listed(there)}."


def _listed(values: Sequence[str]) -> str:
    return ", ".join(value or '"" (empty)' for value in values) or "there is none"
