"""What columns and headers mean: a header's canonical column, and the kind of extract that a set of columns makes.

The order of `COLUMNS` is the order of raw.rows.
"""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from domain.column_list import COLUMNS, Column, spellings
from domain.headers import HeaderMatch, is_bare_destination, match_header, steps_back
from domain.misspelt import nearly
from domain.text import key

__all__ = [
    "COLUMNS",
    "KINDS",
    "WITHOUT_PUPILS",
    "Column",
    "HeaderMatch",
    "closest_columns",
    "identifying",
    "is_bare_destination",
    "kind_of",
    "match_header",
    "nearly",
    "steps_back",
]

KINDS = ("roll", "destinations", "applications", "feedback", "encounters", "places", "compass")
# Kinds that tell of a school and name no pupil.
WITHOUT_PUPILS = frozenset({"places", "compass"})
# Below this likeness (of 100) a header is no candidate; nor is one so much less like than the best.
_NEAR, _MARGIN = 84.0, 4.0
_NUMBERS = frozenset({"upn", "uln", "mis_id"})
_NAME = frozenset({"surname", "forename", "date_of_birth"})
_APPLICATION = frozenset({"application_status", "choice_number", "reply"})
_ENCOUNTER = frozenset({"encounter_on", "encounter_kind"})
_COMPASS = frozenset({"benchmark", "benchmark_score"})
_ROLL = frozenset({"year_group", "date_of_birth", "enrolment_status", "form", "entry_date"})


def closest_columns(text: str) -> list[str]:
    """Labels of the columns that a misspelt header probably means, nearest first, at most three; empty where none is
    near."""
    owner = spellings()
    found = process.extract(key(text), list(owner), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=12)
    near = [owner[spelling] for spelling, score, _ in found if score >= found[0][1] - _MARGIN]
    return [COLUMNS[column].label for column in dict.fromkeys(near)][:3]


def identifying(columns: Iterable[str]) -> bool:
    """Whether these columns can say which pupil a row is about."""
    found = set(columns)
    return bool(found & _NUMBERS) or found >= _NAME


def kind_of(columns: Iterable[str]) -> str | None:
    """The kind of extract with these columns; None where they tell nothing. Feedback is told by where it lies."""
    found = set(columns)
    if "places_left" in found:
        return "places"
    if found >= _COMPASS:
        return "compass"
    if "destination_type" in found:
        return "destinations"
    if found & _APPLICATION:
        return "applications"
    if found >= _ENCOUNTER:
        return "encounters"
    return "roll" if identifying(found) and found & _ROLL else None
