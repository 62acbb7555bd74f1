"""How one local authority wants its return: a profile of `network.toml`, or the default, which holds every column of
the authorities' own templates put together."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

import polars as pl

from domain.codes import codes
from domain.destination_types import destination_types
from domain.package_data import table
from domain.return_columns import CODE_SETS, return_columns

FORMATS = ("csv", "xlsx", "xml")
SCOPES = ("residents", "educated")
# As people write them -> as Python does.
DATE_FORMATS: Mapping[str, str] = {
    "dd/mm/yyyy": "%d/%m/%Y",
    "yyyy-mm-dd": "%Y-%m-%d",
    "dd-mmm-yyyy": "%d-%b-%Y",
    "dd.mm.yyyy": "%d.%m.%Y",
    "dd-mm-yyyy": "%d-%m-%Y",
    "yyyymmdd": "%Y%m%d",
}
ENCODINGS: Mapping[str, str] = {
    "utf-8-bom": "utf-8-sig",
    "utf-8": "utf-8",
    "cp1252": "cp1252",
    "latin-1": "latin-1",
    "ascii": "ascii",
    "utf-16": "utf-16",
}


@dataclass(frozen=True, slots=True)
class ReturnProfile:
    """What a local authority asks for. `intended_codes` and `guarantee_codes`: our code -> theirs; empty: not set."""

    la_code: str
    is_default: bool = True
    name: str | None = None
    columns: tuple[str, ...] = tuple(column.name for column in return_columns().values() if column.is_default)
    titles: Mapping[str, str] = field(default_factory=dict)
    code_set: str = "nccis"
    date_format: str = "dd/mm/yyyy"
    encoding: str = "utf-8-bom"
    scope: str = "residents"
    format: str = "csv"
    intended_codes: Mapping[str, str] = field(default_factory=dict)
    guarantee_codes: Mapping[str, str] = field(default_factory=dict)
    database_id: str | None = None
    sensitive_codes: bool = False

    def title(self, column: str) -> str:
        """The header of a column in this authority's file."""
        return self.titles.get(column) or return_columns()[column].title


_AUTHORITIES = table("local_authorities").filter(pl.col("valid_to").is_null())["la_code"]
_KEYS = tuple(one.name for one in fields(ReturnProfile) if one.name not in ("la_code", "is_default"))
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "code_set": CODE_SETS,
    "date_format": tuple(DATE_FORMATS),
    "encoding": tuple(ENCODINGS),
    "scope": SCOPES,
    "format": FORMATS,
}


def return_profile(la_code: str, body: object) -> ReturnProfile:
    """The profile that `[local_authorities.<la_code>]` describes. Raises ValueError with the nearest legal word."""
    where = f"[local_authorities.{la_code}]"
    _in(la_code, _AUTHORITIES, where, "local authority")
    if not isinstance(body, Mapping):
        raise ValueError(f"{where} needs a line of its own, then its keys below it.")
    for key in body:
        _in(key, _KEYS, where, "key")
    values = {key: _READERS.get(key, _text)(key, value, where) for key, value in body.items()}
    for key, legal in _CHOICES.items():
        if key in values:
            _in(values[key], legal, where, key)
    profile = replace(ReturnProfile(la_code, is_default=False), **values)
    titles = [profile.title(column) for column in profile.columns]
    twice = sorted({title for title in titles if titles.count(title) > 1})
    if twice:
        raise ValueError(f"{where}: two columns are called {twice[0]}. Give one of them another title.")
    if profile.format == "xml" and not profile.database_id:
        raise ValueError(f'{where}: a return in XML needs the authority\'s database_id, such as "{la_code}".')
    return profile


def _in(word: object, legal: Iterable[str], where: str, what: str) -> str:
    known = list(legal)
    if word in known:
        return str(word)
    close = difflib.get_close_matches(str(word), known, n=1)
    several = f" It may be: {', '.join(known)}." if len(known) < 60 else " Write its three digits."
    raise ValueError(f'{where}: unknown {what} "{word}".{f" Did you mean {close[0]!r}?" if close else several}')


def _text(key: str, value: object, where: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f'{where}: {key} must be a text in quotes, such as {key} = "…".')
    return value


def _columns(key: str, value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError(f'{where}: {key} must be a list, such as columns = ["legal_surname", "upn"].')
    found = tuple(_in(name, return_columns(), where, "column") for name in value)
    if len(set(found)) < len(found):
        raise ValueError(f"{where}: {key} names a column twice.")
    return found


def _map(value: object, key: str, where: str, legal: Iterable[str]) -> dict[str, str]:
    if not isinstance(value, Mapping) or not all(isinstance(text, str) for text in value.values()):
        raise ValueError(f'{where}: {key} must hold lines such as "ours" = "theirs".')
    known = list(legal)
    return {_in(ours, known, where, f"word in {key}"): text for ours, text in value.items()}


def _titles(key: str, value: object, where: str) -> dict[str, str]:
    return _map(value, key, where, return_columns())


def _intended_codes(key: str, value: object, where: str) -> dict[str, str]:
    return _map(value, key, where, destination_types()["code"].unique(maintain_order=True))


def _guarantee_codes(key: str, value: object, where: str) -> dict[str, str]:
    return _map(value, key, where, codes().filter(column_name="offer_status")["code"])


def _database_id(key: str, value: object, where: str) -> str:
    if not isinstance(value, str) or not (len(value) == 3 and value.isascii() and value.isdigit()):
        raise ValueError(f'{where}: {key} must be three digits in quotes, such as "{where[-4:-1]}".')
    return value


def _yes_or_no(key: str, value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{where}: {key} must be true or false.")
    return value


_READERS: Mapping[str, Any] = {
    "columns": _columns,
    "titles": _titles,
    "intended_codes": _intended_codes,
    "guarantee_codes": _guarantee_codes,
    "database_id": _database_id,
    "sensitive_codes": _yes_or_no,
}
