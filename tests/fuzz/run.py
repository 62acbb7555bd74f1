"""The long run: thousands of mutants of each format, and the figures.

python -m tests.fuzz.run --each 1000 --seed 1
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.fuzz.harness import Figures, Job, judge_batches
from tests.fuzz.mutants import BATCH, FORMATS, MORE_FORMATS


def jobs(each: int, seed: int, formats: tuple[str, ...]) -> list[Job]:
    """The batches that hold at least `each` mutants of each format."""
    return [(form, seed, number) for number in range(-(-each // BATCH)) for form in formats]


def table(figures: dict[str, Figures]) -> str:
    """The figures, a line for each format."""
    titles = ["format", "mutants", "read", "with rows", "unreadable", "failures", "slowest s", "peak MB"]
    lines = [titles]
    for form, each in figures.items():
        unread = each.read_as["unreadable"]
        numbers = [each.mutants, each.mutants - unread, each.with_rows, unread, len(each.failures)]
        lines.append([form, *(f"{number:,}" for number in numbers), f"{each.slowest:.2f}", f"{each.megabytes:,.0f}"])
    return "\n".join("".join(cell.rjust(12) for cell in line) for line in lines)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=1700, help="mutants of each format (default: 1700)")
    parser.add_argument(
        "--seed", type=int, default=None, help="the same seed makes the same mutants (default: the time)"
    )
    parser.add_argument("--formats", nargs="+", default=[*FORMATS, *MORE_FORMATS], choices=[*FORMATS, *MORE_FORMATS])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="the folder for failing mutants (default: a new one)")
    options = parser.parse_args(arguments)
    seed = int(time.time()) if options.seed is None else options.seed
    folder = options.keep or Path(tempfile.gettempdir()) / f"fuzz-{seed}"
    print(f"seed {seed}, {options.each:,} mutants each of {', '.join(options.formats)}", flush=True)
    begun = time.perf_counter()
    figures = judge_batches(jobs(options.each, seed, tuple(options.formats)), options.workers, folder)
    print(table(figures))
    print(f"{time.perf_counter() - begun:,.0f} s; load average {os.getloadavg()[0]:.1f}")
    failures = [failure for each in figures.values() for failure in each.failures]
    kinds = Counter(failure.partition("  [")[0] for failure in failures)
    for kind, times in kinds.most_common(40):
        print(f"{times:6,} × {kind}")
        print("         " + next(failure.partition("  ")[2] for failure in failures if failure.startswith(kind)))
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
