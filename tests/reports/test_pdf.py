"""PDF from HTML pages by a real browser: what is on paper, in which bytes, and what happens when a browser misbehaves."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from reports.browser import CHOSEN, NO_BROWSER, Browser, BrowserFault, find_browser
from reports.pdf import Printed, print_pages

DAY = date(2026, 12, 4)
_HEAD = '<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>@page {{ size: A4; margin: 13mm 12mm 15mm; @bottom-right {{ content: counter(page) " / " counter(pages); }} }} @media screen {{ .paper {{ display: none; }} }} h2 {{ break-before: page; }}</style>'
PLAIN = (
    _HEAD
    + '<h1>{title}</h1><p class="paper">Only on paper</p><h2>Where they went</h2><table><tr><th>Year 11</th><td>86%</td></tr></table><h2>What to ask</h2>'
)
DRAWN = (
    PLAIN
    + """<div id="figure"></div><script>
window.drawAll = () => new Promise(done => setTimeout(() => {{
  document.getElementById("figure").textContent = "drawn at " + innerWidth;
  fetch("https://example.org/").then(() => document.body.append("on the network"), () => document.body.append("alone")).then(done);
}}, 150));
</script>"""
)
HANGS = PLAIN + "<script>window.addEventListener('load', () => {{ for (;;) {{}} }});</script>"


def page(folder: Path, name: str, source: str) -> Path:
    file = folder / f"{name}.html"
    file.write_text(source.format(title=name), "utf-8")
    return file


@pytest.fixture(scope="module")
def program() -> str:
    found = find_browser()
    if found is None:
        pytest.skip("no browser on this machine")
    return found


def told(tool: str, pdf: bytes, tmp_path: Path, *options: str) -> str:
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not on this machine")
    file = tmp_path / "printed.pdf"
    file.write_bytes(pdf)
    run = subprocess.run(
        [tool, *options, str(file), *(["-"] if tool == "pdftotext" else [])], capture_output=True, text=True, check=True
    )
    return run.stdout


@pytest.fixture(scope="module")
def printed(program: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Path], Printed]:
    folder = tmp_path_factory.mktemp("pages")
    pages = [page(folder, "Hollins", DRAWN), page(folder, "Marsh é", PLAIN), page(folder, "Dell", PLAIN)]
    return pages, print_pages(pages, DAY, program)


def test_every_page_is_printed_tagged_on_a4_with_its_date_and_title(
    printed: tuple[list[Path], Printed], tmp_path: Path
) -> None:
    pages, result = printed
    assert list(result.pdfs) == pages and result.problems == ()
    facts = told("pdfinfo", result.pdfs[pages[1]], tmp_path)
    lines = {line.split(":", 1)[0]: line.split(":", 1)[1].strip() for line in facts.splitlines()}
    assert (lines["Title"], lines["Tagged"], lines["Pages"]) == ("Marsh é", "yes", "3")
    assert lines["Page size"].endswith("(A4)") and "Dec  4 00:00:00 2026" in lines["CreationDate"]
    assert "H2" in told("pdfinfo", result.pdfs[pages[1]], tmp_path, "-struct")
    assert b"/Outlines" in result.pdfs[pages[1]]


def test_pages_are_numbered_and_laid_out_for_paper(printed: tuple[list[Path], Printed], tmp_path: Path) -> None:
    pages, result = printed
    text = told("pdftotext", result.pdfs[pages[1]], tmp_path)
    assert "Only on paper" in text and "3/3" in text.replace(" ", "") and "What to ask" in text


def test_figures_are_waited_for_at_their_size_on_paper_and_nothing_asks_the_network(
    printed: tuple[list[Path], Printed], tmp_path: Path
) -> None:
    pages, result = printed
    text = told("pdftotext", result.pdfs[pages[0]], tmp_path)
    assert "drawn at 703" in text and "alone" in text and "on the network" not in text


def test_the_same_pages_give_the_same_bytes_in_any_order(printed: tuple[list[Path], Printed], program: str) -> None:
    pages, result = printed
    assert print_pages(pages[::-1], DAY, program).pdfs == result.pdfs


def test_a_page_that_hangs_is_said_and_holds_up_no_other(program: str, tmp_path: Path) -> None:
    pages = [page(tmp_path, "hangs", HANGS), page(tmp_path, "fine", PLAIN)]
    begun = time.monotonic()
    result = print_pages(pages, DAY, program, seconds=2.0)
    assert list(result.pdfs) == [pages[1]]
    assert result.problems == (
        "hangs.html has no PDF: the browser took too long. Open the page in a browser and print it, or run again.",
    )
    assert time.monotonic() - begun < 10


def test_a_page_that_is_not_there_is_said_and_the_next_is_printed(program: str, tmp_path: Path) -> None:
    pages = [tmp_path / "absent.html", page(tmp_path, "fine", PLAIN)]
    result = print_pages(pages, DAY, program)
    assert list(result.pdfs) == [pages[1]]
    assert [problem.split(":")[0] for problem in result.problems] == ["absent.html has no PDF"]
    assert "it can't be read" in result.problems[0] and str(tmp_path) not in result.problems[0]


def test_a_browser_that_died_is_started_once_more(program: str, tmp_path: Path) -> None:
    # The first time this "browser" is run it ends at once.
    first, wrapper = tmp_path / "first", tmp_path / "browser"
    wrapper.write_text(f'#!/bin/sh\nif [ ! -e "{first}" ]; then : > "{first}"; exit 1; fi\nexec "{program}" "$@"\n')
    wrapper.chmod(wrapper.stat().st_mode | stat.S_IEXEC)
    pages = [page(tmp_path, "one", PLAIN)]
    result = print_pages(pages, DAY, str(wrapper))
    assert list(result.pdfs) == pages and result.problems == ()


def test_a_browser_that_never_starts_is_given_up(tmp_path: Path) -> None:
    pages = [page(tmp_path, str(number), PLAIN) for number in range(6)]
    result = print_pages(pages, DAY, sys.executable)  # which ends at once: it knows none of the options
    assert result.pdfs == {} and len(result.problems) == 6
    assert "doesn't start" in result.problems[0] and "had failed too often" in result.problems[-1]


def test_without_a_browser_one_line_says_how_to_get_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CHOSEN, str(tmp_path / "nothing"))
    assert print_pages([page(tmp_path, "one", PLAIN)], DAY) == Printed({}, (NO_BROWSER,))
    assert print_pages([], DAY) == Printed({})
    assert "\n" not in NO_BROWSER


def test_browsers_are_looked_for_where_systems_have_them(tmp_path: Path) -> None:
    assert find_browser({"PATH": str(tmp_path)}) is None or sys.platform != "linux"
    edge = tmp_path / "Microsoft/Edge/Application/msedge.exe"
    edge.parent.mkdir(parents=True)
    edge.touch()
    assert find_browser({"PATH": str(tmp_path), "ProgramFiles(x86)": str(tmp_path)}) in (str(edge),)
    own = tmp_path / "own"
    own.touch(0o755)
    assert find_browser({"PATH": "", CHOSEN: str(own), "ProgramFiles": str(tmp_path)}) == str(own)


def test_nothing_of_a_browser_is_left_behind(program: str, tmp_path: Path) -> None:
    with Browser(program) as browser:
        profile, process = browser._profile.name, browser._process
        assert browser.is_alive and process is not None
        with pytest.raises(BrowserFault, match="can't be opened"), browser.tab(5) as tab:
            tab.open(tmp_path / "absent.html")
    assert process.poll() is not None and not Path(profile).exists()
