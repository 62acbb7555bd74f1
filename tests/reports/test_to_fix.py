"""The workbook that goes back to a school: its own rows at their own numbers, marked, with a guide in front."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from to_fix_sample import DOUBT, FINDINGS, NOT_KNOWN, TITLES, TWICE, TYPES, UNUSED, misspelt, sheet, to_fix
from workbook_page import beside, cells, needs_libreoffice, offered, opened, printed, texts, through_libreoffice

from domain.columns import match_header
from domain.findings import Severity
from domain.own_workbooks import (
    ANSWER,
    BELONGS_IN,
    CODE,
    GUIDE,
    LISTS,
    QUESTION,
    REFERENCE,
    SUGGESTED,
    YES,
    neutral,
    sent,
)
from intake.extract import read_extract
from reports.sheet_names import sheet_names
from reports.to_fix import ToFixFinding, render_to_fix

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BOOK = opened(render_to_fix(to_fix()))
OUR_GUIDE, LIST, CHOICES = BOOK.worksheets


def test_the_guide_comes_first_and_the_legal_values_are_hidden() -> None:
    assert BOOK.sheetnames == [GUIDE, "Y11 final", LISTS]
    assert [page.sheet_state for page in BOOK.worksheets] == ["visible", "visible", "hidden"]
    assert BOOK.active is OUR_GUIDE


def test_it_opens_with_what_needs_the_school_and_where_to_drop_it() -> None:
    said = texts(OUR_GUIDE)
    assert said[0] == "1 question and 1 row need you."
    assert said[1] == (
        "Answer in the yellow cell, correct the red cells, save and drop this workbook into inbox/hollins/2025-26/Y11-final."
    )


@pytest.mark.parametrize(
    ("changes", "headline", "next_step"),
    [
        ({"doubts": ()}, "1 row needs you.", "Correct the red cells, save and"),
        ({"findings": ()}, "We have 1 question about this file.", "Answer in the yellow cell, save and"),
        ({"doubts": (), "findings": FINDINGS[1:3]}, "Please look at 2 rows.", "Correct what is wrong, save and"),
        ({"doubts": (), "findings": ()}, "Nothing needs repair.", "Correct what is wrong, save and"),
        (
            {"doubts": (), "findings": (ToFixFinding(Severity.BLOCKING, *NOT_KNOWN), misspelt())},
            "The file itself and 1 row need you.",
            "Do what is said below, correct the red cells, save and",
        ),
        (
            {"doubts": (), "findings": (ToFixFinding(Severity.BLOCKING, *NOT_KNOWN, "Y11 final"),)},
            "The file itself needs you.",
            "Do what is said below, save and",
        ),
    ],
)
def test_the_headline_says_what_is_to_be_done_and_nothing_else(
    changes: dict[str, object], headline: str, next_step: str
) -> None:
    said = texts(opened(render_to_fix(to_fix(**changes)))[GUIDE])
    assert said[0] == headline
    assert said[1].startswith(next_step)


def test_the_guide_says_which_delivery_it_answers_and_where_it_belongs() -> None:
    assert beside(OUR_GUIDE, REFERENCE) == "9f2c" * 16
    assert beside(OUR_GUIDE, BELONGS_IN) == "hollins/2025-26/Y11-final/leavers.xlsx"


def test_a_doubt_is_answered_in_an_empty_yellow_cell_that_offers_yes() -> None:
    (titles,) = [row for row in OUR_GUIDE.iter_rows() if row[0].value == QUESTION]
    places = {cell.value: cell.column for cell in titles}
    row = titles[0].row + 1
    assert OUR_GUIDE.cell(row, places[QUESTION]).value == DOUBT.message
    assert OUR_GUIDE.cell(row, places[CODE]).value == DOUBT.rule
    answer = OUR_GUIDE.cell(row, places[ANSWER])
    assert answer.value is None and answer.fill.fgColor.rgb == "FFFFFF8F" and not answer.protection.locked
    (offer,) = offered(BOOK, OUR_GUIDE, answer.coordinate) or []
    assert offer.lower() in YES


def test_repairs_stand_worst_first_and_link_to_their_cells() -> None:
    said = texts(OUR_GUIDE)
    wanted = [words[0] for words in (NOT_KNOWN, TWICE, UNUSED)]
    assert sorted(wanted, key=said.index) == wanted
    links = {link.location: link.ref for row in OUR_GUIDE.iter_rows() for cell in row if (link := cell.hyperlink)}
    # the column of suggestions has pushed Date recorded from G to H
    assert set(links) == {"'Y11 final'!E5", "'Y11 final'!H7", "'Y11 final'!A8"}


def test_a_link_finds_a_sheet_with_an_apostrophe_in_its_name() -> None:
    name = "Mr O'Neil Y11 final"
    book = opened(render_to_fix(to_fix(sheets=(sheet(name),), findings=(misspelt(name),))))
    locations = [cell.hyperlink.location for cell in cells(book) if cell.hyperlink]
    assert locations == ["'Mr O''Neil Y11 final'!E5"]


def test_every_row_stands_where_it_stood_and_every_cell_is_text() -> None:
    for line, row in zip(sheet().lines, sheet().rows, strict=True):
        written = [cell.value for cell in LIST[line]]
        kept = [*written[:5], *written[6:]]
        assert kept[: len(row)] == [None if cell is None else neutral(cell) for cell in row]
    assert {cell.number_format for row in LIST.iter_rows() for cell in row if cell.value} == {"@"}
    assert {LIST.column_dimensions[letter].width > 8 for letter in "ABCDEFGH"} == {True}


def test_a_csv_keeps_the_gaps_that_cells_of_several_lines_leave() -> None:
    spread = sheet("", lines=[1, 2, 3, 4, 5, 8, 9, 10, 11])
    book = opened(render_to_fix(to_fix(sheets=(spread,), findings=())))
    written = book["Your list"]
    assert written["A5"].value == "A801200000001" and written["A8"].value == "A801200000002" and not written["A6"].value


def test_wrong_cells_are_coloured_and_a_note_says_what_to_type() -> None:
    wrong, doubtful, whole_row = LIST["E5"], LIST["H7"], LIST["A8"]
    assert wrong.fill.fgColor.rgb == "FFF6B8B0"
    assert doubtful.fill.fgColor.rgb == whole_row.fill.fgColor.rgb == "FFFFD27A"
    assert wrong.comment and wrong.comment.text.endswith(
        "Choose a destination from the list.\nWe suggest: Sixth-form college"
    )
    assert whole_row.comment and TWICE[0] in whole_row.comment.text
    assert {cell.coordinate for row in LIST.iter_rows() for cell in row if cell.comment} == {"E5", "H7", "A8"}


def test_a_whole_rows_finding_marks_its_first_filled_cell() -> None:
    rows = [list(row) for row in sheet().rows]
    rows[4][:2] = [None, "  "]
    book = opened(
        render_to_fix(
            to_fix(sheets=(sheet(rows=rows),), findings=(ToFixFinding(Severity.BLOCKING, *TWICE, "Y11 final", 5),))
        )
    )
    assert book["Y11 final"]["C5"].comment and not book["Y11 final"]["A5"].comment


def test_a_cell_with_two_findings_wears_the_colour_of_the_worse_and_names_both() -> None:
    both = (ToFixFinding(Severity.WARNING, *TWICE, "Y11 final", 5, 5), misspelt(suggestion=None))
    cell = opened(render_to_fix(to_fix(findings=both)))["Y11 final"]["E5"]
    assert cell.fill.fgColor.rgb == "FFF6B8B0"
    assert cell.comment and cell.comment.text.index(NOT_KNOWN[0]) < cell.comment.text.index(TWICE[0])


def test_an_empty_cell_can_be_wrong() -> None:
    rows = [list(row) for row in sheet().rows]
    rows[4][4] = None
    cell = opened(render_to_fix(to_fix(sheets=(sheet(rows=rows),))))["Y11 final"]["E5"]
    assert cell.value is None and cell.comment and cell.fill.fgColor.rgb == "FFF6B8B0"


def test_suggestions_have_a_column_of_their_own_to_the_right() -> None:
    titles = [cell.value for cell in LIST[3]]
    assert titles == [*TITLES[:5], f"{SUGGESTED}Final destination", *TITLES[5:]]
    assert [LIST.cell(line, 6).value for line in range(4, 10)] == [None, "Sixth-form college", None, None, None, None]


def test_without_titles_a_suggestion_stays_in_the_note() -> None:
    book = opened(render_to_fix(to_fix(sheets=(sheet(header_lines=()),))))
    assert not [text for text in texts(book["Y11 final"]) if text.startswith(SUGGESTED)]
    assert "We suggest" in book["Y11 final"]["E5"].comment.text


def test_coded_columns_offer_their_legal_values_and_lock_nobody_in() -> None:
    assert offered(BOOK, LIST, "E5") == list(TYPES)
    assert offered(BOOK, LIST, "E9") == list(TYPES) and offered(BOOK, LIST, "E3") is None
    assert offered(BOOK, LIST, "D5") is None
    assert {rule.errorStyle for rule in LIST.data_validations.dataValidation if rule.type == "list"} == {"warning"}


def test_a_date_column_with_something_wrong_tells_how_to_write_a_date() -> None:
    told = [rule for rule in LIST.data_validations.dataValidation if rule.prompt and "dd/mm/yyyy" in rule.prompt]
    assert ["H7" in rule.sqref and "D5" not in rule.sqref for rule in told] == [True]


def test_titles_far_down_are_not_frozen_because_no_room_would_be_left() -> None:
    low = sheet(
        rows=[[] for _ in range(20)] + [list(row) for row in sheet().rows], lines=range(1, 30), header_lines=(23,)
    )
    written = opened(render_to_fix(to_fix(sheets=(low,), findings=())))["Y11 final"]
    assert written.freeze_panes is None and written.print_title_rows == "$23:$23" and written["A23"].font.bold


def test_five_thousand_rows_take_a_few_seconds_at_most() -> None:
    large = sheet(pupils=5000)
    findings = tuple(ToFixFinding(Severity.BLOCKING, *NOT_KNOWN, "Y11 final", line, 5) for line in range(4, 5004))
    started = perf_counter()
    render_to_fix(to_fix(sheets=(large,), findings=findings))
    assert perf_counter() - started < 15


def test_titles_stay_in_sight_on_the_screen_and_on_paper() -> None:
    assert LIST.freeze_panes == "A4" and LIST.print_title_rows == "$3:$3"
    assert LIST.page_setup.orientation == "landscape"
    assert LIST.sheet_properties.pageSetUpPr.fitToPage and LIST.page_setup.fitToHeight == 0
    assert LIST["A3"].font.bold and not LIST["A4"].font.bold


def test_nothing_of_ours_looks_like_a_list_of_pupils() -> None:
    for page in (OUR_GUIDE, CHOICES):
        for row in page.iter_rows(values_only=True):
            assert sum(match_header(cell) is not None for cell in row if cell) < 2


def test_dropped_back_it_is_read_as_the_school_sent_it() -> None:
    read = read_extract(render_to_fix(to_fix()), "hollins/inbox.xlsx")
    assert read.rows.height == 6 and not [
        finding.message for finding in read.findings if finding.severity is Severity.BLOCKING
    ]
    assert read.rows["in_cycle"].unique().to_list() == ["2025-26"]
    assert read.rows["line"].to_list() == [4, 5, 6, 7, 8, 9]
    assert read.rows["destination_provider"].to_list()[3] == "=Ridgeway()"


def test_same_input_same_bytes() -> None:
    assert render_to_fix(to_fix()) == render_to_fix(to_fix())


def test_sheets_are_told_apart_where_there_are_several() -> None:
    pair = (sheet(), sheet("Y13 final"))
    book = opened(render_to_fix(to_fix(sheets=pair, findings=(misspelt(), misspelt("Y13 final")))))
    assert book.sheetnames == [GUIDE, "Y11 final", "Y13 final", LISTS]
    said = texts(book[GUIDE])
    assert "1 row, sheet “Y11 final”" in said and "1 row, sheet “Y13 final”" in said
    assert offered(book, book["Y13 final"], "E4") == list(TYPES)
    assert book[LISTS].max_row == len(TYPES)


@needs_libreoffice
def test_libreoffice_keeps_drop_downs_notes_and_marks(tmp_path: Path) -> None:
    book = through_libreoffice(render_to_fix(to_fix()), tmp_path)
    assert offered(book, book["Y11 final"], "E5") == list(TYPES)
    assert book["Y11 final"]["E5"].comment and book["Y11 final"]["D4"].value == "01/03/2010"
    assert beside(book[GUIDE], REFERENCE) == "9f2c" * 16


@needs_libreoffice
def test_libreoffice_prints_each_sheet_a_page_wide(tmp_path: Path) -> None:
    assert printed(render_to_fix(to_fix()), tmp_path).startswith(b"%PDF")


WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
NAMES = st.lists(
    st.one_of(WORDS, st.sampled_from([GUIDE, LISTS.lower(), "History", "Y11/final", "'", "Y11 final " + "x" * 40])),
    max_size=8,
)


@given(WORDS)
def test_a_neutral_text_is_no_formula_and_is_understood_again(text: str) -> None:
    # "'=1" as a school's own text can't be told from a neutral "=1"
    assume(not (text.startswith("'") and text[1:].startswith(FORMULA_STARTS)))
    assert not neutral(text).startswith(FORMULA_STARTS)
    assert sent(neutral(text)) == text


@given(NAMES)
def test_sheet_names_are_legal_and_unique(wanted: list[str]) -> None:
    names = sheet_names(wanted)
    assert len({name.lower() for name in names} | {GUIDE.lower(), LISTS.lower(), "history"}) == len(wanted) + 3
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not set("[]:*?/\\") & set(name) and not name.startswith("'") and not name.endswith("'")


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("Y11 final", ["Y11 final"]),
        ("Y11/final: 2025/26", ["Y11-final", "2025-26"]),
        ("Destinations of the leavers of Year 11, final, summer of 2026", ["Year 11", "final", "2026"]),
        ("Hollins Academy of Arts and Sciences Intended Y13 2025-26", ["Intended", "Y13", "2025-26"]),
        ("Hollins_Academy_of_Arts_and_Sciences_Y13_intended", ["Y13", "intended"]),
    ],
)
def test_a_sheets_name_keeps_the_words_that_say_its_collection(wanted: str, told: list[str]) -> None:
    (name,) = sheet_names([wanted])
    assert [words for words in told if words not in name] == []


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(st.one_of(st.none(), WORDS, st.sampled_from(["=1+1", "<r>x</r>", "_x000D_", "'=1"])), max_size=5),
        max_size=5,
    ),
    WORDS,
)
def test_no_cell_is_ever_a_formula(rows: list[list[str | None]], words: str) -> None:
    hostile = sheet(rows=rows, lines=range(1, len(rows) + 1), header_lines=(1,), choices={2: ("=1", words or "x")})
    finding = ToFixFinding(Severity.BLOCKING, words, f"={words}", "Y11 final", 2, 3, f"+{words}")
    data = render_to_fix(to_fix(school=f"={words}", sheets=(hostile,), findings=(finding,)))
    for cell in cells(opened(data)):
        assert cell.data_type != "f" and not str(cell.value or "").startswith(FORMULA_STARTS)
    with zipfile.ZipFile(BytesIO(data)) as parts:
        assert not [name for name in parts.namelist() if "sheets/" in name and b"<f>" in parts.read(name)]
