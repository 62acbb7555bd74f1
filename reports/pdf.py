"""PDF from the HTML pages: printed by one kept-open browser, tagged for screen readers, with bookmarks from the
headings, on A4 with page numbers. A browser that hangs or dies is restarted once; what still can't be printed is said,
and the HTML stands.
"""

from __future__ import annotations

import base64
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from reports.browser import NO_BROWSER, Browser, BrowserFault, Tab, find_browser

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
_Result = bytes | BrowserFault  # what became of a page


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
    left = deque(pages)
    try:
        with Browser(program) as browser, ThreadPoolExecutor(AT_ONCE) as workers:
            parts = list(workers.map(lambda _: _print_all(browser, left, seconds), range(AT_ONCE)))
    except BrowserFault as fault:
        parts = [dict.fromkeys(pages, fault)]
    return _sorted_out(pages, {page: result for part in parts for page, result in part.items()})


def _second(pages: Sequence[Path], program: str, seconds: float) -> tuple[dict[Path, bytes], dict[Path, str]]:
    """What failed, page by page in a new browser, so that one bad page doesn't take others with it."""
    results: dict[Path, _Result] = {}
    for page in pages:
        last = list(results.values())[-_GIVE_UP_AFTER:]
        if len(last) == _GIVE_UP_AFTER and all(isinstance(result, BrowserFault) for result in last):
            results[page] = BrowserFault("the browser had failed too often")
            continue
        try:
            with Browser(program) as browser:
                results |= _print_all(browser, deque([page]), seconds)
        except BrowserFault as fault:
            results[page] = fault
    return _sorted_out(pages, results)


def _print_all(browser: Browser, left: deque[Path], seconds: float) -> dict[Path, _Result]:
    """Takes page after page of what is left and prints it, in one tab for as long as nothing fails and under one
    address: so the drawing script, which every report brings, is compiled for the first of them alone."""
    results: dict[Path, _Result] = {}
    page = _next(left)
    with TemporaryDirectory(prefix="destinations-print-", ignore_cleanup_errors=True) as folder:
        while page:
            try:
                with _paper(browser, seconds) as tab:
                    while page:
                        tab.allow(seconds)
                        results[page] = _print(tab, page, Path(folder) / "page.html", browser.version)
                        page = _next(left)
            except BrowserFault as fault:
                if page:
                    results[page] = fault
                page = _next(left)
    return results


@contextmanager
def _paper(browser: Browser, seconds: float) -> Iterator[Tab]:
    """A tab that is a sheet of paper."""
    with browser.tab(seconds) as tab:
        tab.call("Emulation.setEmulatedMedia", media="print")
        tab.call("Emulation.setDeviceMetricsOverride", width=_WIDTH, height=_HEIGHT, deviceScaleFactor=1, mobile=False)
        yield tab


def _next(left: deque[Path]) -> Path | None:
    try:
        return left.popleft()
    except IndexError:  # asked beforehand, another thread might take the last one in between
        return None


def _print(tab: Tab, page: Path, place: Path, version: int) -> bytes:
    try:
        copyfile(page, place)
    except OSError as fault:
        raise BrowserFault(f"it can't be read ({fault.strerror})") from None
    tab.open(place)
    if tab.run(_DRAWN) == "late":
        raise BrowserFault("its figures weren't drawn in time")
    footer = {} if version >= _NUMBERS_IN_CSS else {"headerTemplate": "<span></span>", "footerTemplate": _FOOTER}
    printed = tab.call(
        "Page.printToPDF", paperWidth=8.27, paperHeight=11.69, printBackground=True, preferCSSPageSize=True,
        generateTaggedPDF=True, generateDocumentOutline=True, displayHeaderFooter=bool(footer), **footer,
    )  # fmt: skip
    return base64.b64decode(printed["data"])


def _sorted_out(pages: Sequence[Path], results: Mapping[Path, _Result]) -> tuple[dict[Path, bytes], dict[Path, str]]:
    found = [(page, results[page]) for page in pages]
    pdfs = {page: result for page, result in found if isinstance(result, bytes)}
    return pdfs, {page: _problem(page, result) for page, result in found if isinstance(result, BrowserFault)}


def _problem(page: Path, fault: BrowserFault) -> str:
    return f"{page.name} has no PDF: {fault}. Open the page in a browser and print it, or run again."


def _settled(pdf: bytes, dates: bytes) -> bytes:
    """The same document whenever it is printed: its dates set, and its element ids, which count on through a browser's
    life, counted anew. Every text keeps its length, so that the offsets in the file stay right."""
    numbers: dict[bytes, bytes] = {}
    settled = _DATE.sub(lambda found: dates if len(found[0]) == len(dates) else found[0], pdf)
    return _NODE.sub(lambda found: b"node" + numbers.setdefault(found[1], b"%08d" % (len(numbers) + 1)), settled)
