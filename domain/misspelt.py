"""What a misspelt header means, where there is no doubt about it.

Only words are corrected that are no English words themselves (`real_words.csv`: the words that lie within a slip of
ours, so that "Form name" never becomes Forename nor "Contract date" Contact date), and no digit is touched. What is
merely similar is `columns.closest_columns`: a suggestion, never used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import product

from rapidfuzz.distance import OSA

from domain.column_list import COLUMNS
from domain.headers import HeaderMatch, match_header, split_camel
from domain.package_data import table
from domain.text import key

# words that stand in titles without being part of a spelling
_BESIDES = "intended intention intentions final actual confirmed planned expected results pupil student learner leaver"
_WORDS = re.compile(r"([^\W_]+)")
_SHORTEST_TITLE, _MOST_SLIPS, _LONGEST_TITLE = 6, 2, 60


@cache
def _our_words() -> frozenset[str]:
    spellings = (spelling for column in COLUMNS.values() for spelling in (column.name, column.label, *column.aliases))
    return frozenset(word for spelling in spellings for word in re.findall("[a-z]+", spelling.lower())) | set(
        _BESIDES.split()
    )


@cache
def _real_words() -> frozenset[str]:
    return frozenset(table("real_words")["word"])


def _slips(word: str) -> int:
    """How many letters of a word of ours may be wrong."""
    return 0 if len(word) < 4 else 1 if len(word) < 9 else 2


def _meant(word: str) -> list[str]:
    """The words that a word may stand for: itself where it is right, else ours with the same first letter within a
    slip or two."""
    if len(word) < 4 or not word.isalpha() or word in _our_words() or word in _real_words():
        return [word]  # signs and digits too
    near = [
        ours
        for ours in _our_words()
        if ours[0] == word[0] and OSA.distance(word, ours, score_cutoff=_slips(ours)) <= _slips(ours)
    ]
    return near or [word]


def _corrected(text: str) -> Iterator[str]:
    """Every reading of the text with its misspelt words put right, all signs left as they are."""
    pieces = _WORDS.split(split_camel(text).lower())
    choices = [_meant(piece) for piece in pieces]
    changed = sum(choice != [piece] for choice, piece in zip(choices, pieces, strict=True))
    if 0 < changed <= _MOST_SLIPS:
        yield from ("".join(chosen) for chosen in product(*choices))


@lru_cache(maxsize=4096)
def nearly(text: str) -> HeaderMatch | None:
    """What a misspelt header means ("Destnation type"); None where that is not beyond doubt. The header is one that
    `match_header` doesn't know."""
    if len(text) > _LONGEST_TITLE or len(key(text)) < _SHORTEST_TITLE:
        return None
    meanings = {match for title in _corrected(text) if (match := match_header(title))}
    return meanings.pop() if len(meanings) == 1 else None
