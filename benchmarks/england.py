"""England's schools through the warehouse: correctness and speed on half a million pupils, in one run.

Every mainstream and special school whose published KS4 totals hold no suppressed figure becomes one CSV file of
invented pupils; the files are landed and built as a school's own would be; and every published figure is looked up in
the marts. DuckDB's bare read of the same files, in the same run, is the yardstick of speed.

    python -m benchmarks.england --data ../shared/data --schools 500
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from pathlib import Path

import duckdb

from pipelines.demo.extracts import COLUMNS, PublishedSchool, read_published, write_expanded, write_schools
from pipelines.demo.oracle import figures_of_marts, judge
from pipelines.demo.published import TABLES, expand_school
from pipelines.run import run_home

CYCLE, AS_OF, YEAR_GROUP = "2022-23", date(2023, 12, 1), 11
_FILES_AT_A_TIME = 250  # thousands of files in one read exhaust the open file handles


class Stopwatch:
    """Seconds by stage, in the order they ran."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        print(f"{name} …", flush=True)
        begun = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - begun


def numeric_schools(ks4: Path, most: int | None) -> list[PublishedSchool]:
    """The schools whose total block is wholly numeric and holds somebody; at most `most`, spread over the list."""
    measures = TABLES[YEAR_GROUP].measures
    schools = [
        school
        for school in read_published(ks4)
        if all(school.rows[YEAR_GROUP][measure].isdigit() for measure in measures)
        and school.rows[YEAR_GROUP]["COHORT"] != "0"
    ]
    if most is None or most >= len(schools):
        return schools
    return [schools[number * len(schools) // most] for number in range(most)]


def bare_read(files: list[Path]) -> int:
    """DuckDB alone, told everything: columns given, nothing sniffed, into a table in memory. Returns the rows read."""
    columns = dict.fromkeys(COLUMNS, "VARCHAR")
    read = "read_csv(?, header=true, auto_detect=false, delim=',', quote='\"', columns=?)"
    with duckdb.connect() as database:
        database.execute(f"create table bare ({', '.join(f'{column} varchar' for column in COLUMNS)})")
        for first in range(0, len(files), _FILES_AT_A_TIME):
            paths = [str(path) for path in files[first : first + _FILES_AT_A_TIME]]
            database.execute(f"insert into bare select * from {read}", [paths, columns])
        row = database.execute("select count(*) from bare").fetchone()
    return row[0] if row else 0


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder of published data")
    parser.add_argument("--schools", type=int, help="only so many schools, spread over the list (default: all)")
    parser.add_argument("--home", type=Path, help="an empty folder to keep the home in (default: a temporary one)")
    options = parser.parse_args(arguments)
    ks4 = options.data / "dfe/2024-25/england_ks4-pupdest.csv"
    if not ks4.exists():
        print(f"Skipped: {ks4} is absent.")
        return 0
    if options.home and options.home.exists() and any(options.home.iterdir()):
        print(f"{options.home} is not empty: name an empty or a new folder.")
        return 2
    with nullcontext(str(options.home)) if options.home else tempfile.TemporaryDirectory() as folder:
        return bench(Path(folder), numeric_schools(ks4, options.schools))


def bench(home: Path, schools: list[PublishedSchool]) -> int:
    """Run every stage and print what it took and gave; 0 where every figure came back and no row was lost."""
    watch = Stopwatch()
    with watch.stage("expand"):
        expanded = [(school, {YEAR_GROUP: expand_school(school.rows[YEAR_GROUP], YEAR_GROUP)}) for school in schools]
    with watch.stage("write"):
        write_schools(home, schools)
        files = write_expanded(home, CYCLE, expanded)
    pupils = sum(sum(counts.values()) for _, years in expanded for counts in years.values())
    with watch.stage("bare read"):
        bare_rows = bare_read(files)
    with watch.stage("land"):
        run_home(home, AS_OF, only=("land",))
    with watch.stage("build"):
        run_home(home, AS_OF, only=("build",))
    with watch.stage("judge"), duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as warehouse:
        destinations, participations, ledger = (
            warehouse.execute(f"from mart.{name}").pl()
            for name in ("destinations_by_school", "participation_by_school", "conservation")
        )
        score = judge(schools, figures_of_marts(destinations, participations, CYCLE))
    parts = ["header_records", "dropped_records", "held_rows", "superseded_rows", "excluded_rows", "counted_rows"]
    totals = {part: int(ledger[part].sum()) for part in ("records", *parts)}
    unbalanced = sum(row["records"] != sum(row[part] for part in parts) for row in ledger.iter_rows(named=True))
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)

    print(f"\nfiles {len(files):,}   pupils {pupils:,}   rows of the bare read {bare_rows:,}")
    for breakdown, (given_back, published) in score.cells.items():
        print(f"published cells, {breakdown}: {given_back:,} of {published:,} given back")
    print(f"published cells: {score.given_back:,} of {score.published:,} given back")
    for text in score.wrong[:10]:
        print(f"  not given back: {text}")
    print(f"conservation: {totals['records']:,} records = " + " + ".join(f"{totals[part]:,} {part}" for part in parts))
    print(f"files out of balance: {unbalanced} of {ledger.height:,}")
    print("seconds: " + ", ".join(f"{name} {seconds:.1f}" for name, seconds in watch.seconds.items()))
    bare, land, build = (watch.seconds[name] for name in ("bare read", "land", "build"))
    print(f"against the bare read: land × {land / bare:.1f}, land and build × {(land + build) / bare:.1f}")
    print(f"peak memory {megabytes:,.0f} MB")
    balanced = unbalanced == 0 and totals["records"] == sum(totals[part] for part in parts)
    return 0 if not score.wrong and balanced and totals["counted_rows"] == bare_rows == pupils else 1


if __name__ == "__main__":
    raise SystemExit(main())
