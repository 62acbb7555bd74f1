"""A busy school secretary reads one sentence and knows; whoever repairs the file finds row, column, value and cure."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from html_page import Page
from hypothesis import given
from hypothesis import strategies as st
from receipt_sample import accepted, partly, unreadable

from domain.findings import Severity, Verdict
from reports.receipt import render_receipt
from reports.receipt_parts import ROWS_SHOWN, ReceiptFinding, SheetRead, group_findings
from reports.receipt_words import conservation, headline, next_step


@pytest.fixture
def repaired() -> Page:
    return Page(render_receipt(partly()))


def verdict(page: Page) -> str:
    return page.all("h1")[0].text


def test_a_good_file_is_thanked_for_in_one_sentence() -> None:
    page = Page(render_receipt(accepted()))
    assert verdict(page) == "Thank you: all 182 rows were read and count."
    assert "There is nothing for you to do." in page.source
    assert "What to repair" not in page.source


def test_a_partly_good_file_says_how_many_rows_need_somebody(repaired: Page) -> None:
    assert verdict(repaired) == "3 of 182 rows need you."
    assert "The other 179 are safe. Below are 2 repairs, with what to do." in repaired.source


def test_rows_left_out_of_a_good_file_are_not_nothing_to_do() -> None:
    left_out = accepted(counted=178, excluded=4, left_out=(("no destination given yet", 4),))
    assert next_step(left_out, ()) == (
        "Nothing needs repair. 4 rows were left out, as said below: send the file again when that changes."
    )
    assert next_step(accepted(counted=180, superseded=2), ()) == "There is nothing for you to do."


def test_a_file_wrong_as_a_whole_is_not_mended_row_by_row() -> None:
    page = Page(render_receipt(unreadable()))
    text = " ".join(page.by_id("main").text.split())
    assert "Repair the rows above" not in text
    assert "Save it under the same name" not in text
    assert "Do what is said above." in text
    # The folder may be the very thing that is wrong.
    assert "inbox/hollins" not in text
    assert "How we read it" not in text


def test_a_file_with_warnings_alone_asks_for_no_repair() -> None:
    warning = ReceiptFinding("rule", Severity.WARNING, "Still undecided.", "Offer a conversation.", line=7, letter="F")
    page = Page(render_receipt(accepted(verdict=Verdict.WITH_WARNINGS, findings=(warning,))))
    text = " ".join(page.by_id("main").text.split())
    assert "What to look at" in text and "it counts as it is" in text
    assert "repair" not in text.lower()


def test_no_row_of_a_held_file_is_said_to_count() -> None:
    warning = ReceiptFinding("rule", Severity.WARNING, "Still undecided.", "Offer a conversation.", line=7, letter="F")
    held = accepted(verdict=Verdict.HELD, held=182, counted=0, new=0, changed=0, unchanged=0, findings=(warning,))
    assert "it counts as it is" not in render_receipt(held)
    assert conservation(held) == "Of your 182 rows, 0 count; 182 held back until the file is repaired."


def test_a_warning_on_a_row_that_is_held_does_not_say_that_the_row_counts() -> None:
    advice = ReceiptFinding("rule", Severity.WARNING, "Still undecided.", "Offer a conversation.", line=7, letter="F")
    fault = ReceiptFinding("other", Severity.BLOCKING, "No such day.", "Type a day.", line=7, letter="G")
    here = accepted(verdict=Verdict.PARTLY, held=1, findings=(advice, fault))
    elsewhere = accepted(verdict=Verdict.PARTLY, held=1, findings=(replace(advice, line=8), fault))
    assert "Please look: what isn't held back counts as it is" in html.unescape(render_receipt(here))
    assert "Please look: it counts as it is" in render_receipt(elsewhere)


def tiles(**changes: object) -> list[str]:
    return [e.text for e in Page(render_receipt(accepted(**changes))).all("li") if e.text[:1].isdigit()]


def test_the_tiles_add_up_and_call_nothing_new_where_nothing_counts() -> None:
    assert tiles(counted=178, new=11, unchanged=167, changed=0, excluded=4) == [
        *("182rows read", "11new", "0changed", "167unchanged", "0held", "4left out"),
    ]
    held = {"verdict": Verdict.HELD, "counted": 0, "held": 182, "new": 0, "changed": 0, "unchanged": 0}
    assert tiles(**held) == ["182rows read", "182held"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"verdict": Verdict.PARTLY, "held": 1, "counted": 181}, "1 of 182 rows needs you."),
        ({"rows": 1, "counted": 1}, "Thank you: the one row was read and counts."),
        ({"verdict": Verdict.WITH_WARNINGS}, "Thank you: all 182 rows were read and count."),
        ({"counted": 180, "superseded": 2}, "Thank you: all 182 rows were read, and 180 count."),
        ({"verdict": Verdict.HELD, "held": 182, "counted": 0}, "None of the 182 rows counts yet: the file needs you."),
        ({"verdict": Verdict.HELD, "rows": 0, "counted": 0}, "We could not read this file. It needs you."),
    ],
)
def test_the_headline_follows_the_verdict(changes: dict[str, object], sentence: str) -> None:
    assert headline(accepted(**changes)) == sentence


def test_a_file_that_cannot_be_read_gets_a_receipt_with_its_cure() -> None:
    page = Page(render_receipt(unreadable()))
    assert page.problems == []
    assert "This is a PDF, not a spreadsheet." in page.source
    assert "choose Save As, Excel Workbook" in page.source


def test_each_repair_shows_row_column_value_and_what_to_type(repaired: Page) -> None:
    cells = [
        element.text for element in repaired.elements if element.tag in ("th", "td") and "article" in element.ancestors
    ]
    assert "What to do: Type one of our destination types" in " ".join(repaired.all("article")[0].text.split())
    assert cells[:9] == [
        *("Row", "Column", "You sent", "Type this"),
        *("17", "F · Final destination", "Sixth from", "School sixth form"),
        "96",
    ]
    assert "B801200005002" in cells


def test_repairs_come_worst_first_and_then_by_how_many_rows_they_concern() -> None:
    def finding(severity: Severity, repair: str, line: int | None) -> ReceiptFinding:
        return ReceiptFinding("rule", severity, "What is wrong.", repair, line=line)

    mixed = [
        finding(Severity.NOTICE, "a", None),
        finding(Severity.WARNING, "b", 4),
        finding(Severity.BLOCKING, "c", 9),
        finding(Severity.BLOCKING, "d", 7),
        finding(Severity.BLOCKING, "d", 3),
    ]
    groups = group_findings(mixed)
    assert [group.repair for group in groups] == ["d", "c", "b", "a"]
    assert [row.line for row in groups[0].rows] == [3, 7]
    assert group_findings(reversed(mixed)) == groups


def test_a_value_is_shown_as_it_was_sent_and_never_run(repaired: Page) -> None:
    assert "&lt;b&gt;Colege &amp; more&lt;/b&gt;" in repaired.source
    assert "<b>Colege" not in repaired.source
    assert "Théo O'Sample" in repaired.by_id("main").text


@given(st.text(min_size=1))
def test_no_value_breaks_the_page(value: str) -> None:
    finding = ReceiptFinding(
        "rule", Severity.WARNING, value, value, line=2, letter="A", header=value, value=value, suggestion=value
    )
    page = Page(render_receipt(accepted(findings=(finding,), school=value, path=value)))
    assert page.problems == []
    assert page.all("script") == []
    assert len(page.all("table")) == 2


def test_there_is_no_script_and_nothing_is_fetched(repaired: Page) -> None:
    assert repaired.all("script") == []
    assert "default-src 'none'" in repaired.source
    assert "script-src" not in repaired.source
    assert not re.search(r"(?:src|href)\s*=\s*[\"']?\s*(?:https?:)?//|url\(|@import", repaired.source)


def test_columns_are_listed_with_what_they_were_taken_for_and_the_unknown_ones_named(repaired: Page) -> None:
    table = repaired.table_of("columns-caption")
    assert ["F", "Final destination", "Destination type (final)"] in table
    assert ["G", "House", "not used"] in table
    assert "2 columns are unknown to us" in repaired.source


def test_what_was_read_names_sheet_title_row_and_encoding() -> None:
    sheets = (SheetRead("", True, 1, 182, 0, "roll"),)
    page = Page(render_receipt(accepted(sheets=sheets, format="csv", encoding="cp1252")))
    text = " ".join(page.by_id("main").text.split())
    assert "CSV, letters as Windows-1252" in text
    assert "Roll; titles in row 1; 182 rows of pupils" in text


def test_pupils_missing_from_the_file_are_named_and_kept(repaired: Page) -> None:
    assert "Amara Example" in repaired.source
    assert "2 pupils were in an earlier file and are not in this one. Nothing was deleted." in repaired.source


def test_every_row_is_accounted_for(repaired: Page) -> None:
    wanted = (
        "Of your 182 rows, 176 count; 3 held back until you repair them; 1 replaced by newer news; "
        "2 left out, for the reason given below."
    )
    assert wanted in repaired.source
    assert "2 left out: not on your roll on the census day" in repaired.source


@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 400), st.integers(0, 400))
def test_the_numbers_of_the_conservation_sentence_add_up(
    counted: int, held: int, superseded: int, excluded: int
) -> None:
    rows = counted + held + superseded + excluded
    sentence = conservation(accepted(rows=rows, counted=counted, held=held, superseded=superseded, excluded=excluded))
    if rows:
        received, *parts = (int(number) for number in re.findall(r"\d+", sentence.replace(",", "")))
        assert received == rows == sum(parts)


def test_a_long_list_is_cut_and_says_so() -> None:
    findings = tuple(
        ReceiptFinding("rule", Severity.WARNING, "Wrong.", "Right it.", line=line, letter="A", value=str(line))
        for line in range(2, ROWS_SHOWN + 12)
    )
    page = Page(render_receipt(accepted(findings=findings)))
    assert "And 10 more. The first 50 are shown; the cure is the same." in page.source


def test_headings_and_ids_are_in_order(repaired: Page) -> None:
    levels = [int(element.tag[1]) for element in repaired.elements if re.fullmatch(r"h[1-6]", element.tag)]
    assert levels[:3] == [1, 2, 2]
    assert max(levels) == 3
    ids = [element.attributes["id"] for element in repaired.elements if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    assert repaired.problems == []


def test_the_same_receipt_gives_the_same_bytes() -> None:
    assert render_receipt(partly()) == render_receipt(partly())
