"""What of a pupil may leave, and how it is written: opt-outs honoured, codes, dates and letters as an authority wants
them. Pure functions of frames; whoever writes a return takes its rows from here.

A frame of *return rows* has every column of `return_columns` (text, or Date where the list says so; codes in ours),
and beside them activity_type (our type of destination for activity_code, which is the national code), and what is for
our eyes alone and never written: pupil_id, la_code (whom the row is for), is_opted_out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache

import polars as pl

from domain.codes import codes
from domain.destination_types import destination_types
from domain.return_columns import nccis_codes, return_columns
from domain.return_profiles import DATE_FORMATS, ENCODINGS, ReturnProfile

UNSEEN = ("pupil_id", "la_code", "is_opted_out")
# The column of our code lists in which a column's codes stand, where it is called otherwise.
_LISTED_AS = {"sen": "sen_provision"}


def without_what_was_opted_out(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows, of opted-out pupils only what section 72(1)(a) and (b) name, and the mark that says so. Every other
    column is blank there, also one that nobody has listed. No row is ever dropped."""
    kept = {*UNSEEN, *(column.name for column in return_columns().values() if column.survives_opt_out)}
    blanked = [
        pl.when(pl.col("is_opted_out")).then(None).otherwise(pl.col(name)).alias(name)
        for name in rows.columns
        if name not in kept
    ]
    return rows.with_columns(blanked)


def in_their_words(rows: pl.DataFrame, profile: ReturnProfile) -> pl.DataFrame:
    """The profile's columns under the authority's own titles, everything text; null: blank."""
    return rows.select(_texts(name, profile).alias(profile.title(name)) for name in profile.columns)


def _texts(name: str, profile: ReturnProfile) -> pl.Expr:
    kind = return_columns()[name].type
    if kind == "date":
        return pl.col(name).dt.strftime(DATE_FORMATS[profile.date_format])
    if kind == "code":
        # The national code of an activity says more than our type; `replace` leaves alone what it doesn't know.
        told = "activity_type" if name == "activity_code" and profile.code_set != "nccis" else name
        return pl.col(told).replace(dict(_written(name, profile)))
    return pl.col(name)


def _written(name: str, profile: ReturnProfile) -> Mapping[str, str]:
    """Our code -> what is written."""
    if profile.code_set == "ours":
        return {}
    own = {"intended_code": profile.intended_codes, "offer_status": profile.guarantee_codes}
    if profile.code_set == "nccis" and name not in own:
        return nccis_codes(name) if name != "verified_by" else _labels(name)
    return {**_labels(name), **(own.get(name, {}) if profile.code_set == "nccis" else {})}


@cache
def _labels(name: str) -> Mapping[str, str]:
    if name in ("intended_code", "activity_code"):
        return dict(destination_types().select("code", "label").unique().iter_rows())
    if name in ("ehcp", "risk_flag"):
        return _labels("share_opt_out")
    listed = codes().filter(column_name=_LISTED_AS.get(name, name))
    return dict(listed.select("code", "label").iter_rows())


def has_every_letter(encoding: str) -> bool:
    """Whether nothing can be missing in an encoding of `ENCODINGS`."""
    return encoding.startswith("utf")


def can_be_encoded(texts: pl.DataFrame, encoding: str) -> pl.Series:
    """For each row whether every letter exists in an encoding of `ENCODINGS`."""
    return pl.Series(
        [all(_fits(text, encoding) for text in row if text) for row in texts.iter_rows()], dtype=pl.Boolean
    )


def with_letters_of(texts: pl.DataFrame, encoding: str) -> pl.DataFrame:
    """The texts with every letter that the encoding lacks replaced: by the letter without its accent, else by ?."""
    if has_every_letter(encoding):
        return texts
    found = {text for column in texts.iter_columns() for text in column if text and not _fits(text, encoding)}
    spelled = {text: "".join(_letter(letter, encoding) for letter in text) for text in found}
    return texts.with_columns(pl.all().replace(spelled)) if spelled else texts


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(ENCODINGS[encoding])
    except UnicodeEncodeError:
        return False
    return True


def _letter(letter: str, encoding: str) -> str:
    if _fits(letter, encoding):
        return letter
    bare = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    return bare if bare and _fits(bare, encoding) else "?"
