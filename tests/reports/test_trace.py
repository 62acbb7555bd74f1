"""Every number of a page carries the id of the cell it came from, and is what that cell says."""

from __future__ import annotations

import re

import pytest
from html_page import Element, Page
from report_sample import SCHOOL, context, frames, tables
from traced import Sheet

from reports import trace
from reports.frames import own_school_frames
from reports.numbers import Count, points_cell, total
from reports.school import render_school_report

CELL = "release.measures_by_school/2025-26/westmoor/11/total/total/eet#pupils"
OTHER = "release.measures_by_school/2025-26/westmoor/12/total/total/eet#pupils"
# A number as pages write it; not a year group, a date, a cycle or a step of an axis.
NUMBER = re.compile(r"[<>]?[−+]?\d[\d,]*(\.\d+)?%?")


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return Sheet(tables())


def traced(page: Page) -> list[tuple[str, str]]:
    """The (id, number as shown) pairs of a page's cells and texts."""
    found = []
    for element in page.elements:
        if id := element.attributes.get("data-cell"):
            found.append((id, own_text(element)))
    return found


def own_text(element: Element) -> str:
    text = " ".join(element.text.split())
    return text.split(" ")[0] if element.tag == "td" else text


def test_an_id_names_table_grain_and_column_and_keeps_its_own_letters_apart() -> None:
    assert (
        trace.cell("release.coverage", ("2025-26", "hollins", 11, "final"), "known")
        == "release.coverage/2025-26/hollins/11/final#known"
    )
    assert trace.cell("release.equity_gaps", ("2025-26", "", 11)) == "release.equity_gaps/2025-26/-/11#pupils"
    assert (
        trace.cell("release.benchmarks", ("2023/24 (a, b)",), "share")
        == "release.benchmarks/2023%2F24 %28a%2C b%29#share"
    )


def test_a_traced_text_becomes_data_elements_or_plain_words() -> None:
    text = f"{trace.mark('86%', f'share({CELL})')} of <Year> 11"
    assert trace.plain(text) == "86% of <Year> 11"
    assert trace.as_html(text) == f'<data data-cell="share({CELL})" value="86">86%</data> of &lt;Year&gt; 11'
    assert trace.cells_in(text) == [(f"share({CELL})", "86%")]
    assert trace.mark("86%", "") == "86%"


def test_what_a_school_is_called_can_not_forge_a_number() -> None:
    forged = trace.as_html("\ue000x\ue001<b>\ue002 \ue001 School")
    assert "<b>" not in forged and "\ue001" not in forged


def test_derived_numbers_say_how_they_are_worked_out() -> None:
    one, other = Count(86, 100, cell=CELL), Count(40, 50, cell=OTHER)
    assert one.share_cell == f"share({CELL})"
    assert one.cohort_cell == CELL.replace("#pupils", "#cohort")
    assert points_cell(one, other) == f"points({CELL},{OTHER})"
    schools = total([one, other], 150)
    assert schools.share_cell == f"share(sum({CELL},{OTHER}))"
    parts = total([one, Count(4, 100, cell=OTHER)], 100)
    assert parts.share_cell == f"share(sum({CELL},{OTHER}),{CELL.replace('#pupils', '#cohort')})"
    assert total([one, Count(None, 50, "suppressed")], 150).cell == ""


@pytest.mark.parametrize("whose", ["network", "school", "primary"])
def test_every_traced_number_is_what_its_cell_says(whose: str, sheet: Sheet, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(whose)
    checked = 0
    for id, text in traced(page):
        expected = sheet.shown(id, len(text.rstrip("%").partition(".")[2]))
        if expected is not None and NUMBER.fullmatch(text):
            assert text in (expected, f"{expected}%"), id
            checked += 1
    assert checked > (300 if whose != "primary" else 60)


@pytest.mark.parametrize("whose", ["network", "school", "primary"])
def test_no_number_of_a_table_a_key_number_or_a_finding_is_without_its_id(
    whose: str, request: pytest.FixtureRequest
) -> None:
    page: Page = request.getfixturevalue(whose)
    with_data = {id(page.elements[place - 1]) for place, element in enumerate(page.elements) if element.tag == "data"}
    for element in page.elements:
        text = re.sub(r"\d+ [A-Z][a-z]+ 20\d\d|20\d\d-\d\d", "", element.text)
        if element.tag == "td" and NUMBER.match(text.strip()) and text.strip() != "0":
            assert "data-cell" in element.attributes or id(element) in with_data, element
        if element.tag == "dd":
            assert f">{element.text}</data>" in page.source
    bare = re.sub(
        r"<data [^>]*>.*?</data>", "", re.search(r'<ol class="findings">.*?</ol>', page.source, re.DOTALL).group()
    )  # type: ignore[union-attr]
    words = re.sub(r"<[^>]*>", " ", bare)
    words = re.sub(r"Years? \d+|95% interval|\d+\.\d% limits|below the \d+% that the network asks for", "", words)
    assert not re.search(r"\d", words), words


def test_points_of_a_chart_carry_their_id_last(network: Page, sheet: Sheet) -> None:
    checked = 0
    for drawing in network.drawings.values():
        for line in drawing["data"]:  # type: ignore[attr-defined]
            for point in line.get("customdata", ()):
                assert point[-1].startswith(("release.", "sum(", "points(")), point
                checked += 1
    assert checked > 200


def test_a_hidden_cell_has_no_id_at_all(network: Page) -> None:
    hidden = [element for element in network.all("td") if element.text.strip() == "c"]
    assert len(hidden) > 20
    assert not [element for element in hidden if "data-cell" in element.attributes]


def test_the_schools_own_page_shows_its_lines_in_full_and_names_the_marts() -> None:
    released = frames()
    own = own_school_frames(released, marts(), SCHOOL)
    page = Page(
        render_school_report(own, context(audience="own_school", links=(("Whom to chase", "chase.html"),)), SCHOOL)
    )
    assert "Not for onward sharing" in page.all("header")[0].text
    assert any(link.attributes["href"] == "chase.html" for link in page.all("a"))
    row = page.table("table-destinations-11")["Westmoor Academy"]
    assert "c" not in row.values()
    ids = [id for id, _ in traced(page)]
    assert any(id.startswith("mart.destinations_by_school/2025-26/westmoor/") for id in ids)
    # Of other schools only sums over the network, of what is released.
    others = [id for id in ids if re.search(r"_by_school/[^/]*/(?!westmoor)", id)]
    assert not [id for id in others if "sum(" not in id or re.search(r"mart\.\w+/[^/]*/(?!westmoor)", id)]
    network = page.table("table-coverage")["Meridian Learning Trust"]
    assert int(network["Cohort"].replace(",", "")) > 10 * int(
        page.table("table-coverage")["Westmoor Academy"]["Cohort"]
    )


def marts() -> dict[str, object]:
    """The sample as the marts hold it: every number, no status."""
    return {
        name: frame.drop("status") for name, frame in tables().items() if {"school_id", "status"} <= set(frame.columns)
    }
