"""A busy school secretary reads one sentence and knows; whoever repairs the file finds row, column, value and cure."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from html_page import Page
from hypothesis import given
from hypothesis import strategies as st
from receipt_sample import SAMPLES, TO_FIX, accepted, doubted, long, partly, roll, unreadable, with_warnings, withdrawn

from domain.findings import Severity, Verdict
from reports.receipt import PUPILS_NAMED, render_receipt
from reports.receipt_groups import ROWS_SHOWN, group_findings
from reports.receipt_parts import ChangedPupil, DroppedRecords, MissingPupil, Receipt, ReceiptFinding, SheetRead
from reports.receipt_rows import conservation, left_out, reconciliation, rows_text, set_aside, still_to_do
from reports.receipt_words import headline, next_step, praise


@pytest.fixture
def repaired() -> Page:
    return Page(render_receipt(partly()))


def verdict(page: Page) -> str:
    return page.all("h1")[0].text


def said(receipt: Receipt) -> str:
    """All the words of the page."""
    return " ".join(Page(render_receipt(receipt)).all("body")[0].text.split())


def titles(receipt: Receipt) -> list[str]:
    return [element.text for element in Page(render_receipt(receipt)).all("h2")]


def test_a_good_file_is_thanked_for_in_one_sentence() -> None:
    page = Page(render_receipt(accepted()))
    assert verdict(page) == "Thank you: all 182 rows were read and count."
    assert "Every row could be used just as you sent it. Nothing here needs you." in page.source
    assert "What to repair" not in page.source


def test_a_partly_good_file_says_how_many_rows_need_somebody(repaired: Page) -> None:
    assert verdict(repaired) == "3 of 182 rows need you."
    assert "The other 179 are safe. Below are 2 repairs, with what to do." in repaired.source


def test_rows_left_out_of_a_good_file_are_not_nothing_to_do() -> None:
    lacking = accepted(counted=178, excluded=4, left_out=(("no destination given yet", 4),))
    assert next_step(lacking, ()) == (
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
    assert conservation(held) == "Of your 182 rows, none counts; 182 held back until the file is repaired."


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
        ({"verdict": Verdict.HELD, "rows": 0, "counted": 0}, "We found no pupil in this file. It needs you."),
        ({"verdict": Verdict.HELD, "rows": 0, "sheets": ()}, "We could not read this file. It needs you."),
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
    assert "Text with commas between the cells (CSV), letters as Windows-1252" in text
    assert "Roll; titles in row 1; 182 rows of pupils" in text


def test_pupils_missing_from_the_file_are_named_and_kept(repaired: Page) -> None:
    assert "Amara Example" in repaired.source
    assert "2 pupils were in an earlier file and are not in this one. Nothing was deleted:" in repaired.source


def test_every_row_is_accounted_for(repaired: Page) -> None:
    wanted = (
        "Of your 182 rows, 176 count; 3 held back until you repair them; 1 replaced by newer or surer news; "
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
    if counted < rows:
        received, *parts = (int(number) for number in re.findall(r"\d+", sentence.replace(",", "")))
        assert received == rows == sum(parts)
    elif rows:
        assert sentence == ("The one row counts." if rows == 1 else f"All of your {rows:,} rows count.")


def test_a_long_list_is_cut_and_the_others_are_named_by_their_rows() -> None:
    findings = tuple(
        ReceiptFinding("rule", Severity.WARNING, "Wrong.", "Right it.", line=line, letter="A", value=str(line))
        for line in range(2, ROWS_SHOWN + 12)
    )
    page = Page(render_receipt(accepted(findings=findings)))
    assert "And 10 more, which need the same: rows 52–61." in page.source


def test_headings_and_ids_are_in_order(repaired: Page) -> None:
    levels = [int(element.tag[1]) for element in repaired.elements if re.fullmatch(r"h[1-6]", element.tag)]
    assert levels[:3] == [1, 2, 2]
    assert max(levels) == 3
    ids = [element.attributes["id"] for element in repaired.elements if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    assert repaired.problems == []


def test_the_same_receipt_gives_the_same_bytes() -> None:
    assert render_receipt(partly()) == render_receipt(partly())


def test_rows_that_follow_each_other_are_named_as_a_run() -> None:
    assert rows_text([158, 1, 3, 2, 2]) == "rows 1–3, 158"
    assert rows_text((7,)) == "row 7"


@given(st.sets(st.integers(1, 400), min_size=1))
def test_a_run_of_rows_names_each_row_and_no_other(lines: set[int]) -> None:
    named = set()
    for run in rows_text(lines).split(" ", 1)[1].split(", "):
        first, _, last = run.partition("–")
        named |= set(range(int(first), int(last or first) + 1))
    assert named == lines


def test_rows_of_a_long_list_name_their_sheet_where_there_are_several() -> None:
    assert "160–162 of sheet Y11; rows 4–79, 100," in said(long())


def test_the_whole_file_is_accounted_for_in_one_sentence() -> None:
    assert reconciliation(accepted()) == "Your file has 187 rows: 1 of titles, 4 not pupils, 182 pupils' rows."
    lone = accepted(rows=1, sheets=(SheetRead("", True, 1, 1, 1, header_rows=1),))
    assert reconciliation(lone) == "Your file has 3 rows: 1 of titles, 1 not a pupil, 1 pupil's row."


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_rows_that_are_named_as_set_aside_are_as_many_as_are_counted(sample: str) -> None:
    receipt = SAMPLES[sample]()
    assert sum(len(part.lines) for part in receipt.dropped) == sum(sheet.dropped for sheet in receipt.sheets)


def test_each_reason_for_setting_rows_aside_is_a_sentence() -> None:
    dropped = (
        DroppedRecords("Y11", "above the header", (1, 2)),
        DroppedRecords("Y11", "instructions", (4,)),
        DroppedRecords("Y11", "total or footer", (161,)),
    )
    assert set_aside(dropped, ["Y11"]) == [
        "Rows 1–2 stand above your column titles.",
        "Row 4 tells how to fill in the list.",
        "Row 161 is a total or a footer, not a pupil.",
    ]
    assert set_aside(dropped[2:], ["Y11", "Y13"]) == ["Sheet Y11, row 161 is a total or a footer, not a pupil."]
    assert set_aside([DroppedRecords("", "of no use", (5, 6))], [""]) == ["Rows 5–6 were set aside: of no use."]
    on_another_sheet = DroppedRecords("Notes", "no header row", (1, 2, 3))
    assert set_aside([on_another_sheet], ["Y11"]) == [
        "Sheet Notes, rows 1–3 lie on a sheet without column titles that we know."
    ]


def test_rows_without_a_destination_are_named_once_and_asked_for() -> None:
    receipt = with_warnings()
    assert "12 rows have no destination yet (rows 4, 9, 12–17, 40–41, 88, 158)." in said(receipt)
    assert conservation(receipt).endswith(
        "167 count; 12 without a destination yet; 3 left out, for the reason given below."
    )
    assert "left out: no destination given yet" not in said(receipt)
    assert "3 left out: the pupil is counted at another school of the network" in said(receipt)


def test_row_numbers_that_could_be_of_either_sheet_are_not_given() -> None:
    sheets = tuple(SheetRead(name, True, 1, 91, header_rows=1) for name in ("Y11", "Y13"))
    assert still_to_do(accepted(sheets=sheets, still_to_do=(4, 5))).startswith("2 rows have no destination yet. As")


def test_a_doubt_comes_before_everything_else_with_three_ways_out() -> None:
    receipt = doubted()
    assert titles(receipt)[0] == "Are these right?"
    assert headline(receipt) == "Is this file right? Nothing in it counts until you tell us."
    ways = [e.text for e in Page(render_receipt(receipt)).all("li") if e.text.startswith("It is")]
    assert len(ways) == 3
    assert f"Open {TO_FIX}. On its first sheet, “What to do”, type YES under “Type YES here” beside each" in ways[0]
    assert 'destinations accept 7c1be05a93d2f461 --because "…"' in ways[1]
    assert "Do what is said beneath the question, and drop the right file." in ways[2]
    assert "If it is wrong: Export this year's list and drop it again." in said(receipt)
    assert "What to repair" not in said(receipt)


def test_a_doubt_without_a_workbook_is_answered_by_telling_somebody() -> None:
    ways = [e.text for e in Page(render_receipt(doubted(to_fix=""))).all("li") if e.text.startswith("It is")]
    assert len(ways) == 2
    assert "YES" not in said(doubted(to_fix=""))


def test_repairs_beside_a_doubt_are_told_after_it() -> None:
    repair = ReceiptFinding("rule", Severity.BLOCKING, "No such day.", "Type a day.", "Y11", 7, "G")
    receipt = doubted(findings=(repair, *doubted().findings))
    assert titles(receipt)[:3] == ["Are these right?", "Your file", "What to repair"]
    assert next_step(receipt, group_findings(receipt.findings)) == (
        "Please answer the 2 questions just below. Beneath is 1 repair besides."
    )


def test_a_doubt_that_somebody_has_answered_is_asked_no_more() -> None:
    answered = replace(doubted().findings[0], severity=Severity.NOTICE, message="Confirmed by the school.", repair="")
    words = said(accepted(findings=(answered,)))
    assert "Is this right?" not in words and "destinations accept" not in words
    assert "Confirmed by the school." in words and "What to do:" not in words


def test_the_workbook_beside_the_page_is_linked_whatever_its_name() -> None:
    page = Page(render_receipt(partly(to_fix="Année 11 #2 100%?.xlsx")))
    links = {element.attributes["href"] for element in page.all("a") if "Année" in element.text}
    assert links == {"Ann%C3%A9e%2011%20%232%20100%25%3F.xlsx"}
    assert page.elements.index(next(e for e in page.all("a") if "Année" in e.text)) < page.elements.index(
        page.by_id("main")
    )
    assert "The wrong cells are marked, each with what to do." in said(partly())


def test_without_a_workbook_the_rows_are_repaired_in_the_schools_own_file() -> None:
    words = said(partly(to_fix=""))
    assert "Repair the rows above in your file" in words and "Save it under the same name" in words
    assert "wrong cells" not in words


def test_a_withdrawn_file_says_so_first_and_asks_for_nothing() -> None:
    receipt = withdrawn()
    assert headline(receipt) == (
        "This file was taken out of the picture on 14 October 2026: last year's list, sent by mistake. "
        "Nothing in it counts."
    )
    assert titles(receipt) == ["Your file", "How we read it"]
    words = said(receipt)
    assert "Thank you" not in words and "to-fix" not in words and "VerdictWithdrawn" in words


def test_what_changed_shows_the_old_destination_and_the_new_one(repaired: Page) -> None:
    assert repaired.table_of("changed-caption") == [
        [
            "Priya Example Year 11, final",
            "School sixth form, Hollins Academy",
            "Apprenticeship, Bodley Engineering",
        ],
        ["Tom O'Sample Year 11, final", "Not known", "Further education college, Northgate College"],
    ]


def test_more_changes_than_anybody_reads_are_counted() -> None:
    changes = tuple(ChangedPupil(f"Pupil {n} Example", 11, "final", "", "Seeking") for n in range(PUPILS_NAMED + 7))
    page = Page(render_receipt(accepted(changes=changes)))
    assert len(page.table_of("changed-caption")) == PUPILS_NAMED
    assert "And 7 more." in page.source


def test_a_roll_names_who_came_and_asks_where_those_went_who_left() -> None:
    words = said(roll())
    assert "3 pupils are on this roll and were not on the last one." in words and "Ada Example" in words
    assert "We take them as left by 14 September 2026. Please send the leaving date and the destination" in words
    assert "4 pupils are no longer on your roll: please send where they went" in words
    assert "Nothing was deleted" not in words and "Nothing here needs you" not in words


def test_a_first_roll_does_not_name_everybody_as_new() -> None:
    assert "New on your roll" not in titles(roll(rows=3, counted=3))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"pupils": 152, "known": 152, "confirmed": 152},
            "Every one of your 152 pupils has a destination, and every one is confirmed. Well done: nothing here needs you.",
        ),
        (
            {"pupils": 152, "known": 152, "confirmed": 151},
            "Every one of your 152 pupils has a known destination. Nothing here needs you.",
        ),
        ({"pupils": 1, "known": 1}, "Your one pupil has a known destination. Nothing here needs you."),
        (
            {"pupils": 152, "known": 151, "confirmed": 151},
            "Every row could be used just as you sent it. Nothing here needs you.",
        ),
        (
            {"new": 0, "changed": 0, "unchanged": 182},
            "It says the same as your last file, so nothing has moved. Nothing here needs you.",
        ),
    ],
)
def test_praise_says_the_strongest_thing_that_is_true(changes: dict[str, object], sentence: str) -> None:
    assert praise(accepted(**changes)) == sentence


def test_a_file_from_which_somebody_is_missing_is_not_called_finished() -> None:
    receipt = accepted(missing=(MissingPupil("Amara Example"),), pupils=182, known=182)
    assert next_step(receipt, ()) == (
        "Nothing needs repair. 1 pupil whom you sent before is no longer listed: see below whether that is right."
    )


def test_rows_about_strangers_are_said_to_be_left_out_and_why() -> None:
    receipt = accepted(
        counted=180, excluded=2, left_out=(("no such pupil is known", 2),), new=0, changed=0, unchanged=0
    )
    assert left_out(receipt) == ["2 left out: we know no such pupil in that year"]


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_kind_of_receipt_is_a_sound_page_that_folds_nothing_away(sample: str) -> None:
    page = Page(render_receipt(SAMPLES[sample]()))
    assert page.problems == []
    assert page.all("script") == []
    assert all("open" in element.attributes for element in page.all("details"))
    ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    named = {
        element.attributes["aria-labelledby"] for element in page.elements if "aria-labelledby" in element.attributes
    }
    assert named <= set(ids)
