"""The packs as readers meet them: no rule of accessibility is broken, and a governor sheet is two sheets of paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe import skip_where_it_lacks, violations
from pack_sample import PRIMARY, SCHOOL, context, frames
from test_index_page import ELM, HOLLINS, NETWORK

from reports.browser import find_browser
from reports.governor_sheet import render_governor_sheet
from reports.index_page import render_index_page
from reports.pdf import print_pages
from reports.six_weeks_pack import render_six_weeks_pack
from reports.stock_take_pack import render_stock_take_pack
from reports.website_page import render_website_page

A_SHEET = re.compile(rb"/Type\s*/Page\b(?!s)")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("packs")
    pages = {
        "governor sheet": render_governor_sheet(frames(), context(), SCHOOL),
        "governor sheet of a primary school": render_governor_sheet(frames(), context(), PRIMARY),
        "website page": render_website_page(frames(), context(), SCHOOL),
        "six-weeks pack": render_six_weeks_pack(frames(), context()),
        "stock-take pack": render_stock_take_pack(frames(), context()),
        "index": render_index_page(context(), [NETWORK, HOLLINS, ELM]),
    }
    for name, page in pages.items():
        (folder / f"{name}.html").write_text(page, "utf-8")
    return {name: folder / f"{name}.html" for name in pages}


def test_no_pack_breaks_a_rule_of_accessibility(files: dict[str, Path]) -> None:
    skip_where_it_lacks()
    assert [str(violation) for violation in violations(list(files.values()))] == []


def test_a_governor_sheet_is_two_sheets_of_paper(files: dict[str, Path]) -> None:
    if not find_browser():
        pytest.skip("no browser on this machine")
    sheets = [file for name, file in files.items() if name.startswith("governor")]
    printed = print_pages(sheets, context().as_of)
    assert printed.problems == ()
    assert [len(A_SHEET.findall(printed.pdfs[file])) for file in sheets] == [2, 2]
