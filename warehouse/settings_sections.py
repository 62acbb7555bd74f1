"""The sections of `network.toml` whose keys are a network's own words: dates, headers, spellings of codes, local
authorities. Each function takes a section's body and returns what it means; ValueError says what to write."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from domain.codes import codes
from domain.destination_types import destination_types
from domain.return_profiles import ReturnProfile, return_profile
from domain.text import key

_DESTINATION = "destination_type"  # of pupils' aspirations too


def _calendar(body: Mapping[str, Any]) -> Mapping[str, Mapping[str, date]]:
    for cycle, events in body.items():
        if not isinstance(events, dict) or any(type(day) is not date for day in events.values()):
            raise ValueError(f'[calendar."{cycle}"] holds lines such as: february_half_term = 2026-02-09.')
    return body


def _header_aliases(body: Mapping[str, Any]) -> Mapping[str, str]:
    for header, column in body.items():
        if not isinstance(column, str):
            raise ValueError(f'in [header_aliases], "{header}" must be followed by the name of a column.')
    return body


def _code_aliases(body: Mapping[str, Any]) -> Mapping[str, Mapping[str, str]]:
    """Column -> spelling -> our code, which may be written as its label."""
    return {column: _spellings(column, words) for column, words in body.items()}


def _spellings(column: str, words: Any) -> Mapping[str, str]:
    if column == _DESTINATION:
        listed = destination_types().select("code", "label").unique(maintain_order=True)
    else:
        columns = [*codes()["column_name"].unique(maintain_order=True), _DESTINATION]
        _known(column, columns, "[code_aliases]", "column")
        listed = codes().filter(column_name=column).select("code", "label")
    where = f"[code_aliases.{column}]"
    if not isinstance(words, Mapping) or not all(isinstance(code, str) for code in words.values()):
        raise ValueError(f'{where} holds lines such as "their word" = "{listed["code"][0]}".')
    own = {key(spelling): code for code, label in listed.iter_rows() for spelling in (label, code)}
    found = {}
    for spelling, code in words.items():
        found[spelling] = own.get(key(code)) or _known(code, listed["code"], where, "code")
        if own.get(key(spelling), found[spelling]) != found[spelling]:
            raise ValueError(f'{where}: "{spelling}" is the name of another code, {own[key(spelling)]}.')
    return found


def _local_authorities(body: Mapping[str, Any]) -> Mapping[str, ReturnProfile]:
    return {la_code: return_profile(la_code, profile) for la_code, profile in body.items()}


def _known(word: str, legal: Iterable[str], where: str, what: str) -> str:
    known = list(legal)
    if word in known:
        return word
    close = difflib.get_close_matches(word, known, n=1)
    hint = f' Did you mean "{close[0]}"?' if close else f" It may be: {', '.join(known)}."
    raise ValueError(f'{where}: unknown {what} "{word}".{hint}')


SECTIONS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "calendar": _calendar,
    "header_aliases": _header_aliases,
    "code_aliases": _code_aliases,
    "local_authorities": _local_authorities,
}
