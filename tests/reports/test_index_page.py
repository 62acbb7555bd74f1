"""The index page names every pack once, with its day, its checks and its files."""

from __future__ import annotations

from datetime import date

import pytest
from html_page import Element, Page
from pack_sample import context

from reports.index_page import FileLink, IndexEntry, index_sentence, render_index_page

DAY = date(2026, 11, 20)
LINKS = (FileLink("page", "../../hollins/reports/hollins-2025-26.html"), FileLink("pdf", "../../hollins/x.pdf"))
NETWORK = IndexEntry(
    "Meridian Learning Trust", None, DAY, 184, ("pupil_is_known",), (FileLink("page", "network.html"),)
)
HOLLINS = IndexEntry("Hollins Academy", "secondary", DAY, 31, (), LINKS)
ELM = IndexEntry("Elmgrove Primary School", "primary", None, 0, (), ())


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(render_index_page(context(), [HOLLINS, ELM, NETWORK]))


def test_the_networks_own_pack_comes_first_then_the_phases(page: Page) -> None:
    assert [heading.text for heading in page.all("h2")] == ["The network", "Primary schools", "Secondary schools"]


def test_every_pack_has_its_day_its_checks_and_its_files(page: Page) -> None:
    rows = [[" ".join(cell.text.split()) for cell in _cells(page, row)] for row in ("Hollins", "Elmgrove", "Meridian")]
    assert rows == [
        ["20 November 2026", "✓ all 31 passed", "Report of Hollins Academy PDF of Hollins Academy"],
        ["nothing received", "– no check has run", "nothing written"],
        ["20 November 2026", "! 1 of 184 to look at: Pupil is known", "Report of Meridian Learning Trust"],
    ]


def _cells(page: Page, name: str) -> list[Element]:
    start = next(i for i, e in enumerate(page.elements) if e.tag == "th" and e.text.startswith(name))
    return [element for element in page.elements[start + 1 : start + 12] if element.tag == "td"][:3]


def test_links_are_relative_so_that_the_folder_can_be_copied(page: Page) -> None:
    links = [link.attributes["href"] for link in page.all("a") if not link.attributes["href"].startswith("#")]
    assert len(links) == 3 and all(not link.startswith(("/", "http", "file")) for link in links)


def test_the_sentence_names_who_has_checks_to_look_at_and_who_is_silent() -> None:
    assert index_sentence([NETWORK, HOLLINS, ELM]) == (
        "3 packs: 1 has checks to look at (Meridian Learning Trust); nothing was received from Elmgrove Primary School."
    )
    assert index_sentence([HOLLINS]) == "1 pack: every check passed."
    assert index_sentence([]) == "No pack has been written yet."


def test_checks_that_all_packs_share_are_named_once() -> None:
    both = [IndexEntry(name, "primary", DAY, 184, ("cells_can_be_read",), ()) for name in ("Elm", "Oak")]
    assert index_sentence(both) == (
        "2 packs: of the checks of the network's data, 1 of 184 to look at: Cells can be read."
    )
    assert render_index_page(context(), both).count("Cells can be read") == 1


def test_of_many_only_the_first_are_named() -> None:
    many = [IndexEntry(f"School {n}", "primary", DAY, 2 + n, ("rows_add_up",), ()) for n in range(9)]
    assert "School 5 and 3 more)" in index_sentence(many)


def test_a_name_is_never_markup() -> None:
    page = render_index_page(context(), [IndexEntry("<b>Bold</b>", "primary", DAY, 1, ("<i>",), ())])
    assert "<b>Bold" not in page and "&lt;b&gt;Bold" in page


def test_the_page_is_sound_and_has_no_script(page: Page) -> None:
    assert page.problems == [] and "<script" not in page.source
