"""Worklists: their columns are ours or canonical and never both, and a row's mark tells one row from another."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.choices import choices
from domain.columns import COLUMNS, closest_columns, match_header, nearly
from domain.package_data import table
from domain.worklist_columns import WORKLISTS, known_titles, worklist_columns
from domain.worklist_marks import MadeWorklist, RowMark, folded, row_mark

EVERY = pytest.mark.parametrize("name", WORKLISTS)
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x1f"), max_size=12)
CELLS = st.lists(st.none() | WORDS, max_size=5)


def test_every_listed_column_belongs_to_lists_that_exist() -> None:
    listed = table("worklist_columns")
    assert {name for names in listed["worklist"] for name in names.split("|")} == set(WORKLISTS)
    assert set(listed["role"]) == {"identity", "contact", "known", "answer"}
    assert listed["hint"].null_count() == 0 and listed["hint"].str.len_chars().max() <= 50


@EVERY
def test_identity_contact_and_answers_have_canonical_titles_that_say_no_stage(name: str) -> None:
    for column in worklist_columns(name):
        if column.role != "known":
            match = match_header(column.title)
            assert match and (match.column, match.stage) == (column.name, None)
            assert "destinations" in COLUMNS[column.name].kinds


@EVERY
def test_what_we_know_stands_under_titles_that_mean_nothing_to_the_reader(name: str) -> None:
    known = [column for column in worklist_columns(name) if column.role == "known"]
    assert known
    for column in known:
        assert match_header(column.title) is None and nearly(column.title) is None
        assert closest_columns(column.title) == []
        assert folded(column.title) in known_titles()


@EVERY
def test_a_list_names_the_pupil_and_asks_where_and_repeats_no_column(name: str) -> None:
    columns = worklist_columns(name)
    names = [column.name for column in columns]
    assert names[:2] == ["surname", "forename"] and len(names) == len(set(names))
    assert len({folded(column.title) for column in columns}) == len(columns)
    assert {"date_of_birth", "upn", "mis_id", "destination_type", "destination_provider"} <= set(names)
    assert [column.name for column in columns if column.identifies] == [
        "surname", "forename", "date_of_birth", "upn", "mis_id",
    ]  # fmt: skip


@EVERY
@pytest.mark.parametrize("year_group", [6, 11, 12, 13])
def test_coded_answers_have_something_to_choose_from(name: str, year_group: int) -> None:
    for column in worklist_columns(name, year_group):
        if column.role == "answer" and COLUMNS[column.name].type == "code":
            assert choices(column.name, year_group, "final")


def test_offers_are_asked_of_the_older_pupils_alone() -> None:
    asked = {year: {column.name for column in worklist_columns("guidance_list", year)} for year in (6, 11)}
    assert "offer_status" in asked[11] - asked[6]


def test_the_line_of_the_guide_is_read_as_it_was_written() -> None:
    made = MadeWorklist("chase_list", "2025-26", "hollins", date(2026, 9, 14))
    assert made.line == "chase_list 2025-26 hollins 2026-09-14"
    assert MadeWorklist.read(f" {made.line} ") == made
    wrong = ("", "chase_list 2025-26 hollins", f"{made.line} x", "chase_list 2025-26 hollins soon")
    unknown = (
        "cheese_list 2025-26 hollins 2026-09-14",
        "chase_list 2025 hollins 2026-09-14",
        "chase_list 2025-26 A 2026-09-14",
    )
    assert [MadeWorklist.read(line) for line in (*wrong, *unknown)] == [None] * 7


def test_a_mark_is_eight_digits_a_dot_and_four_and_where_there_is_a_way_to_reach_four_more() -> None:
    assert row_mark(["Abara", "Zoë"], ["Nothing known"]) == row_mark([" ABARA ", "Zoë"], ["nothing  known"])
    found = RowMark.read(row_mark(["Abara"], ["x"]))
    assert found and (len(found.identity), len(found.known), found.contact) == (8, 4, None)
    assert RowMark.read(row_mark(["Abara"], ["x"], ["07700 900001"])) == RowMark(
        found.identity, found.known, row_mark([], ["07700 900001"])[-4:]
    )
    assert [RowMark.read(text) for text in (None, "", "12345678", "12345678.1234.1", "g2345678.1234")] == [None] * 5


@pytest.mark.parametrize("text", ["2010-03-01", "2010-03-01 00:00:00", " 01/03/2010"])
def test_a_date_compares_however_a_program_wrote_it(text: str) -> None:
    assert folded(text) == "01/03/2010"


@given(CELLS, CELLS)
def test_other_cells_make_another_mark(one: list[str | None], other: list[str | None]) -> None:
    one, other = [*one, "end"], [*other, "end"]
    same = [folded(cell) for cell in one] == [folded(cell) for cell in other]
    assert (row_mark(one, []) == row_mark(other, [])) == same


@given(CELLS, CELLS)
def test_what_is_known_leaves_the_pupils_half_as_it_is(who: list[str | None], known: list[str | None]) -> None:
    assert row_mark(who, known)[:8] == row_mark(who, [])[:8]
