"""The chapter on the checks: what each step of the way looked at, what it found and what that means."""

from __future__ import annotations

from typing import Any

import polars as pl

from reports.numbers import plural, thousands
from reports.tables import Cell, Column, Row, Table, plain_table
from reports.trace import added, formula
from reports.view import Chapter, Sentence, View

_ACRONYMS = ("upn", "uln", "ehc", "sen", "ukprn")
# The layer whose tables a check is about, by how its name begins; the rules about rows and the truths come last.
_STEPS = (
    ("staged__", "Rows read and typed", "No row of a file is counted twice."),
    ("core__", "Pupils, cohorts and destinations", "No pupil is counted twice in a cohort or at a stage."),
    ("mart__", "Measures", "No figure stands twice for the same school and group."),
    ("release__", "Figures released", "What leaves is one figure for each cell, hidden or shown."),
    (
        "",
        "Rules about rows, truths across tables",
        "Rows that break a rule are held; totals agree wherever they can be compared.",
    ),
)


def checks_chapter(view: View) -> Chapter:
    """How many checks passed, and those that found something; the download has them all."""
    frame = view.frames.checks
    if frame.is_empty():
        return Chapter("checks", "Checks", "", (Sentence("No check has run on this data."),))
    failed = int((~frame["passed"]).sum())
    checks = plural(frame.height, "check")
    verdict = f"{thousands(frame.height - failed)} of {checks} passed; {thousands(failed)} should be looked at."
    verdict = verdict if failed else f"All {checks} passed."
    loud = (pl.col("failed") > 0) | ~pl.col("passed")
    found, quiet = (
        [_check_row(view, check) for check in frame.filter(chosen).sort("passed", "check").to_dicts()]
        for chosen in (loud, ~loud)
    )
    if not found:
        return Chapter("checks", "Checks", "", (Sentence(verdict), _steps(view, frame)))
    columns = [
        Column("Result", is_text=True),
        Column("Looked at"),
        Column("Found"),
        Column("Why it matters", is_text=True),
    ]
    rest = f"The other {thousands(len(quiet))} found nothing; the download lists them." if quiet else ""
    dealt = "Dealt with: what was found is held back until the school repairs it, or merely noted."
    note = " ".join(filter(None, (dealt if len(found) > failed else "", rest)))
    caption = "Checks that found something, for the whole network"
    table = plain_table("table-checks", caption, "Check", columns, found, note, more=quiet)
    return Chapter("checks", "Checks", "", (Sentence(verdict), _steps(view, frame), table))


def _steps(view: View, frame: pl.DataFrame) -> Table:
    """Each step of the way: its checks, the rows they looked at, what they found."""
    left = frame.sort("check").to_dicts()
    rows = []
    for start, label, meaning in _STEPS:
        members = [check for check in left if check["check"].startswith(start)]
        left = [check for check in left if check not in members]
        if members:
            rows.append(Row(label, (*_step_cells(view, members), Cell(meaning))))
    columns = [
        Column("Checks"),
        Column("Looked at"),
        Column("Found"),
        Column("Please look"),
        Column("What it means", is_text=True),
    ]
    caption = "The checks by step, for the whole network: rows looked at and found"
    return plain_table("table-steps", caption, "Step", columns, rows)


def _step_cells(view: View, members: list[dict[str, Any]]) -> list[Cell]:
    ids = {
        name: [view.frames.cell("checks", {"cycle": view.context.cycle, **check}, name) for check in members]
        for name in ("checked", "failed", "passed")
    }
    open_ids = [id for id, check in zip(ids["passed"], members, strict=True) if not check["passed"]]
    return [
        Cell(thousands(len(members)), cell=formula("count_of", *ids["passed"])),
        *(
            Cell(thousands(sum(check[name] or 0 for check in members)), cell=added(ids[name]))
            for name in ("checked", "failed")
        ),
        Cell(thousands(len(open_ids)), cell=formula("count_of", *open_ids) if open_ids else ""),
    ]


def _check_row(view: View, check: dict[str, Any]) -> Row:
    # Why it matters is said only where something was found: a hundred checks that passed are a list, not a text.
    has_found = check["failed"] or not check["passed"]
    result = "please look" if not check["passed"] else "dealt with" if has_found else "passed"
    cells = (
        Cell(result),
        *(
            Cell(thousands(check[name]), cell=view.frames.cell("checks", {"cycle": view.context.cycle, **check}, name))
            for name in ("checked", "failed")
        ),
        Cell(str(check.get("meaning") or "") if has_found else ""),
    )
    return Row(_check_name(str(check["check"])), cells)


def _check_name(code: str) -> str:
    """`upn_check_letter` as people write it: `UPN check letter`."""
    spaced = " ".join(word.upper() if word in _ACRONYMS else word for word in code.replace(".", " ").split("_"))
    return spaced[:1].upper() + spaced[1:]
