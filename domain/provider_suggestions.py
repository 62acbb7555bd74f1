"""Which providers a name that leads to nobody may mean: for a person who looks, never for the data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process

from domain.provider_keys import name_words

# Below this likeness (of 100) a name is no candidate.
_NEAR = 75
_BEST = 3
# So many names are compared at once with the whole directory: 30,000 names fit in a few megabytes.
_AT_ONCE = 256


def _sorted(words: str) -> str:
    """The order of words is no difference: "Leeds University" is near "University of Leeds"."""
    return " ".join(sorted(words.split()))


def suggestions(texts: Sequence[str], names: pl.DataFrame) -> Mapping[str, list[tuple[str, int]]]:
    """For each text up to three providers whose names are near, best first: (provider_id, likeness of 100). `names`
    holds provider_id and words."""
    choices = names.select("provider_id", "words").unique(maintain_order=True)
    owners, spellings = choices["provider_id"].to_list(), [_sorted(words) for words in choices["words"]]
    found = {}
    for start in range(0, len(texts), _AT_ONCE):
        some = texts[start : start + _AT_ONCE]
        queries = [_sorted(name_words(text)) for text in some]
        scores = process.cdist(queries, spellings, scorer=fuzz.ratio, score_cutoff=_NEAR, dtype=np.uint8, workers=-1)
        for text, row in zip(some, scores, strict=True):
            found[text] = list(_best(owners, row))
    return found


def _best(owners: Sequence[str], scores: np.ndarray[tuple[int], np.dtype[np.uint8]]) -> Iterator[tuple[str, int]]:
    seen: set[str] = set()
    near = np.flatnonzero(scores)
    for place in sorted(near.tolist(), key=lambda place: (-int(scores[place]), owners[place])):
        if owners[place] not in seen:
            seen.add(owners[place])
            yield owners[place], int(scores[place])
        if len(seen) == _BEST:
            return
