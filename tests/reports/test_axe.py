"""No page breaks a rule of accessibility, as axe-core knows them, in any of the ways readers meet it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from axe import LOOKS, skip_where_it_lacks, violations
from html_page import Page
from receipt_sample import long, partly

from reports.receipt import render_receipt
from reports.worklist_page import render_worklist_page
from tests.worklists import worklist

BAD = """<!doctype html><html><head><title></title></head><body style="background:#fff"><h1>One</h1><h4>Two</h4>
<p style="color:#bbb;background:#fff">Hardly to be read</p><img src="data:,"><table style="width:900px"><tr><td>Wide</td></tr></table></body></html>"""

Made = Callable[[pytest.FixtureRequest], str]
# kind of page -> its HTML, from the test that is asking; every kind of page has a line
_PAGES: Mapping[str, Made] = {
    **{kind: (lambda request, kind=kind: _source(request, kind)) for kind in ("school", "tracker")},
    "receipt with repairs": lambda request: render_receipt(partly()),
    "long receipt": lambda request: render_receipt(long()),
    "chase list": lambda request: render_worklist_page(worklist("chase_list")),
    "results day board": lambda request: render_worklist_page(worklist("results_day_board")),
}


def _source(request: pytest.FixtureRequest, kind: str) -> str:
    page: Page = request.getfixturevalue(kind)
    return page.source


def test_what_is_wrong_is_found_in_every_look(tmp_path: Path) -> None:
    skip_where_it_lacks()
    file = tmp_path / "bad.html"
    file.write_text(BAD, "utf-8")
    found = violations([file])
    rules = {look: {v.rule for v in found if v.look == look} for look in ("wide", "dark", "narrow")}
    assert rules["wide"] > {"color-contrast", "image-alt", "html-has-lang", "document-title"}
    assert "color-contrast" in rules["dark"]
    assert "reflow" in rules["narrow"] and "reflow" not in rules["wide"]


def test_no_page_breaks_a_rule(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    skip_where_it_lacks()
    assert [str(violation) for violation in violations(list(_written(request, tmp_path, _PAGES)))] == []


def test_nor_does_the_longest_one(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    # In all looks it takes a quarter of a minute; its style is the school's, which is looked at in each.
    skip_where_it_lacks()
    pages = list(_written(request, tmp_path, {"network": lambda request: _source(request, "network")}))
    assert [str(violation) for violation in violations(pages, LOOKS[:1])] == []


def _written(request: pytest.FixtureRequest, folder: Path, pages: Mapping[str, Made]) -> Iterator[Path]:
    for kind, made in pages.items():
        file = folder / f"{kind}.html"
        file.write_text(made(request), "utf-8")
        yield file
