"""The named list behind a figure: it says for whom it is, shows each row's place, and runs nothing that a school has typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from workbook_page import cells, opened, texts

from reports.explanation import NamedList, NamedRow, render_named_list

ROW = NamedRow(
    forename="Forename1", surname="O'Surname1", form="11A", upn="A801200000001", counted_because="on roll on the reference day",
    cohort_file="hollins/2025-26/roll/roll.csv", cohort_sheet="", cohort_row=2, says="the final destination",
    sent="FE, Larkhill College", counted_as="Further education college", recorded_on=date(2026, 9, 8), verified_by="Provider",
    file="hollins/2025-26/Y11-final/final.xlsx", sheet="Leavers", row=17, because="It is the newest word",
)  # fmt: skip
NAMED = NamedList(
    "mart.coverage, known: 1 of 8 (13%)", "cycle 2025-26", 1, "Year 11: pupils on roll.", date(2026, 11, 20), (ROW,)
)


def rows(named: NamedList) -> list[list[object]]:
    """The list's rows by title; a title may stand twice."""
    shown = [[cell.value for cell in row] for row in opened(render_named_list(named)).worksheets[0].iter_rows()]
    first = next(place for place, row in enumerate(shown) if row[0] == "Forename")
    return shown[first:]


def test_it_says_first_that_it_is_not_for_onward_sharing() -> None:
    said = texts(opened(render_named_list(NAMED)).worksheets[0])
    assert said[0] == "Restricted: this list names pupils. Not for onward sharing."
    assert said[1:6] == [
        NAMED.figure,
        NAMED.keys,
        NAMED.cohort_rule,
        "As known on 20 November 2026.",
        "1 pupil, each with a line for every thing that a file says.",
    ]


def test_each_row_shows_why_the_pupil_counts_and_what_was_said_with_both_places() -> None:
    titles, row = rows(NAMED)
    assert list(zip(titles, row, strict=True))[4:8] == [
        ("In the cohort because", "on roll on the reference day"), ("File", "hollins/2025-26/roll/roll.csv"), ("Sheet", None), ("Row", "2"),
    ]  # fmt: skip
    assert list(zip(titles, row, strict=True))[11:] == [
        ("Recorded on", "08/09/2026"), ("Verified by", "Provider"), ("File", "hollins/2025-26/Y11-final/final.xlsx"), ("Sheet", "Leavers"),
        ("Row", "17"), ("It counts because", "It is the newest word"),
    ]  # fmt: skip


def test_where_nobody_said_anything_the_place_is_empty() -> None:
    silent = replace(
        ROW,
        sent="",
        recorded_on=None,
        verified_by=None,
        file=None,
        sheet=None,
        row=None,
        because="Nobody has said anything",
    )
    _, row = rows(replace(NAMED, rows=(silent,)))
    assert row[9] is None and row[11:] == [None, None, None, None, None, "Nobody has said anything"]


@settings(max_examples=25)
@given(st.sampled_from(["=", "+", "-", "@", "\t", "\r"]), st.text(max_size=20))
def test_no_cell_is_a_formula_and_the_same_list_gives_the_same_bytes(start: str, rest: str) -> None:
    typed = start + rest
    named = replace(NAMED, rows=(replace(ROW, forename=typed, sent=typed, file=typed),))
    data = render_named_list(named)
    assert data == render_named_list(named)
    assert all(cell.data_type != "f" for cell in cells(opened(data)))
