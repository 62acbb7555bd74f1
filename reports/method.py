"""The chapters that let a reader trust, trace and explain a number: definitions, what became of the rows received,
the checks.
"""

from __future__ import annotations

import polars as pl

from reports import sentences
from reports.frames import ReportContext
from reports.numbers import Count, listed, long_date, thousands
from reports.tables import Cell, Column, Row, plain_table
from reports.trace import added
from reports.view import Chapter, Part, Sentence, View

_FATES = (
    ("held_rows", "held back until somebody repairs them", "Held"),
    ("superseded_rows", "replaced by newer news", "Replaced"),
    ("excluded_rows", "left out, for the reason that the file's receipt gives", "Left out"),
)

_TERMS = (
    ("Intended", "What a pupil plans to do next."),
    ("Final", "Where the pupil is, as far as is known by the data date, confirmed or not."),
    ("Known", "Somebody has said where the pupil goes."),
    ("Confirmed", "There is evidence from the new term."),
    ("Not known stays in", "A share is always of the whole cohort, pupils of whom nothing is known included."),
)
_SURENESS = (
    (
        "95% interval",
        "How far a share could lie elsewhere by chance alone, if pupils like these made their choices again (Wilson's; "
        "for a difference Newcombe's). All pupils are counted, so nothing is a sample: the interval is about chance in "
        "what they did, not about who was asked.",
    ),
    (
        "Unlikely to be chance",
        "Outside the 99.8% limits, or outside the 95% limits on the same side in two years, allowing for how many "
        "comparisons this report makes. Of everything else chance may tell, and no finding is made of it.",
    ),
    (
        "If none to all of those not known",
        "The share if none, and if all, of the pupils of whom nothing is known were counted: the truth lies between.",
    ),
    ("Small group", "Fewer than 20 pupils, so that one of them moves the share by five points and more."),
    ("No ranks", "Schools stand in the order of their shares, without a place: places change with a pupil or two."),
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
        *_hidden(context),
        *(Sentence(text, term) for term, text in _SURENESS),
        Sentence("There is nothing to count, or it can't be told yet. 0 is a true nought.", "A dash (–)"),
        Sentence(_PERCENTAGES, "Percentages"),
        Sentence(_NOT_THE_DEPARTMENTS, "Whose numbers these are"),
        Sentence(_edition(context), "Edition"),
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


def _hidden(context: ReportContext) -> list[Part]:
    """What is hidden, and why larger counts are too."""
    if context.audience == "own_school":
        told = "Hidden in the network's line, which leaders read too. Of the own school nothing is hidden here."
        return [Sentence(told, "c")]
    first = (
        f"A count of {context.suppress_from} to {context.suppress_to}, and every count of a group of fewer than "
        f"{context.suppress_to + 1} pupils, is hidden to protect pupils. Charts, downloads and what is worked out from "
        "it leave it out. A sum is hidden with its parts."
    )
    second = (
        "So that nobody works a hidden count out by subtraction (from a total, the other group, another school, "
        "another year or an earlier edition), some larger counts and some noughts are hidden with it. Which ones is "
        "chosen so that as little as possible is lost. Where a headline rate is hidden, and the figures that are shown "
        "leave it little room, the room that they leave is told."
    )
    return [Sentence(first, "c"), Sentence(second, "Why a larger count can be hidden")]


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
    lines = frame.sort("name", "school_id").to_dicts()
    cells = {
        name: [view.frames.cell("conservation", {"cycle": view.context.cycle, **line}, name) for line in lines]
        for name in names
    }
    sums = {name: Count(int(frame[name].sum()), None, cell=added(cells[name])) for name in names}
    rows = [Row(view.subject.label, tuple(Cell(sums[name].text, cell=sums[name].cell) for name in names), True)]
    if len(lines) > 1:
        for place, found in enumerate(lines):
            shown = tuple(Cell(thousands(found[name]), cell=cells[name][place]) for name in names)
            rows.append(Row(found["name"] or found["school_id"], shown))
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


def _edition(context: ReportContext) -> str:
    edition = (
        f"{context.edition} ({context.edition_id})" if context.edition_id else context.edition or "none: a working page"
    )
    return f"{edition}; data as known on {long_date(context.as_of)}; build {context.build_id}."
