"""How long a school waits: one workbook checked, and a whole network's files from the inbox to the last receipt.

Beside each figure stands what it takes fastexcel and Polars merely to read the same bytes, in the same process: work on
another machine, or on a busy one, is to be compared by that ratio.

    python -m benchmarks.intake --schools 40 --pupils 100
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import fastexcel
import polars as pl

from assets.arrivals import arrivals, take_in
from assets.builds import build_ids
from assets.checking import check_files
from assets.landing import land
from assets.plan import build_sql, land_sql, make_in_order, make_sql, stage_sql
from assets.receipts import receipts_of_cycle, receipts_without_cycle
from assets.reference import publish_reference
from assets.sql_tables import build_table
from assets.staging import staged_in_python
from assets.steps import Step
from assets.validation import find_delivery_faults
from benchmarks.school_files import CYCLE, school, school_sheets, write_network, write_schools
from pipelines.demo.files import Sheet, contents
from warehouse.database import Warehouse
from warehouse.events import EventLog
from warehouse.home import Home

AT = datetime(2026, 11, 15, 12, tzinfo=UTC)
CHECK_WITHIN, RECEIPTS_WITHIN = 1.0, 20.0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what was done, seconds, and those seconds over the bare read's."""

    what: str
    seconds: float
    ratio: float | None = None
    target: float | None = None


def timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def bare_read(files: Sequence[tuple[Sheet, bytes]]) -> int:
    """fastexcel and Polars alone, told everything: every cell as text. Returns the rows read."""
    return sum(_bare_read(sheet, data).height for sheet, data in files)


def _bare_read(sheet: Sheet, data: bytes) -> pl.DataFrame:
    style = sheet.style
    if style.suffix == "xlsx":
        return fastexcel.read_excel(data).load_sheet(0, dtypes="string").to_polars()
    encoding = "utf8" if style.encoding.startswith("utf-8") else style.encoding
    return pl.read_csv(
        data, separator=style.delimiter, encoding=encoding, infer_schema=False, truncate_ragged_lines=True
    )


def check_one(folder: Path, rows: int, times: int) -> list[Line]:
    """A workbook of `rows` pupils: `check_files` warm, the quickest of `times`."""
    sender = school(0, "arbor_xlsx")
    write_schools(folder, [sender])
    home = Home(folder)
    home.prepare()
    sheet = list(school_sheets(sender, rows))[2]
    files = [(str(sheet.path), contents(sheet))]
    first = timed(lambda: check_files(home, files, AT))
    bare_read([(sheet, files[0][1])])
    bare = min(timed(lambda: bare_read([(sheet, files[0][1])])) for _ in range(times))
    warm = min(timed(lambda: check_files(home, files, AT)) for _ in range(times))
    return [
        Line(f"one workbook of {rows} rows: bare read", bare),
        Line("  check, first in the process (imports included)", first, first / bare),
        Line("  check, warm", warm, warm / bare, CHECK_WITHIN),
    ]


def inbox_to_receipts(folder: Path, schools: int, pupils: int) -> list[Line]:
    """A network's files in one landing: taken in, read, validated, counted, answered."""
    sheets = write_network(folder, schools, pupils)
    home = Home(folder)
    home.prepare()
    files = [(sheet, (home.inbox / sheet.path).read_bytes()) for sheet in sheets]
    bare = timed(lambda: bare_read(files))
    warehouse, log = Warehouse(home.warehouse_file), EventLog(home.event_log)
    lines = [Line(f"{len(files)} files, {sum(len(sheet.rows) for sheet in sheets):,} rows: bare read", bare)]

    def note(what: str, work: Callable[[], object]) -> None:
        seconds = timed(work)
        lines.append(Line(f"  {what}", seconds, seconds / bare))

    note("taken in", lambda: take_in(home, log, arrivals(home, log.events()), AT))
    events = log.events()
    note("read into raw", lambda: land(home, warehouse, events))
    with warehouse.open("benchmark") as database:
        publish_reference(home, database, events)
        note("staged, and faults of whole files", lambda: _judge(Step(database, home, events, AT.date())))
        ids = build_ids(database, home, events, AT.date())[CYCLE]
        step = Step(database, home, events, AT.date(), CYCLE, ids, staging=True)
        note("faults of rows, pupils, counts", lambda: _build(step))
        note("receipts and workbooks to fix", lambda: (receipts_without_cycle(step), receipts_of_cycle(step)))
    total = sum(line.seconds for line in lines[1:])
    answers, to_fix = (len(list(home.path.glob(f"outbox/**/receipts/*{end}"))) for end in (".html", ".xlsx"))
    lines.append(Line(f"  all, to {answers} receipts and {to_fix} workbooks", total, total / bare, RECEIPTS_WITHIN))
    return lines


def _judge(step: Step) -> None:
    make_sql(step.database, land_sql(), None, step.as_of)
    find_delivery_faults(step.database)


def _build(step: Step) -> None:
    """What a receipt tells of, in the order of the jobs; the pages of leaders come later."""
    in_python = staged_in_python(step.database, step.cycle)
    make_in_order(stage_sql(), in_python, lambda table: build_table(step, table))
    for table in build_sql():
        if table.schema == "core" or table.name == "mart.conservation":
            build_table(step, table)


def show(lines: Sequence[Line]) -> str:
    told = [f"{'':56}{'seconds':>9}{'× bare read':>13}{'target':>9}"]
    for line in lines:
        ratio = f"{line.ratio:,.0f}" if line.ratio else ""
        told.append(f"{line.what:56}{line.seconds:9.3f}{ratio:>13}{f'{line.target:.0f} s' if line.target else '':>9}")
    return "\n".join(told)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=500, help="rows of the one workbook")
    parser.add_argument("--schools", type=int, default=40, help="schools that drop eight files each")
    parser.add_argument("--pupils", type=int, default=100, help="pupils in each year group of a school")
    parser.add_argument(
        "--times", type=int, default=3, help="how often the one workbook is checked; the quickest counts"
    )
    options = parser.parse_args(arguments)
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as many:
        lines += check_one(Path(one), options.rows, options.times)
        lines += inbox_to_receipts(Path(many), options.schools, options.pupils)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    print(show(lines))
    print(f"peak memory {megabytes:,.0f} MB; load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    late = [line.what.strip() for line in lines if line.target and line.seconds > line.target]
    for what in late:
        print(f"over its target: {what}")
    return 1 if late else 0


if __name__ == "__main__":
    raise SystemExit(main())
