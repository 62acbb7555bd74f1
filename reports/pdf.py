"""PDF from the HTML pages: printed by one kept-open browser, tagged for screen readers, with bookmarks from the
headings, on A4 with page numbers. A browser that hangs or dies is restarted once; what still can't be printed is said,
and the HTML stands.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reports.browser import NO_BROWSER, Browser, BrowserFault, find_browser

AT_ONCE = 2
_SECONDS = 60.0  # for one page, on a busy machine
_GIVE_UP_AFTER = 3  # pages in a row that fail in the second browser as well
_WIDTH, _HEIGHT = 703, 1032  # A4 less the margins of theme.css, in CSS pixels: figures are drawn at their size on paper
_NUMBERS_IN_CSS = 131  # the first version that prints page numbers which a style sheet asks for
_FOOTER = (
    '<div style="width:100%;margin-right:12mm;text-align:right;font:8pt sans-serif;color:#55606e">'
    '<span class="pageNumber"></span> / <span class="totalPages"></span></div>'
)
# Pages with figures offer drawAll(); whatever happens, nobody waits for more than twenty seconds.
_DRAWN = """
(async () => {
  const late = new Promise(done => setTimeout(() => done("late"), 20000));
  const drawn = Promise.resolve(window.drawAll ? window.drawAll() : null).then(() => document.fonts.ready);
  return await Promise.race([drawn.then(() => "drawn"), late]);
})()
"""
_DATE = re.compile(rb"\(D:\d{14}[^)]*\)")
_NODE = re.compile(rb"node(\d{8})")


@dataclass(frozen=True)
class Printed:
    """`pdfs`: page -> its PDF; `problems`: a sentence for each page that couldn't be printed, or one for all."""

    pdfs: dict[Path, bytes]
    problems: tuple[str, ...] = ()


def print_pages(pages: Sequence[Path], dated: date, program: str | None = None, seconds: float = _SECONDS) -> Printed:
    """The PDF of each HTML file, its document date `dated`: the same bytes for the same page in the same browser.

    `program` is the browser; found on the machine where it is None. Never raises for what a browser does.
    """
    program = program or find_browser()
    if not pages or program is None:
        return Printed({}, (NO_BROWSER,) if pages else ())
    pdfs, problems = _first(pages, program, seconds)
    if problems:
        again = [page for page in pages if page not in pdfs]
        more, problems = _second(again, program, seconds)
        pdfs |= more
    dates = b"(D:" + f"{dated:%Y%m%d}000000+00'00'".encode() + b")"
    return Printed({page: _settled(pdfs[page], dates) for page in pages if page in pdfs}, tuple(problems.values()))


def _first(pages: Sequence[Path], program: str, seconds: float) -> tuple[dict[Path, bytes], dict[Path, str]]:
    """All pages, several at once in one browser."""
    try:
        with Browser(program) as browser, ThreadPoolExecutor(AT_ONCE) as workers:
            return _sorted_out(pages, list(workers.map(lambda page: _try(browser, page, seconds), pages)))
    except BrowserFault as fault:
        return {}, {page: _problem(page, fault) for page in pages}


def _second(pages: Sequence[Path], program: str, seconds: float) -> tuple[dict[Path, bytes], dict[Path, str]]:
    """What failed, page by page in a new browser, so that one bad page doesn't take others with it."""
    results: list[bytes | BrowserFault] = []
    for number, page in enumerate(pages):
        last = results[-_GIVE_UP_AFTER:]
        if len(last) == _GIVE_UP_AFTER and all(isinstance(result, BrowserFault) for result in last):
            results += [BrowserFault("the browser had failed too often")] * (len(pages) - number)
            break
        try:
            with Browser(program) as browser:
                results.append(_try(browser, page, seconds))
        except BrowserFault as fault:
            results.append(fault)
    return _sorted_out(pages, results)


def _try(browser: Browser, page: Path, seconds: float) -> bytes | BrowserFault:
    try:
        return _print(browser, page, seconds)
    except BrowserFault as fault:
        return fault


def _print(browser: Browser, page: Path, seconds: float) -> bytes:
    with browser.tab(seconds) as tab:
        tab.call("Emulation.setEmulatedMedia", media="print")
        tab.call("Emulation.setDeviceMetricsOverride", width=_WIDTH, height=_HEIGHT, deviceScaleFactor=1, mobile=False)
        tab.open(page)
        if tab.run(_DRAWN) == "late":
            raise BrowserFault("its figures weren't drawn in time")
        needs_footer = browser.version < _NUMBERS_IN_CSS
        footer = {"headerTemplate": "<span></span>", "footerTemplate": _FOOTER} if needs_footer else {}
        printed = tab.call(
            "Page.printToPDF", paperWidth=8.27, paperHeight=11.69, printBackground=True, preferCSSPageSize=True,
            generateTaggedPDF=True, generateDocumentOutline=True, displayHeaderFooter=needs_footer, **footer,
        )  # fmt: skip
    return base64.b64decode(printed["data"])


def _sorted_out(
    pages: Sequence[Path], results: Sequence[bytes | BrowserFault]
) -> tuple[dict[Path, bytes], dict[Path, str]]:
    pairs = list(zip(pages, results, strict=True))
    pdfs = {page: result for page, result in pairs if isinstance(result, bytes)}
    return pdfs, {page: _problem(page, result) for page, result in pairs if isinstance(result, BrowserFault)}


def _problem(page: Path, fault: BrowserFault) -> str:
    return f"{page.name} has no PDF: {fault}. Open the page in a browser and print it, or run again."


def _settled(pdf: bytes, dates: bytes) -> bytes:
    """The same document whenever it is printed: its dates set, and its element ids, which count on through a browser's
    life, counted anew. Every text keeps its length, so that the offsets in the file stay right."""
    numbers: dict[bytes, bytes] = {}
    settled = _DATE.sub(lambda found: dates if len(found[0]) == len(dates) else found[0], pdf)
    return _NODE.sub(lambda found: b"node" + numbers.setdefault(found[1], b"%08d" % (len(numbers) + 1)), settled)
