"""`network.toml`: what a network may set, its defaults, and clear errors for what it may not. Values only; nothing
is looked up here."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from domain.return_profiles import ReturnProfile
from warehouse.settings_sections import SECTIONS


class SettingsError(ValueError):
    """`network.toml` or `schools.csv` can't be used; the message says where and what to write."""


@dataclass(frozen=True)
class Settings:
    """What `network.toml` says. Dates are London calendar dates."""

    name: str = "Our network"
    suppress_from: int = 1
    suppress_to: int = 5
    public_suppress_to: int = 9
    coverage_floor: float = 0.9
    calendar: Mapping[str, Mapping[str, date]] = field(default_factory=dict)
    header_aliases: Mapping[str, str] = field(default_factory=dict)
    code_aliases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    local_authorities: Mapping[str, ReturnProfile] = field(default_factory=dict)


# section -> key -> (attribute of Settings, accepted type, what to write)
_KEYS: dict[str, dict[str, tuple[str, type | tuple[type, ...], str]]] = {
    "network": {
        "name": ("name", str, 'a text, for example "Heather Learning Trust"'),
        "coverage_floor": ("coverage_floor", (int, float), "a share between 0 and 1, for example 0.9"),
    },
    "disclosure": {
        "suppress_from": ("suppress_from", int, "the smallest count that is hidden, usually 1"),
        "suppress_to": ("suppress_to", int, "the largest count that is hidden, usually 5"),
        "public_suppress_to": ("public_suppress_to", int, "the largest count that the public isn't shown, usually 9"),
    },
}
EXAMPLE = """\
# Settings of this network. Every key is optional; a line that starts with # is a comment.
# Unknown keys are refused, so a slip of the keyboard is noticed. After a change, the next run rebuilds what it touches.

[network]
name = {name}
coverage_floor = 0.9            # the share of destinations that must be known before a final edition

[disclosure]                    # what leaders' pages never show
suppress_from = 1
suppress_to = 5
public_suppress_to = 9          # the same for a school's website

# Dates that differ from the rules, by cycle (the academic year that ends with the leaving summer).
# [calendar."2025-26"]
# february_half_term = 2026-02-09
# autumn_term_ends = 2026-12-17

# Headers that only your systems use: the header, then the name of our column.
# [header_aliases]
# "Where next?" = "destination_type"

# Words that only your systems use for a code, by column: the word, then our code.
# [code_aliases.application_status]
# "Confirmed - Your First Choice" = "accepted"

# What each local authority wants in its return; without a profile it gets every column, as CSV. Columns and codes:
# domain/return_columns.csv. Codes that aren't set are written in words, never guessed.
# [local_authorities.383]
# columns = ["legal_surname", "legal_forename", "date_of_birth", "postcode", "activity_code", "share_opt_out"]
# titles = {{legal_surname = "Family name", activity_code = "Current situation"}}
# code_set = "nccis"            # or "words", "ours"
# date_format = "dd/mm/yyyy"    # or "yyyy-mm-dd", "dd-mmm-yyyy" …
# encoding = "utf-8-bom"        # or "utf-8", "cp1252" …
# scope = "residents"           # or "educated": who is at a school there, wherever they live
# format = "csv"                # or "xlsx", "xml" (which needs database_id = "383")
# intended_codes = {{FE_COLLEGE = "111"}}
# guarantee_codes = {{offer_made = "110"}}
"""


def read_settings_text(file: Path) -> str:
    """The text of a file that a person wrote. Raises SettingsError where it isn't UTF-8."""
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsError(
            f"{file.name} can't be read as UTF-8. In Excel save it as CSV UTF-8, in an editor as UTF-8."
        ) from None


def parse_settings(text: str) -> Settings:
    """Settings from the text of a `network.toml`. Raises SettingsError with the nearest legal key."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"network.toml is not valid TOML: {error}.") from None
    values: dict[str, Any] = {}
    for section, body in document.items():
        if section not in _KEYS and section not in SECTIONS:
            raise SettingsError(f"network.toml: unknown section [{section}].{_nearest(section, [*_KEYS, *SECTIONS])}")
        if not isinstance(body, dict):
            raise SettingsError(f"network.toml: write [{section}] on a line of its own, then its keys below it.")
        if section in SECTIONS:
            try:
                values[section] = SECTIONS[section](body)
            except ValueError as error:
                raise SettingsError(f"network.toml: {error}") from None
            continue
        for key, value in body.items():
            if key not in _KEYS[section]:
                raise SettingsError(
                    f"network.toml: unknown key {key} in [{section}].{_nearest(key, list(_KEYS[section]))}"
                )
            attribute, accepted, cure = _KEYS[section][key]
            if not isinstance(value, accepted) or isinstance(value, bool):
                raise SettingsError(f"network.toml: {section}.{key} must be {cure}.")
            values[attribute] = value
    return Settings(**values)


def _nearest(word: str, legal: list[str]) -> str:
    close = difflib.get_close_matches(word, legal, n=1)
    return f' Did you mean "{close[0]}"?' if close else f" It may hold: {', '.join(legal)}."
