"""The codes of coded columns other than the destination type, and every spelling of them. The list is `codes.csv`.

An ethnicity beyond the census codes (WHITE, MIXED, ASIAN, BLACK) says the group where a school says no more. Chinese
counts as Asian, as in England's census of the population. Languages are `languages.csv`, the school census's own list.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import polars as pl
from rapidfuzz import fuzz, process

from domain.package_data import table
from domain.text import key

# Below this likeness (of 100) a spelling is no candidate; nor is one so much less like than the best.
_NEAR, _MARGIN = 75.0, 8.0


@cache
def codes() -> pl.DataFrame:
    """Grain column_name, code: column_name, code, label, position (integer), code_group (null where there is none)."""
    return (
        table("codes")
        .rename({"column": "column_name", "group": "code_group"})
        .with_columns(pl.col("position").cast(pl.Int64))
        .select("column_name", "code", "label", "position", "code_group")
    )


def _languages() -> Iterator[tuple[str, str, str]]:
    """Every spelling of a language that isn't English: its code, its names, and both as exported ("PNJ - Panjabi")."""
    for code, names in table("languages").iter_rows():
        yield "first_language", code, "other"
        for name in names.split("|"):
            yield "first_language", name, "other"
            yield "first_language", code + name, "other"


@cache
def code_aliases() -> pl.DataFrame:
    """Every accepted spelling: column_name, alias_key (unique within the column), code. Raises ValueError where two
    codes of a column claim one spelling."""
    owner: dict[tuple[str, str], str] = {}
    listed = table("codes").select("column", "code", "label", "aliases").rows()
    spellings = [
        (column, spelling, code)
        for column, code, label, more in listed
        for spelling in (code, label, *(more or "").split("|"))
        if spelling
    ]
    for column, spelling, code in (*spellings, *_languages()):
        held = owner.setdefault((column, key(spelling)), code)
        if held != code:
            raise ValueError(f'codes.csv, languages.csv: "{spelling}" of {column} belongs to {held} and to {code}')
    for column, code, label, _ in listed:
        # Management systems export a code with its label: "WBRI - White British".
        owner.setdefault((column, key(code + label)), code)
    rows = [(column, alias, code) for (column, alias), code in owner.items()]
    return pl.DataFrame(rows, schema=["column_name", "alias_key", "code"], orient="row")


def coded_columns() -> list[str]:
    """The columns that have codes."""
    return codes()["column_name"].unique(maintain_order=True).to_list()


@cache
def _of(column: str) -> tuple[dict[str, str], dict[str, str]]:
    """Spelling -> code, and code -> label, of one column."""
    spellings = code_aliases().filter(column_name=column).select("alias_key", "code")
    labels = codes().filter(column_name=column).select("code", "label")
    return dict(spellings.iter_rows()), dict(labels.iter_rows())


def closest_codes(column: str, text: str) -> list[str]:
    """Labels of the codes that a misspelt text probably means, nearest first, at most three; empty where none is
    near."""
    spellings, labels = _of(column)
    found = process.extract(key(text), list(spellings), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=12)
    near = [spellings[spelling] for spelling, score, _ in found if score >= found[0][1] - _MARGIN]
    return [labels[code] for code in dict.fromkeys(near)][:3]
