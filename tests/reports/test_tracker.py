"""The tracker: where the year is, what to do, who is late, what came; in words, on a page that asks for nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from html_page import Page
from tracker_sample import AS_OF, CYCLE, context, tracker

from domain.calendar import Calendar
from reports.tracker import render_tracker
from reports.tracker_parts import coming, matrix, phase_sentence, present_phase, tasks


def page_of(behind: dict[tuple[str, str, int], str] | None = None, as_of: date = AS_OF) -> Page:
    return Page(render_tracker(tracker(behind, as_of), context(as_of)))


@pytest.fixture(scope="module")
def page() -> Page:
    return page_of()


def test_the_page_is_whole_and_asks_for_nothing(page: Page) -> None:
    assert page.problems == []
    assert "http" not in page.source.replace("http-equiv", "") and "<script" not in page.source
    assert page.source == page_of().source


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2025, 8, 1), "2025-26 has not started: its year starts on 1 September 2025"),
        (date(2026, 3, 20), "2025-26 is in its stock-take: the stock-take closes on 4 April 2026"),
        (date(2026, 9, 20), "2025-26 is being confirmed: six weeks after GCSE results end on 1 October 2026"),
        (AS_OF, "2025-26 is being analysed: the leaders' pack is due on 4 December 2026"),
    ],
)
def test_the_phase_is_told_in_a_sentence(day: date, sentence: str) -> None:
    assert phase_sentence(CYCLE, present_phase(tracker({}, day), day)) == sentence


def test_the_time_line_marks_the_phase_of_the_day_and_only_that(page: Page) -> None:
    steps = [element for element in page.all("li") if "ol" in element.ancestors]
    now = [step.text for step in steps if step.attributes.get("aria-current") == "step"]
    assert len(steps) == 7
    assert now == ["Analysing from 2 October 2026 Now: 20 November 2026"]


def test_what_presses_is_named_with_its_day_how_many_are_in_and_what_to_do(page: Page) -> None:
    cards = [" ".join(element.text.split()) for element in page.all("article")]
    assert cards == [
        "Late · due 24 September 2026 Year 13 final destinations Chase the late Year 13 final destinations: "
        "who is not reached now is reported as not known. 0 of 1 school in, 1 late",
        "Late · due 1 October 2026 Year 11 final destinations Chase the late Year 11 final destinations: "
        "who is not reached now is reported as not known. 1 of 2 schools in, 1 late",
        "Late · due 8 October 2026 New Year 7 roll of the autumn Chase the late Year 7 rolls: they confirm where last "
        "summer's Year 6 went. 1 of 2 schools in, 1 late",
    ]


def test_a_school_that_is_late_is_named_under_what_it_owes_with_what_came_of_it(page: Page) -> None:
    late = [" ".join(e.text.split()) for e in page.all("li") if "section" in e.ancestors and " late" in e.text]
    assert late == [
        "Hollins Academy partly received, 57 days late",
        "Marsh & Fen School nothing came, 50 days late",
        "Marsh & Fen School held, 43 days late",
        "Dell Primary held, 249 days late",
    ]


def test_plans_of_pupils_who_have_gone_press_no_longer_but_what_was_held_is_still_shown(page: Page) -> None:
    assert "Year 6 intended destinations" not in " ".join(element.text for element in page.all("article"))
    assert "The pupils have gone: only files that were held back are still worth mending." in page.source


def test_where_everything_came_the_page_says_so() -> None:
    text = page_of({}).source
    assert "Nothing waits: what is asked for has come." in text and '<p class="empty">Nobody.</p>' in text


def test_the_matrix_says_each_state_in_words_and_late_as_well(page: Page) -> None:
    groups = {page.by_id(f"sent-{n}-caption").text: page.table_of(f"sent-{n}-caption") for n in (1, 2)}
    assert groups["Primary schools"][-1] == ["Dell Primary", "in", "held, late", "in"]
    under, hollins, marsh = groups["Secondary schools"]
    assert under == [
        "Roll", "Intended", "Final", "Roll", "Intended", "Roll", "Intended", "Final", "Y7", "Y12", "Y13",
    ]  # fmt: skip
    assert hollins == ["Hollins Academy", *["in"] * 7, "partly, late", *["in"] * 3]
    assert marsh == ["Marsh & Fen School", "in", "in", "nothing, late", *[""] * 5, "held, late", "", ""]


def test_in_spring_what_comes_next_is_told_and_nobody_is_late_before_the_day() -> None:
    day = date(2026, 3, 20)
    found = tasks(tracker({("marsh", "intended", 11): "nothing came"}, day), day)
    assert [task.label for task in found if task.is_pressing] == ["Year 11 intended destinations"]
    assert not any(task.late for task in found)
    assert [(task.label, task.due) for task in coming(found, day)][:2] == [
        ("Year 11 intended destinations", "due 4 April 2026"),
        ("Year 13 final destinations", "due 24 September 2026"),
    ]


def test_a_roll_of_a_year_group_that_nobody_asks_for_has_no_place_in_the_matrix() -> None:
    frames = tracker()
    stray = frames.submissions.head(1).with_columns(
        year_group=pl.lit(9, pl.Int64), collection=pl.lit("roll"), opens_on=pl.lit(None, pl.Date)
    )
    more = replace(frames, submissions=frames.submissions.vstack(stray))
    assert matrix(more) == matrix(frames)


def test_every_date_of_the_cycle_stands_on_the_page(page: Page) -> None:
    days = [element.text for element in page.all("dt")]
    assert len(days) == len(Calendar().events(CYCLE)) and days[0] == "1 September 2025"
