"""Whom an application, a college's list or an encounter is about: nobody is found over a likeness, and a doubt finds nobody."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from domain.followers import find_pupils

SCHEMA = {
    **dict.fromkeys(("cycle", "upn", "former_upn", "uln", "school_id", "mis_id", "surname", "forename"), pl.String),
    "date_of_birth": pl.Date,
}
ADA = {
    "upn": "A1",
    "uln": "6000000001",
    "mis_id": "17",
    "surname": "Bee",
    "forename": "Ada",
    "date_of_birth": date(2010, 1, 5),
}
BO = {
    "upn": "A2",
    "uln": "6000000002",
    "mis_id": "18",
    "surname": "Cole",
    "forename": "Bo",
    "date_of_birth": date(2010, 2, 6),
}
NOBODY: dict[str, Any] = dict.fromkeys(SCHEMA)


def frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame([{**NOBODY, "cycle": "2025-26", **row} for row in rows], schema=SCHEMA)


def found(*asked: dict[str, Any], anywhere: bool = True, rows: list[dict[str, Any]] | None = None) -> list[str | None]:
    known = rows if rows is not None else [{"school_id": "hollins", **ADA}, {"school_id": "marsh", **BO}]
    followers = frame(list(asked)).with_columns(pl.lit(anywhere).alias("is_anywhere"))
    pupils = pl.Series([str(row["forename"]) for row in known], dtype=pl.String)
    return find_pupils(followers, frame(known), pupils).to_list()


def test_any_number_or_the_name_with_the_birthday_finds_the_pupil() -> None:
    for said in ({"upn": "A1"}, {"uln": "6000000001"}, {k: ADA[k] for k in ("surname", "forename", "date_of_birth")}):
        assert found(said) == ["Ada"], said


def test_a_name_without_its_birthday_finds_nobody() -> None:
    assert found({"surname": "Bee", "forename": "Ada"}) == [None]


def test_a_number_beside_another_birthday_finds_nobody() -> None:
    assert found({"upn": "A1", "date_of_birth": date(2010, 1, 6)}) == [None]


def test_a_number_that_leads_to_two_pupils_finds_neither() -> None:
    twins = [{"school_id": "hollins", **ADA}, {"school_id": "hollins", **BO, "uln": ADA["uln"]}]
    assert found({"uln": ADA["uln"]}, rows=twins) == [None]


def test_a_schools_own_number_is_known_at_that_school_alone() -> None:
    assert found({"mis_id": "17", "school_id": "hollins"}, {"mis_id": "17", "school_id": "marsh"}, {"mis_id": "17"}) == [
        "Ada", None, None,
    ]  # fmt: skip


def test_what_a_school_says_itself_is_about_its_own_pupils() -> None:
    assert found({"upn": "A1", "school_id": "marsh"}, anywhere=False) == [None]
    assert found({"upn": "A1", "school_id": "hollins"}, anywhere=False) == ["Ada"]


def test_another_year_is_another_list() -> None:
    assert found({"upn": "A1", "cycle": "2024-25"}) == [None]


@given(st.permutations(range(6)), st.data())
def test_the_order_of_rows_changes_nobody(order: list[int], data: st.DataObject) -> None:
    values = st.fixed_dictionaries(
        {
            "upn": st.sampled_from([None, "A1", "A2"]), "uln": st.sampled_from([None, "6000000001", "6000000002"]),
            "surname": st.sampled_from(["Bee", "Cole"]), "forename": st.sampled_from(["Ada", "Bo"]),
            "date_of_birth": st.sampled_from([None, date(2010, 1, 5), date(2010, 2, 6)]),
        }
    )  # fmt: skip
    asked = [data.draw(values) for _ in range(6)]
    shuffled = found(*[asked[place] for place in order])
    assert found(*asked) == [shuffled[order.index(place)] for place in range(6)]
