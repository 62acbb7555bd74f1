"""The chapters that let a reader trust, trace and explain a number: definitions, what became of the rows received,
the checks.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from reports import sentences
from reports.numbers import listed, plural, thousands
from reports.tables import Cell, Column, Row, plain_table
from reports.view import Chapter, Part, Sentence, View

_FATES = (
    ("held_rows", "held back until somebody repairs them", "Held"),
    ("superseded_rows", "replaced by newer news", "Replaced"),
    ("excluded_rows", "left out, for the reason that the file's receipt gives", "Left out"),
)

_ACRONYMS = ("upn", "uln", "ehc", "sen", "ukprn")
_TERMS = (
    ("Intended", "What a pupil plans to do next."),
    ("Final", "Where the pupil is, as far as is known by the data date, confirmed or not."),
    ("Known", "Somebody has said where the pupil goes."),
    ("Confirmed", "There is evidence from the new term."),
    ("Not known stays in", "A share is always of the whole cohort, pupils of whom nothing is known included."),
)
_PERCENTAGES = (
    "They are rounded half up to whole numbers, so they may not add up to 100. "
    "<1% is somebody, >99% is not everybody. Gaps in percentage points are taken before rounding."
)
_NOT_THE_DEPARTMENTS = (
    "The school's and the network's own records. They are not the Department for Education's destination measures, "
    "which count destinations sustained for six months, and must not be set beside them."
)


def definitions_chapter(view: View) -> Chapter:
    """Who counts, what the words mean, what is hidden and why."""
    context = view.context
    rules = view.frames.cohort_rules.filter(pl.col("year_group").is_in(view.year_groups)).sort("year_group")
    parts: list[Part] = [
        Sentence("The pupils of a year group of whom every share is taken.", "Cohort"),
        *(Sentence(str(sentence)) for sentence in rules["sentence"]),
        *(Sentence(text, term) for term, text in _TERMS),
        Sentence(_disadvantaged(view.year_groups), "Disadvantaged"),
        Sentence(
            f"A count of {context.suppress_from} to {context.suppress_to}, or any count of a group that small, "
            "hidden to protect pupils. Charts leave it out. A sum is hidden with its parts.",
            "c",
        ),
        Sentence("There is nothing to count, or it can't be told yet. 0 is a true nought.", "A dash (–)"),
        Sentence(_PERCENTAGES, "Percentages"),
        Sentence(_NOT_THE_DEPARTMENTS, "Whose numbers these are"),
    ]
    rows = [
        Row(item.label, (Cell(", ".join(f"Year {year}" for year in years)),))
        for item in view.categories.values()
        if (years := _years_with(view, item.code))
    ]
    caption = "Destination categories in this report"
    if rows:
        parts.append(plain_table("table-categories", caption, "Category", [Column("Used for", is_text=True)], rows))
    return Chapter("definitions", "What the words mean", "", tuple(parts))


def _disadvantaged(year_groups: list[int]) -> str:
    days = ["at the January census of Year 6"] * (6 in year_groups)
    days += ["in Year 11"] * any(year_group != 6 for year_group in year_groups)
    told = "Entitled to free school meals at any time in the last six years, or looked after, or looked after before"
    return f"{told}, as it was {listed(days)}." if days else f"{told}."


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
        [_check_row(check) for check in frame.filter(chosen).sort("passed", "check").to_dicts()]
        for chosen in (loud, ~loud)
    )
    if not found:
        return Chapter("checks", "Checks", "", (Sentence(verdict),))
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
    return Chapter("checks", "Checks", "", (Sentence(verdict), table))


def _check_row(check: dict[str, Any]) -> Row:
    # Why it matters is said only where something was found: a hundred checks that passed are a list, not a text.
    has_found = check["failed"] or not check["passed"]
    result = "please look" if not check["passed"] else "dealt with" if has_found else "passed"
    cells = (
        Cell(result),
        Cell(thousands(check["checked"])),
        Cell(thousands(check["failed"])),
        Cell(str(check.get("meaning") or "") if has_found else ""),
    )
    return Row(_check_name(str(check["check"])), cells)


def _check_name(code: str) -> str:
    """`upn_check_letter` as people write it: `UPN check letter`."""
    spaced = " ".join(word.upper() if word in _ACRONYMS else word for word in code.replace(".", " ").split("_"))
    return spaced[:1].upper() + spaced[1:]
