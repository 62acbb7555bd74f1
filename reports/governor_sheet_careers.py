"""The governor sheet's careers programme in brief: guidance by 16 and by 18, provider access, Compass. It stands beside
the destinations and claims no effect on them.
"""

from __future__ import annotations

from dataclasses import dataclass

from reports.numbers import long_date
from reports.packs_cells import Cells
from reports.packs_parts import BESIDE, PackRow, PackTable, beside
from reports.trace import formula, mark

_ROWS = (
    (11, "guidance_interview", "Guidance interview by 16 (Year 11)"),
    (13, "guidance_interview", "Guidance interview by 18 (Year 13)"),
    (9, "provider_access", "Two technical providers met by Year 9"),
    (11, "provider_access", "Two technical providers met by Year 11"),
    (13, "provider_access", "Two technical providers met by Year 13"),
)
_FROM_YEAR_7 = {11, 12, 13}
_ACHIEVED_AT = 100


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A benchmark's newest score, as traced text."""

    number: int
    label: str
    score: str
    is_achieved: bool


@dataclass(frozen=True, slots=True)
class Careers:
    """A table of what pupils had, or None where nothing was sent; the benchmarks; and sentences about both."""

    table: PackTable | None
    benchmarks: tuple[Benchmark, ...]
    sentences: tuple[str, ...]


def careers(cells: Cells, school_id: str) -> Careers:
    """The careers programme of the school in the cycle."""
    rows = tuple(
        PackRow(label, beside(count, cells.network(year, measure)))
        for year, measure, label in _ROWS
        if (count := cells.school(school_id, year, measure)).pupils is not None
    )
    caption = f"Careers programme {cells.context.cycle}: who had what the benchmarks ask for"
    note = "Set beside the destinations to be read together; neither is shown to have caused the other."
    table = PackTable("careers", caption, "", BESIDE, (("", rows),), note) if rows else None
    is_asked = bool(_FROM_YEAR_7 & set(cells.year_groups_of(school_id)))
    if not is_asked:
        return Careers(None, (), ("Careers encounters and Compass begin in Year 7: there are none to show here.",))
    silence = () if rows else ("No list of careers encounters was received, so guidance can't be told.",)
    benchmarks, sentence = _compass(cells, school_id)
    return Careers(table, benchmarks, (*silence, sentence))


def _compass(cells: Cells, school_id: str) -> tuple[tuple[Benchmark, ...], str]:
    """`5 of 8 Gatsby benchmarks are fully met by the school's own evaluation of 17 July 2026 (Compass 2025).`"""
    rows = cells.frames.rows("compass", ("cycle", "school_id"), cells.context.cycle, school_id)
    if not rows:
        return (), "No Compass evaluation was received."
    found = tuple(
        Benchmark(
            row["benchmark"],
            row["label"],
            mark(f"{row['score']:g}%", cells.frames.cell("compass", row, "score")),
            bool(row["is_achieved"]),
        )
        for row in sorted(rows, key=lambda row: row["benchmark"])
    )
    met = [row for row in rows if row["is_achieved"]]
    number = mark(str(len(met)), formula("count_of", f"Compass benchmarks at {_ACHIEVED_AT} of 100"))
    newest = max(rows, key=lambda row: row["evaluated_on"])
    when = f"{long_date(newest['evaluated_on'])} ({newest['evaluation_version']})"
    verb = "is" if len(met) == 1 else "are"
    return found, f"{number} of {len(found)} Gatsby benchmarks {verb} fully met by the school's evaluation of {when}."
