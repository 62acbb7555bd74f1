"""No field that a family opted out of leaves: every value that is held of a pupil is a word found nowhere else, and is
looked for in every byte of every file that an authority gets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from xml.etree import ElementTree as Tree

import polars as pl
import pytest
from files_of_returns import drafts, everything_in, made, profiles, table_of
from hypothesis import given, settings
from hypothesis import strategies as st
from network import CYCLE, delivery, network, pupil

from assets.return_frames import pupils_of
from domain.return_columns import return_columns, return_variants
from domain.return_profiles import DATE_FORMATS
from domain.return_rows import UNSEEN, without_what_was_opted_out

PUPILS = 6
NAMES_AND_ADDRESSES = {column.name for column in return_columns().values() if column.section_72 in ("a", "b")}
# What decides where a pupil's row goes and which codes stand in it: no word can stand in for it.
DECIDING = {
    "pupil_id", "school_id", "home_la", "school_la", "is_opted_out", "is_told", "is_stale", "participation", "destination_type",
    "activity_code_sent", "provider_la", "provider_country",
}  # fmt: skip
IN_XML = {
    "YoungPersonsID", "GivenName", "MiddleName", "FamilyName", "AddressLine1", "AddressLine2", "AddressLine3", "AddressLine4",
    "Town", "Postcode", "DOB",
}  # fmt: skip


@pytest.fixture(scope="module")
def schema() -> Iterator[pl.Schema]:
    with network(delivery(1, "hollins", "roll", [pupil(1, home_la="383")], on="2026-01-20")) as database:
        yield pupils_of(database, CYCLE, return_variants()["confirmed"]).schema


def everything_known(schema: pl.Schema, opted_out: list[bool]) -> pl.DataFrame:
    """Pupils of whom every field is filled in, each with a word or a day of its own."""
    columns: dict[str, list[object]] = {}
    for place, (name, kind) in enumerate(schema.items()):
        if kind == pl.String:
            columns[name] = [f"Q{place:02d}{number}ZQ" for number in range(PUPILS)]
        elif kind == pl.Date:
            columns[name] = [date(2031, 1, 1) + timedelta(20 * place + number) for number in range(PUPILS)]
        else:
            columns[name] = [False] * PUPILS if kind == pl.Boolean else [11] * PUPILS
    columns |= {
        "pupil_id": [f"{number:016x}" for number in range(PUPILS)], "home_la": ["383", "202"] * (PUPILS // 2),
        "school_la": ["301"] * PUPILS, "is_opted_out": list(opted_out), "is_told": [True] * PUPILS,
        "is_stale": [number == 3 for number in range(PUPILS)],
        "participation": ["neet", "education", "unknown"] * (PUPILS // 3),
        "destination_type": ["SEEKING", "FE_COLLEGE", "UNKNOWN"] * (PUPILS // 3),
        "activity_code_sent": ["630", "230", "810"] * (PUPILS // 3), "provider_la": ["302"] * PUPILS,
        "provider_country": ["England"] * PUPILS,
    }  # fmt: skip
    return pl.DataFrame(columns, schema=schema)


def secrets(held: pl.DataFrame) -> Iterator[bytes]:
    """Every way in which a file could write what an opted-out pupil's family keeps to itself."""
    hidden = held.filter("is_opted_out").drop(*NAMES_AND_ADDRESSES & set(held.columns), *DECIDING & set(held.columns))
    for column in hidden.select(pl.col(pl.String), pl.col(pl.Date)).iter_columns():
        for value in column.drop_nulls():
            texts = [value.strftime(form) for form in DATE_FORMATS.values()] if isinstance(value, date) else [value]
            yield from (text.encode() for text in texts)


@settings(max_examples=10, deadline=None)
@given(
    opted_out=st.lists(st.booleans(), min_size=PUPILS, max_size=PUPILS),
    variant=st.sampled_from(sorted(return_variants())),
    file_format=st.sampled_from(["csv", "xlsx", "xml"]),
    code_set=st.sampled_from(["nccis", "words", "ours"]),
)
def test_nothing_that_was_opted_out_of_is_in_any_file(
    schema: pl.Schema, opted_out: list[bool], variant: str, file_format: str, code_set: str
) -> None:
    held = everything_known(schema, opted_out)
    every_column = {"columns": list(return_columns()), "code_set": code_set, "sensitive_codes": True}
    own = profiles(la_383={**every_column, "database_id": "383"}, la_202={**every_column, "database_id": "202"})
    files = drafts(made(held, variant, own, file_format=file_format))
    assert sum(draft.made.rows.height for draft in files.values()) == PUPILS, "nobody is dropped"
    leaving = [content for draft in files.values() for content in (draft.content, draft.faults[1]) if content]
    bytes_of_all = b"".join(everything_in(content) for content in leaving)
    assert [secret for secret in secrets(held) if secret in bytes_of_all] == []
    surnames = set(held["legal_surname"])
    assert all(surname.encode() in bytes_of_all for surname in surnames), "the words that may leave are found"


def test_of_who_shares_the_words_are_found_so_the_search_would_find_a_secret(schema: pl.Schema) -> None:
    held = everything_known(schema, [False] * PUPILS)
    for file_format in ("csv", "xlsx", "xml"):
        own = profiles(la_383={"database_id": "383"}, la_202={"database_id": "202"})
        files = drafts(made(held, "confirmed", own, file_format=file_format))
        found = b"".join(everything_in(draft.content or b"") for draft in files.values())
        assert all(upn.encode() in found for upn in held["upn"]), file_format


@pytest.mark.parametrize("variant", sorted(return_variants()))
def test_the_cells_of_who_opted_out_are_blank_but_for_what_section_72_names(schema: pl.Schema, variant: str) -> None:
    held = everything_known(schema, [True] * PUPILS)
    own = profiles(la_383={"columns": list(return_columns())}, la_202={"columns": list(return_columns())})
    may_leave = {column.title for column in return_columns().values() if column.section_72 in ("a", "b", "mark")}
    for draft in drafts(made(held, variant, own)).values():
        for row in table_of(draft.content or b""):
            assert set(row) == may_leave and row["ShareOptOut"] == "Y"
    numbered = profiles(la_383={"database_id": "383"}, la_202={"database_id": "202"})
    for draft in drafts(made(held, variant, numbered, file_format="xml")).values():
        records = Tree.fromstring(draft.content or b"").findall("YoungPersonsRecord")
        assert len(records) == PUPILS / 2
        for record in records:
            assert [part.tag for part in record] == ["PersonalDetails"]
            assert {part.tag for part in record[0]} == IN_XML


def test_a_column_that_nobody_has_listed_is_blanked_too(schema: pl.Schema) -> None:
    rows = everything_known(schema, [True, False] * (PUPILS // 2)).with_columns(
        la_code=pl.lit("383"), diagnosis=pl.lit("x")
    )
    reduced = without_what_was_opted_out(rows)
    assert reduced["diagnosis"].to_list() == [None, "x"] * (PUPILS // 2)
    kept = {name for name in reduced.columns if reduced.filter("is_opted_out")[name].null_count() == 0}
    assert kept == {*UNSEEN, *NAMES_AND_ADDRESSES}
    assert reduced.height == rows.height
