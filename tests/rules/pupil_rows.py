"""Rows about pupils, for the tests of who is who: as few words as possible, and the same few pupils everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl
from hypothesis import settings
from hypothesis import strategies as st

from domain.identifiers import upn_check_letter
from domain.identity import DECISIONS, link_rows

SCHEMA = {
    "cycle": pl.String, "upn": pl.String, "former_upn": pl.String, "uln": pl.String, "school_id": pl.String,
    "mis_id": pl.String, "surname": pl.String, "forename": pl.String, "date_of_birth": pl.Date,
}  # fmt: skip
Row = dict[str, object]
Decision = tuple[int, int, str]
BORN, LATER = date(2009, 10, 1), date(2009, 10, 2)
ADA = {"surname": "Lovell", "forename": "Ada", "date_of_birth": BORN}
BEN = {"surname": "Okafor", "forename": "Ben", "date_of_birth": LATER}
ULN, OTHER_ULN = "9276308686", "1062447882"
# A temporary UPN ends in a letter. "A", "B" and so on stand for permanent ones.
TEMPORARY = upn_check_letter("99940012345T") + "99940012345T"


def row(school_id: str = "hollins", **values: object) -> Row:
    return {"cycle": "2025-26", "school_id": school_id, **values}


def frame(rows: Sequence[Row]) -> pl.DataFrame:
    return pl.DataFrame([{**dict.fromkeys(SCHEMA), **one} for one in rows], schema=SCHEMA)


def decided(*decisions: Decision, reason: str = "name_two_upns") -> pl.DataFrame:
    """People's decisions about rows, by their places."""
    return pl.DataFrame([(*one, reason) for one in decisions], schema=DECISIONS, orient="row")


def firsts(*rows: Row, decisions: Sequence[Decision] = ()) -> list[int]:
    """For each row the place of the earliest one about the same pupil: [0, 0, 2] are two pupils."""
    return link_rows(frame(rows), decided(*decisions)).to_list()


def pupils(rows: Sequence[Row], decisions: Sequence[Decision] = ()) -> list[list[int]]:
    """The places of the rows of each pupil."""
    found: dict[int, list[int]] = {}
    for place, first in enumerate(firsts(*rows, decisions=decisions)):
        found.setdefault(first, []).append(place)
    return list(found.values())


# Linking takes some milliseconds, however few the rows are.
FEW = settings(max_examples=40)
# So few values that clashes and chains are the rule.
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "cycle": st.sampled_from(["2024-25", "2025-26"]),
            "upn": st.sampled_from([None, "A", "B", "C", TEMPORARY]),
            "former_upn": st.sampled_from([None, None, None, "A", "B", "D", TEMPORARY]),
            "uln": st.sampled_from([None, ULN, OTHER_ULN, "9999999999"]),
            "school_id": st.sampled_from(["hollins", "marsh"]),
            "mis_id": st.sampled_from([None, "1", "2"]),
            "surname": st.sampled_from([None, "Lovell", "Byron"]),
            "forename": st.sampled_from(["Ada", "Anna"]),
            "date_of_birth": st.sampled_from([None, BORN, LATER]),
        }
    ),
    min_size=1,
    max_size=9,
)
DECIDED = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8), st.sampled_from(["same", "apart"])), max_size=4)


def about(rows: Sequence[Row], decisions: Sequence[Decision]) -> list[Decision]:
    """Those of the decisions that are about two of these rows; one decision for each pair."""
    pairs = {frozenset((one, other)): (one, other, verdict) for one, other, verdict in decisions}
    return [pair for pair in pairs.values() if pair[0] != pair[1] and max(pair[:2]) < len(rows)]
