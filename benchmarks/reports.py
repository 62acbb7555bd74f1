"""How long a whole network's reports take: 45 of them as web page, workbook and PDF, made twice and compared byte for
byte; and how soon somebody who opens one sees text and the first chart.

Without `--home` a network of the given size is written and built first. With one its warehouse is only read; where it
has fewer schools, their reports are made again until there are enough. The machine may be busy, so beside each wall
time stands what the processors worked, the browser's processes included.

    python -m benchmarks.reports --schools 40
    python -m benchmarks.reports --home ../home --schools 40
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import cycle as over_and_over
from itertools import islice
from pathlib import Path

from assets.report_files import schools_of
from assets.report_frames import released_frames, report_context
from assets.steps import Step, open_step
from benchmarks.cpu import CpuMeter, Watch
from benchmarks.intake import AT
from benchmarks.school_files import CYCLE, write_network
from pipelines.edge import fixed, newest_day
from pipelines.run import run_home
from reports.browser import Browser, find_browser
from reports.frames import ReportContext, ReportFrames
from reports.governor_sheet import render_governor_sheet
from reports.network import network_page
from reports.page import render_page
from reports.pdf import print_pages
from reports.school import school_page
from reports.six_weeks_pack import render_six_weeks_pack
from reports.stock_take_pack import render_stock_take_pack
from reports.tables_workbook import tables_workbook
from reports.view import ReportPage
from warehouse.database import Warehouse
from warehouse.home import Home

REPORTS = 45
WITHIN, LARGEST, CHART_WITHIN = 90.0, 6.0, 1.0  # seconds, megabytes, seconds
_OPENED, _LOOKED_AT = 3, ("network", "school-01")  # how often a page is opened, the quickest counts
# The reader goes to the first chart at once; tells after how many milliseconds it was drawn and a frame painted.
_FIRST_CHART = """
window.firstChart = new Promise(tell => {
  const shown = () => requestAnimationFrame(() => requestAnimationFrame(() => tell(performance.now())));
  document.addEventListener("DOMContentLoaded", () => document.querySelector(".chart").scrollIntoView());
  const watcher = new MutationObserver(() => {
    if (document.querySelector(".js-plotly-plot .main-svg")) { watcher.disconnect(); shown(); }
  });
  watcher.observe(document, {childList: true, subtree: true});
});
"""
_FIRST_TEXT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


@dataclass(frozen=True)
class Report:
    """One of the reports: what makes it gives a page, which has a workbook too, or finished HTML."""

    name: str
    make: Callable[[], ReportPage | str]


def reports_of(frames: ReportFrames, context: ReportContext, schools: Sequence[str], many: int) -> Iterator[Report]:
    """The network's report, a report of each of so many schools, the packs, and governors' sheets without end."""
    yield Report("network", lambda: network_page(frames, context))
    for number, school_id in enumerate(islice(over_and_over(schools), many), 1):
        yield Report(f"school-{number:02d}", lambda school_id=school_id: school_page(frames, context, school_id))  # type: ignore[misc]
    yield Report("stock-take", lambda: render_stock_take_pack(frames, context))
    yield Report("six-weeks", lambda: render_six_weeks_pack(frames, context))
    for number, school_id in enumerate(over_and_over(schools), 1):
        yield Report(
            f"governor-{number:02d}",
            lambda school_id=school_id: render_governor_sheet(frames, context, school_id),  # type: ignore[misc]
        )


def make(step: Step, folder: Path, schools: int, watch: Watch) -> tuple[str, ...]:
    """All reports of the step's cycle as files in a new folder; returns what couldn't be printed."""
    folder.mkdir()
    with watch.stage("read from the warehouse"):
        step.database.set_variables(step.cycle, step.as_of)
        frames, context = released_frames(step), report_context(step)
    for report in islice(reports_of(frames, context, schools_of(frames, step.cycle), schools), REPORTS):
        file = folder / report.name
        with watch.stage("HTML"):
            made = report.make()
            file.with_suffix(".html").write_text(made if isinstance(made, str) else render_page(made), "utf-8")
        if not isinstance(made, str):
            with watch.stage("XLSX"):
                file.with_suffix(".xlsx").write_bytes(tables_workbook(made))
    with watch.stage("PDF"):
        printed = print_pages(sorted(folder.glob("*.html")), step.as_of)
        for page, pdf in printed.pdfs.items():
            page.with_suffix(".pdf").write_bytes(pdf)
    return printed.problems


@dataclass(frozen=True)
class Sight:
    """Seconds from opening a page to its first text and its first chart, and what its thread worked until then."""

    text: float
    chart: float
    worked: float


def first_sight(program: str, page: Path) -> Sight:
    """What a reader waits for whose browser is open but has never seen a report; the quickest of several."""

    def opened() -> Sight:
        with Browser(program) as browser, browser.tab(60) as tab:
            tab.call("Emulation.setDeviceMetricsOverride", width=1280, height=900, deviceScaleFactor=1, mobile=False)
            tab.call("Page.enable")
            tab.call("Performance.enable")
            tab.call("Page.addScriptToEvaluateOnNewDocument", source=_FIRST_CHART)
            tab.open(page)
            chart = float(tab.run("window.firstChart")) / 1000
            metrics = {metric["name"]: metric["value"] for metric in tab.call("Performance.getMetrics")["metrics"]}
            return Sight(float(tab.run(_FIRST_TEXT)) / 1000, chart, float(metrics["ThreadTime"]))

    return min((opened() for _ in range(_OPENED)), key=lambda sight: sight.chart)


def bench(path: Path, schools: int, folder: Path) -> int:
    """Make everything twice and print what it took; 0 where every target is reached."""
    home, first, second = Home(path.resolve()), folder / "first", folder / "second"
    edge, warehouse = fixed(home, newest_day(home) or date.max), Warehouse(home.warehouse_file)
    with CpuMeter() as meter, open_step(home, warehouse, edge, "benchmark of reports", CYCLE) as step:
        watch, rerun = Watch(meter), Watch(meter)
        problems = [*make(step, first, schools, watch), *make(step, second, schools, rerun)]
        known = len(schools_of(released_frames(step), CYCLE))
    print(f"{REPORTS} reports of a network of {known} schools, {schools} of them of schools")
    reached = [_show_seconds(watch, rerun), _show_bytes(first, second), _show_sight(first)]
    for text in problems:
        print(text)
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return 0 if all(reached) and not problems else 1


def _show_seconds(watch: Watch, rerun: Watch) -> bool:
    print(f"{'':32}{'seconds':>9}{'CPU':>9}{'again':>9}{'CPU':>9}{'target':>9}")
    for name, seconds in watch.wall.items():
        print(f"{name:32}{seconds:9.1f}{watch.cpu[name]:9.1f}{rerun.wall[name]:9.1f}{rerun.cpu[name]:9.1f}")
    total, worked, again, again_worked = (
        sum(found.values()) for found in (watch.wall, watch.cpu, rerun.wall, rerun.cpu)
    )
    print(f"{'all':32}{total:9.1f}{worked:9.1f}{again:9.1f}{again_worked:9.1f}{WITHIN:7.0f} s")
    return total < WITHIN


def _show_bytes(first: Path, second: Path) -> bool:
    files = sorted(file.name for file in first.iterdir())
    differ = [name for name in files if (first / name).read_bytes() != (second / name).read_bytes()]
    kinds = ", ".join(f"{sum(name.endswith(kind) for name in files)} {kind}" for kind in ("html", "xlsx", "pdf"))
    print(f"made again from the same inputs: {len(files) - len(differ)} of {len(files)} files the same bytes ({kinds})")
    for name in differ:
        print(f"  differs: {name}")
    largest = max(first.glob("*.html"), key=lambda file: file.stat().st_size)
    megabytes = largest.stat().st_size / 1e6
    print(f"largest page: {largest.name}, {megabytes:.1f} MB; target {LARGEST:.0f} MB")
    return not differ and megabytes < LARGEST


def _show_sight(folder: Path) -> bool:
    program, reached = find_browser(), True
    for name in _LOOKED_AT if program else ():
        sight = first_sight(program or "", folder / f"{name}.html")
        told = f"first text after {sight.text:.2f} s, first chart after {sight.chart:.2f} s"
        print(f"{name}.html: {told} ({sight.worked:.2f} s CPU); target {CHART_WITHIN:.0f} s")
        reached = reached and sight.chart < CHART_WITHIN
    return reached


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, help="a home that is built (default: one is made)")
    parser.add_argument(
        "--schools", type=int, default=40, help="school reports, and the schools of a home that is made"
    )
    parser.add_argument("--pupils", type=int, default=100, help="pupils in each year group of a school that is made")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        home = options.home or Path(folder) / "home"
        if options.home is None:
            home.mkdir()
            write_network(home, options.schools, options.pupils)
            print("building a network …", flush=True)
            run_home(home, AT.date(), only=("land", "build"))
        return bench(home, options.schools, Path(folder))


if __name__ == "__main__":
    raise SystemExit(main())
