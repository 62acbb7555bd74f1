"""Which column a header means, and the stage and moment that it says itself. The spellings are `columns.csv`.

A header that is listed means what the list says. Else what people add to a header is taken off step by step: a hint of
the format ("(Y/N)"), whose it is ("Student"), a stage ("Intended"), a moment ("Feb"), a year ("Y11", "2026"). Questions
of forms are `questions.py`; misspelt headers `misspelt.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from domain.column_list import COLUMNS, spellings
from domain.questions import asked
from domain.text import key


@dataclass(frozen=True, slots=True)
class HeaderMatch:
    """What a header means: the column, and the stage and moment that it says itself."""

    column: str
    stage: str | None = None
    moment: str | None = None


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


# Words that say a stage: pattern, stage, moment. The first that is found counts, so the longest come first.
_STRONG = (
    (_words(r"pre results?(?: days?)?"), "intended", "pre_results"),
    (_words(r"(?:(?:post|after|gcse|a levels?) )*results? days?|(?:post|after) results?"), "final", "results_day"),
    (_words(r"intended|intentions?|intends?"), "intended", None),
    (_words(r"stock ?takes?"), "intended", "feb"),
    (_words(r"final|actual"), "final", None),
)
# These say a stage only beside a destination: a planned end date is no intention, a date confirmed no destination.
_WEAK = (
    (_words(r"planned|expected|anticipated|proposed"), "intended", None),
    (_words(r"confirmed(?= (?!by|on|at|with|in)\w)"), "final", None),
)
_MONTHS = (
    "jan(uary)? feb(ruary)? mar(ch)? apr(il)? may jun(e)? jul(y)? aug(ust)? sep(t|tember)? oct(ober)? nov(ember)?"
    " dec(ember)?"
)
_MOMENTS = (
    *((_words(month), month[:3]) for month in _MONTHS.split()),
    *((_words(term), term) for term in ("autumn", "spring", "summer")),
)
_BARE = "destination_type"
# What single words mean beside a stage, and nowhere else: "Intended" above "Type", "Final school".
_BESIDE_A_STAGE = {
    "": "destination_type",
    "type": "destination_type",
    "category": "destination_type",
    "schooltype": "destination_type",
    "name": "destination_provider",
    "school": "destination_provider",
    "place": "destination_provider",
}
# What a destination is told in: the columns that a weak word may stand beside.
_TOLD_IN = frozenset(
    {
        "destination_type",
        "destination_provider",
        "destination_provider_id",
        "course",
        "course_level",
        "apprenticeship_level",
    }
)
# Columns that a stage may be said about.
_STAGED = frozenset(name for name, c in COLUMNS.items() if "destinations" in c.kinds and "roll" not in c.kinds)
_HINT = re.compile(
    r"\((?:dd[^)]*|y ?/? ?n|yes ?/? ?no|m ?/? ?f|required|optional|mandatory|if (?:known|applicable|any)"
    r"|(?:please )?select[^)]*)\)",
    re.IGNORECASE,
)
_WHOSE = re.compile(
    r"^(?:pupil|student|learner|leaver|child|applicant|candidate|young person)(?:['\u2019]s|s['\u2019]?)?\s+",
    re.IGNORECASE,
)
_YEARS = _words(r"(?:nc )?(?:years?|yrs?|y) ?(?:6|7|8|9|1[0-4])|20\d\d(?: (?:20)?\d\d)?|\d\d \d\d|leavers|class of")
_DESTINATION = re.compile(r"^\s*destination\b", re.IGNORECASE)
_FILLERS = _words(r"on|at|after|by|of|the|in|for|as")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LONGEST = 120
# Headers that step back where another header of the sheet means the same: management systems export both, and the other
# says it better. Keys.
_STEPPING_BACK = frozenset(
    {
        *("preferredsurname", "preferredlastname", "chosensurname", "chosenname", "chosenforename"),
        *("studentid", "misid", "arborid", "pupilid", "personid", "bromcomid"),
        *("yeartaughtin", "curriculumyear", "ncyear", "ncyearactual", "year"),
        *("gender", "senstatus", "eal", "ealstatus", "language", "nativelanguages", "fsmever6", "ever6fsm", "ever6"),
        *("tutor", "posttown", "telephone", "email", "street", "destinationdescription"),
    }
)


def _variants(text: str) -> Iterator[str]:
    """The header as it stands, then without what people add to it."""
    yield text
    hinted = _HINT.sub(" ", text).strip()
    yield hinted
    yield _WHOSE.sub("", hinted)


def _take(patterns: tuple[tuple[re.Pattern[str], str], ...], words: str) -> tuple[str, str | None]:
    """The words without the first pattern that is found in them, and its name."""
    for pattern, name in patterns:
        rest, found = pattern.subn(" ", words, count=1)
        if found:
            return rest, name
    return words, None


def _staged(words: str) -> HeaderMatch | None:
    """What a header means that says a stage."""
    for strength in (_STRONG, _WEAK):
        for pattern, stage, moment in strength:
            rest, found = pattern.subn(" ", words, count=1)
            if not found:
                continue
            rest, month = _take(_MOMENTS, rest)
            column = _destination_column(rest)
            if column is None and strength is _STRONG:
                column = _BESIDE_A_STAGE.get(key(_YEARS.sub(" ", rest)))
            if column and (strength is _STRONG or column in _TOLD_IN):
                return HeaderMatch(column, stage, moment or month)
    return None


def _destination_column(words: str) -> str | None:
    """The destination's column that the words mean, with or without the word "destination" and years in them."""
    rest = words.strip()
    timeless = _YEARS.sub(" ", rest)
    for spelling in (rest, timeless, _FILLERS.sub(" ", timeless), _DESTINATION.sub("", timeless)):
        column = spellings().get(key(spelling)) if key(spelling) else None
        if column in _STAGED and column != "stage":
            return column
    # Nothing but a year is left: "Intended 2026".
    return _BARE if key(rest) and not key(timeless) else None


@lru_cache(maxsize=4096)
def _known(text: str) -> HeaderMatch | None:
    if len(text) > _LONGEST:
        return None
    for variant in _variants(text):
        if column := spellings().get(key(variant)):
            return HeaderMatch(column)
    words = _plain_words(text)
    if question := asked(words):
        return HeaderMatch(*question)
    if staged := _staged(words):
        return staged
    without_years = _YEARS.sub(" ", words)
    column = spellings().get(key(without_years)) if without_years != words and key(without_years) else None
    return HeaderMatch(column) if column in _TOLD_IN else None


def split_camel(text: str) -> str:
    """A header with CamelCase taken apart."""
    return _CAMEL.sub(" ", text)


def _plain_words(text: str) -> str:
    """The words of a header: letters and digits with single spaces."""
    return " ".join(re.sub(r"[^\w\s]|_", " ", split_camel(text)).split())


def steps_back(text: str) -> bool:
    """Whether this header yields to another of the same meaning without a word: PreferredSurname beside Surname."""
    return key(text) in _STEPPING_BACK


def is_bare_destination(text: str) -> bool:
    """Whether a header says "Destination" and at most a stage: beside a Destination type it then says where."""
    return key(_take_stage(_plain_words(text))) in ("destination", "destinations")


def _take_stage(words: str) -> str:
    for pattern, _, _ in (*_STRONG, *_WEAK):
        words = pattern.sub(" ", words)
    return words


def match_header(text: str, extra: Mapping[str, str] | None = None) -> HeaderMatch | None:
    """What a header means; `extra` are a network's own headers -> canonical columns, which win. None where we don't
    know it."""
    if extra:
        own = {key(header): column for header, column in extra.items() if column in COLUMNS}.get(key(text))
        if own:
            return HeaderMatch(own)
    return _known(text)
