"""The chapters that let a reader trust, trace and explain a number: definitions, what became of the rows received,
the checks.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from reports import sentences
from reports.numbers import plural, thousands
from reports.tables import Cell, Column, Row, plain_table
from reports.view import Chapter, Part, Sentence, View

_FATES = (
    ("held_rows", "held back until somebody repairs them", "Held"),
    ("superseded_rows", "replaced by newer news", "Replaced"),
    ("excluded_rows", "left out, each with its reason", "Left out"),
)


def definitions_chapter(view: View) -> Chapter:
    """Who counts, what the words mean, what is hidden and why."""
    context = view.context
    rules = view.frames.cohort_rules.filter(pl.col("year_group").is_in(view.year_groups)).sort("year_group")
    parts: list[Part] = [Sentence(str(sentence)) for sentence in rules["sentence"]]
    parts += [
        Sentence(
            "Not known stays in: a share is always of the whole cohort, pupils of whom nothing is known included. "
            "Intended is what a pupil plans; final is where the pupil is, as far as is known by the data date, "
            "confirmed or not."
        ),
        Sentence(
            f"c: a count of {context.suppress_from} to {context.suppress_to}, or any count of a group that small, "
            "hidden to protect pupils. Charts leave it out. "
            "A dash (–): there is nothing to count, or it can't be told yet. "
            "0 is a true nought."
        ),
        Sentence(
            "Percentages are rounded half up to whole numbers, so they may not add up to 100. "
            "<1% is somebody, >99% is not everybody. Gaps in percentage points are taken before rounding."
        ),
        Sentence(
            "These are the school's and network's own records. They are not the Department for Education's "
            "destination measures, which count destinations sustained for six months, and must not be set beside them."
        ),
    ]
    rows = [
        Row(item.label, (Cell(", ".join(f"Year {year}" for year in years)),))
        for item in view.categories.values()
        if (years := _years_with(view, item.code))
    ]
    caption = "Destination categories in this report"
    parts.append(plain_table("table-categories", caption, "Category", [Column("Used for", is_text=True)], rows))
    return Chapter("definitions", "What the words mean", "", tuple(parts))


def _years_with(view: View, category: str) -> list[int]:
    frame = view.frames.destinations_by_network
    found = frame.filter((pl.col("cycle") == view.context.cycle) & (pl.col("destination_category") == category))
    return sorted(set(found["year_group"]) & set(view.year_groups))


def conservation_chapter(view: View) -> Chapter:
    """Rows received and what became of them, for each school and in all; nothing is lost on the way."""
    frame = view.frames.conservation.join(view.frames.schools.select("school_id", "name"), on="school_id", how="left")
    if view.subject.schools is not None:
        frame = frame.filter(pl.col("school_id").is_in(list(view.subject.schools)))
    if frame.is_empty():
        return Chapter(
            "rows",
            "From rows received to pupils counted",
            "",
            (Sentence(f"No file about {view.context.cycle} has come yet."),),
        )
    names = ("files", "rows", *(fate for fate, _, _ in _FATES), "counted_rows")
    sums = {name: int(frame[name].sum()) for name in names}
    rows = [Row(view.subject.label, tuple(Cell(thousands(sums[name])) for name in names), True)]
    if frame.height > 1:
        for found in frame.sort("name", "school_id").iter_rows(named=True):
            rows.append(Row(found["name"] or found["school_id"], tuple(Cell(thousands(found[name])) for name in names)))
    sentence = sentences.conservation_sentence(
        sums["rows"], sums["counted_rows"], [(sums[fate], words) for fate, words, _ in _FATES]
    )
    columns = ["Files", "Rows", *(label for _, _, label in _FATES), "Counted"]
    caption = f"Rows received about {view.context.cycle} and what became of them"
    intro = (
        "A pupil may come in several rows (a roll, an intended and a final destination), so rows are more than pupils."
    )
    parts: tuple[Part, ...] = (Sentence(sentence), plain_table("table-rows", caption, "School", columns, rows))
    return Chapter("rows", "From rows received to pupils counted", intro, parts)


def checks_chapter(view: View) -> Chapter:
    """Every check behind the numbers, those that found something first."""
    frame = view.frames.checks
    if frame.is_empty():
        return Chapter("checks", "Checks", "", (Sentence("No check has run on this data."),))
    failed = int((~frame["passed"]).sum())
    checks = plural(frame.height, "check")
    verdict = f"{thousands(frame.height - failed)} of {checks} passed; the others say what they found."
    verdict = verdict if failed else f"All {checks} passed."
    ordered = frame.sort("passed", pl.col("failed") == 0, "check").to_dicts()
    columns = [
        Column("Result", is_text=True),
        Column("Looked at"),
        Column("Found"),
        Column("Why it matters", is_text=True),
    ]
    rows = [Row(str(check["check"]).replace("_", " "), _check_cells(check)) for check in ordered]
    caption = "Checks on the data of this report, for the whole network"
    table = plain_table("table-checks", caption, "Check", columns, rows)
    return Chapter("checks", "Checks", "", (Sentence(verdict), table))


def _check_cells(check: dict[str, Any]) -> tuple[Cell, ...]:
    # Why it matters is said only where something was found: a hundred checks that passed are a list, not a text.
    has_found = check["failed"] or not check["passed"]
    return (
        Cell("passed" if check["passed"] else "look"),
        Cell(thousands(check["checked"])),
        Cell(thousands(check["failed"])),
        Cell(str(check.get("meaning") or "") if has_found else ""),
    )
