"""Destination types: what schools may write, for whom, and what it counts as. The list is `destination_types.csv`.

What a claim means for a pupil (own school, network, Russell Group) is derived elsewhere from the provider.
"""

from __future__ import annotations

import re
from functools import cache

import polars as pl
from rapidfuzz import fuzz, process

from domain.package_data import table
from domain.text import key

# Below this likeness (of 100) a spelling is no candidate; nor is one so much less like than the best.
_NEAR, _MARGIN = 80.0, 8.0
# From this likeness on it is a slip of the keyboard, which is much nearer to what was meant than to anything else.
_SLIP, _SLIP_MARGIN = 93.0, 4.0
_COLUMNS = (
    "code",
    "label",
    "year_group",
    "stages",
    "destination_category",
    "own_school_category",
    "participation",
    "nccis_code",
    "valid_from",
    "valid_to",
)


@cache
def destination_types() -> pl.DataFrame:
    """Grain code, year_group: code, label, year_group (integer), stages ("intended|final"), destination_category,
    own_school_category (at the pupil's own school, where that is another one), participation, nccis_code, valid_from,
    valid_to. Category and participation are null for the deceased alone."""
    return (
        table("destination_types")
        .with_columns(pl.col("year_groups").str.split("|"))
        .explode("year_groups")
        .with_columns(pl.col("year_groups").cast(pl.Int64).alias("year_group"))
        .select(_COLUMNS)
    )


def spelling_key(text: str) -> str:
    """The key under which a spelling is looked up: an underscore marks a code, which is taken as it stands, in
    capitals, and a slash means "or": "sixth form/college" doesn't say which. `sql/staged/rows.sql` does the same."""
    return text.strip().upper() if "_" in text else key(text.replace("/", " or "))


@cache
def aliases() -> pl.DataFrame:
    """Every accepted spelling: alias_key (unique), code. Codes and labels are spellings too.

    A code keeps its underscore: SIXTH_FORM is a school sixth form, while the bare words "sixth form" don't say which
    kind. Raises ValueError where two codes claim one spelling.
    """
    owner: dict[str, str] = {}
    spellings = [
        (spelling, code)
        for code, label, more in table("destination_types").select("code", "label", "aliases").iter_rows()
        for spelling in (code, label, *(more or "").split("|"))
        if spelling
    ]
    for spelling, code in spellings:
        held = owner.setdefault(spelling_key(spelling), code)
        if held != code:
            raise ValueError(f'destination_types.csv: "{spelling}" belongs to {held} and to {code}')
    for spelling, code in spellings:
        # "school_sixth_form" means the same as "school sixth form", unless it is another type's code.
        words = re.findall(r"[A-Za-z0-9]+", spelling)
        if len(words) > 1:
            owner.setdefault("_".join(words).upper(), code)
    return pl.DataFrame(list(owner.items()), schema=["alias_key", "code"], orient="row")


@cache
def _owners() -> dict[str, str]:
    return dict(aliases().iter_rows())


def resolve(text: str) -> str | None:
    """The code that a spelling means; None where it means none."""
    return _owners().get(spelling_key(text))


@cache
def _legal(year_group: int | None) -> tuple[dict[str, str], dict[str, str]]:
    """Spelling -> code, and code -> label, of the types of a year group (None: of all)."""
    types = destination_types()
    legal = types if year_group is None else types.filter(pl.col("year_group") == year_group)
    labels = dict(legal.select("code", "label").unique(maintain_order=True).iter_rows())
    return {spelling: code for spelling, code in _owners().items() if code in labels}, labels


def closest(text: str, year_group: int | None = None) -> list[str]:
    """Labels of the types that a misspelt text probably means, nearest first, at most three; only types of the year
    group. Empty where nothing is near: a suggestion is never a guess."""
    spellings, labels = _legal(year_group)
    found = process.extract(spelling_key(text), list(spellings), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=12)
    margin = _SLIP_MARGIN if found and found[0][1] >= _SLIP else _MARGIN
    near = [spellings[spelling] for spelling, score, _ in found if score >= found[0][1] - margin]
    return [labels[code] for code in dict.fromkeys(near)][:3]
