"""A worklist as a workbook and as a page: what a person finds in it, and what they can and can't type over."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import pytest
from html_page import Page
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from workbook_page import beside, cells, needs_libreoffice, offered, opened, printed, texts

from domain.choices import choices
from domain.columns import COLUMNS
from domain.own_workbooks import BELONGS_IN, GUIDE, INSTRUCTIONS, LISTS, PLACES, REFERENCE, WORKLIST
from domain.worklist_columns import WORKLISTS
from domain.worklist_marks import RowMark
from reports.worklist import SPARE_ROWS, WorklistSheet, render_worklist
from reports.worklist_page import render_worklist_page
from reports.worklist_parts import SECRET, days_left
from tests.worklists import chased, pupil, worklist

EVERY = pytest.mark.parametrize("name", WORKLISTS)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def letters_of(data: bytes) -> dict[str, str]:
    """Title -> letter of the columns of the first list."""
    return {cell.value: cell.column_letter for cell in opened(data).worksheets[1][2] if cell.value}


@EVERY
def test_the_guide_says_what_it_is_for_by_when_and_where_it_goes(name: str) -> None:
    book = opened(render_worklist(worklist(name)))
    said, (year, stage) = texts(book[GUIDE]), (13, "final") if name == "results_day_board" else (11, "final")
    stage = "intended" if name == "guidance_list" else stage
    assert book.sheetnames == [
        GUIDE, f"Y{year} {stage} 2025-26", *([PLACES] if name == "results_day_board" else []), LISTS,
    ]  # fmt: skip
    assert said[1] == SECRET and said[2] == WORKLISTS[name].purpose
    assert said[3] == f"{WORKLISTS[name].due} by 1 October 2026: 17 days left."
    assert said[4] == f"1.  Go to the sheet “Y{year} {stage} 2025-26” (8 pupils)."
    assert beside(book[GUIDE], WORKLIST) == f"{name} 2025-26 hollins 2026-09-14"
    assert beside(book[GUIDE], BELONGS_IN) == f"hollins/2025-26/Y{year}-{stage}/"
    assert beside(book[GUIDE], REFERENCE) is None


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2026, 9, 30), "1 day left"),
        (date(2026, 10, 1), "today is the last day"),
        (date(2026, 10, 4), "that was 3 days ago"),
    ],
)
def test_days_are_counted_from_the_day_of_the_list(today: date, said: str) -> None:
    assert days_left(today, date(2026, 10, 1)) == said


def test_a_pupils_row_says_who_why_whom_to_call_and_asks() -> None:
    data = render_worklist(worklist("chase_list"))
    sheet, at = opened(data).worksheets[1], letters_of(data)
    assert list(at) == [
        "Surname", "Forename", "Form", "Date of birth", "Whom to call", "Why on this list", "What we have heard",
        "Calls so far", "Pupil phone", "Pupil e-mail", "Parent name", "Parent phone", "Destination type",
        "Destination provider", "Start date", "Verified on", "Verified by", "Contacted by", "Contacted on",
        "Contact method", "Contact outcome", "UPN", "List row",
    ]  # fmt: skip
    told = {title: sheet[f"{letter}5"].value for title, letter in at.items()}
    assert {title: text for title, text in told.items() if text and title != "List row"} == {
        "Surname": "Baines",
        "Forename": "Tom",
        "Form": "11B",
        "Date of birth": "02/03/2010",
        "Whom to call": "Hollins Sixth Form",
        "Why on this list": "Nothing known",
        "What we have heard": "Further education college: Larkhill College, Level 3 applied",
        "Pupil phone": "07700 900001",
        "Pupil e-mail": "tom1@example.org",
        "Parent name": "Mx Baines",
        "Parent phone": "0161 496 0001",
        "Contacted by": "A. Khan",
        "UPN": "A801200000001",
    }
    assert sheet["A3"].value.startswith(INSTRUCTIONS) and sheet.freeze_panes == "C4"


@EVERY
def test_our_cells_are_locked_and_answers_are_open_with_drop_downs(name: str) -> None:
    data = render_worklist(worklist(name))
    book, at = opened(data), letters_of(data)
    sheet, (year, stage) = book.worksheets[1], (13, "final") if name == "results_day_board" else (11, "final")
    stage = "intended" if name == "guidance_list" else stage
    assert sheet.protection.sheet and not sheet.protection.password
    locked = {title for title, letter in at.items() if sheet[f"{letter}4"].protection.locked}
    ways = {"Pupil phone", "Pupil e-mail", "Parent name", "Parent phone"}
    blue = {title for title, letter in at.items() if sheet[f"{letter}2"].fill.fgColor.rgb == "FF12497B"}
    assert "Destination type" in blue and not blue & locked
    assert locked == set(at) - blue - ways
    assert not any(sheet[f"{letter}{4 + 8}"].protection.locked for letter in at.values() if letter != at["List row"])
    for title in blue:
        column = next(column for column in COLUMNS.values() if column.label == title)
        wanted = list(choices(column.name, year, stage)) if column.type == "code" else None
        assert offered(book, sheet, f"{at[title]}4") == wanted, title
        assert offered(book, sheet, f"{at[title]}{3 + 8 + SPARE_ROWS}") == wanted, title


def test_the_mark_of_a_row_is_hidden_and_there_for_every_pupil() -> None:
    data = render_worklist(worklist("chase_list"))
    sheet, letter = opened(data).worksheets[1], letters_of(data)["List row"]
    assert sheet.column_dimensions[letter].hidden
    marks = [sheet[f"{letter}{row}"].value for row in range(4, 4 + 8)]
    assert all(RowMark.read(mark) for mark in marks) and len(set(marks)) == 8
    assert letter in sheet.auto_filter.ref, "sorting takes the mark along"


def test_a_sheet_without_pupils_is_not_written_and_a_list_without_any_is_refused() -> None:
    sheets = (WorklistSheet(12, "final", ()), WorklistSheet(13, "final", (chased(1),)))
    book = opened(render_worklist(worklist("chase_list", sheets=sheets)))
    assert book.sheetnames == [GUIDE, "Y13 final 2025-26", LISTS]
    for render in (render_worklist, render_worklist_page):
        with pytest.raises(ValueError, match="nobody is on this list"):
            render(worklist("chase_list", sheets=sheets[:1]))


def test_a_list_of_two_collections_belongs_in_the_folder_of_its_cycle() -> None:
    sheets = tuple(WorklistSheet(year, "final", (chased(1),)) for year in (11, 13))
    book = opened(render_worklist(worklist("chase_list", sheets=sheets)))
    assert beside(book[GUIDE], BELONGS_IN) == "hollins/2025-26/"


def test_ways_to_reach_somebody_are_shown_only_where_there_are_any_and_own_numbers_where_a_upn_lacks() -> None:
    without = dict.fromkeys(("pupil_phone", "pupil_email", "parent_name", "parent_phone"))
    rows = (chased(1) | without, chased(2) | without | {"upn": None})
    at = letters_of(render_worklist(worklist("chase_list", sheets=(WorklistSheet(11, "final", rows),))))
    assert "Pupil phone" not in at and "Parent name" not in at and "Admission number" in at


def test_places_left_stand_on_a_sheet_of_their_own() -> None:
    sheet = opened(render_worklist(worklist("results_day_board")))[PLACES]
    assert [cell.value for cell in sheet[3]] == ["Queensbury Sixth Form", "A level Mathematics", "12", "14/09/2026"]
    assert [cell.value for cell in sheet[5]] == ["Hollins Sixth Form", "Any course", "25", None]


@EVERY
def test_same_list_same_bytes(name: str) -> None:
    assert render_worklist(worklist(name)) == render_worklist(worklist(name))
    assert render_worklist_page(worklist(name)) == render_worklist_page(worklist(name))


@settings(max_examples=15, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=12), st.sampled_from(["=1+1", "-1", "@x", "+44 7"]))
def test_no_cell_is_ever_a_formula(word: str, nasty: str) -> None:
    row = chased(1) | {"surname": nasty, "reasons": word, "caller": nasty, "parent_phone": nasty}
    book = opened(render_worklist(worklist("chase_list", sheets=(WorklistSheet(11, "final", (row,)),))))
    for cell in cells(book):
        assert cell.data_type != "f" and not str(cell.value or "").startswith(FORMULA_STARTS)


@EVERY
def test_the_page_is_one_file_and_asks_nothing_of_the_world(name: str) -> None:
    page = Page(render_worklist_page(worklist(name)))
    assert page.problems == []
    assert not page.all("script") and not page.all("img")
    links = [element.attributes["href"] for element in page.all("a")]
    assert all(link.startswith(("#", "tel:", "mailto:")) for link in links)
    assert SECRET in page.source and "17 days left" in page.source and WORKLISTS[name].purpose in page.source
    assert ("tel:01614960001" in links) == (name != "repair_list")


def test_the_page_of_the_chase_list_has_a_table_for_each_call_and_says_who_calls() -> None:
    page = Page(render_worklist_page(worklist("chase_list")))
    captions = [" ".join(caption.text.split()) for caption in page.all("caption")]
    assert captions == [
        "Larkhill College 3 pupils Who calls: A. Khan (2) and nobody yet (1)",
        "Hollins Sixth Form 3 pupils Who calls: A. Khan (2) and nobody yet (1)",
        "Pupil or family 2 pupils Who calls: A. Khan",
    ]


def test_the_board_says_first_whom_to_call_and_where_there_are_places() -> None:
    page = Page(render_worklist_page(worklist("results_day_board")))
    headings = [" ".join(h.text.split()) for h in page.elements if h.tag in ("h2", "h3")]
    assert headings == [
        "Call first", "1 unplaced 2 pupils", "2 still waiting 2 pupils",
        "Places left in the network's sixth forms", "Year 13, everybody 8 pupils",
    ]  # fmt: skip
    tiles = [" ".join(tile.text.split()) for tile in page.all("li")][:5]
    assert tiles == [
        "8pupils", "2Firm choice kept", "2Placed by insurance", "2Unplaced", "2Waiting for the firm choice",
    ]  # fmt: skip


def test_the_page_names_no_number_of_the_register() -> None:
    assert not re.search(r"A8012\d+", render_worklist_page(worklist("chase_list")))


def test_what_is_not_known_leaves_no_mark_on_the_page() -> None:
    row = dict.fromkeys(pupil(1)) | {"surname": "<b>Young</b>", "forename": "Ada"}
    source = render_worklist_page(worklist("alumni_list", sheets=(WorklistSheet(13, "final", (row,)),)))
    assert "None" not in source and "&lt;B&gt;YOUNG" in source and "No tutor group" in source


@needs_libreoffice
def test_libreoffice_prints_it_and_keeps_its_locks(tmp_path: Path) -> None:
    assert printed(render_worklist(worklist("chase_list", 3)), tmp_path).startswith(b"%PDF")


def test_the_workbook_opens_elsewhere() -> None:
    assert load_workbook(io.BytesIO(render_worklist(worklist("results_day_board", 1)))).worksheets[1].max_row > 3
