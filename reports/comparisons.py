"""The chapters that set years and groups side by side: several years, and every group of pupils but the disadvantaged,
who have a chapter of their own (`gap.py`).
"""

from __future__ import annotations

from dataclasses import replace

from reports import sentences
from reports.charts import stacked_bars
from reports.gap import TOPIC as DISADVANTAGE
from reports.measures import UNSETTLED, Line, counts, items, line, used
from reports.numbers import NOTHING, total
from reports.tables import counts_table
from reports.view import Chapter, Figure, Heading, Part, Sentence, View

_TOPIC_LABELS = {
    "sex": "Sex",
    "sen": "Special educational needs",
    "ethnicity_major": "Ethnicity",
    "first_language": "First language",
    "prior_attainment": "Prior attainment",
}


def trend_chapter(view: View) -> Chapter:
    """Each year group: a 100 % bar for each of the three cycles that has data at the stage shown."""
    parts: list[Part] = []
    found = {year_group: _years(view, year_group) for year_group in view.year_groups}
    if found and all(len(lines) < 2 for lines in found.values()):
        parts.append(Sentence(f"There is nothing to compare {view.context.cycle} with yet."))
        found = {}
    for year_group, lines in found.items():
        parts.append(Heading(f"Year {year_group}", f"trend-{year_group}-heading"))
        stage = view.stages[year_group]
        if stage and len(lines) > 1:
            parts += _trend_parts(view, year_group, stage, lines)
        else:
            parts.append(Sentence(f"There is no earlier year to compare Year {year_group} with."))
    return Chapter("trend", "Over the years", "", tuple(parts))


def _years(view: View, year_group: int) -> dict[str, Line]:
    stage = view.stages[year_group]
    return {
        cycle: replace(entry, label=cycle, is_total=cycle == view.context.cycle)
        for cycle in view.context.cycles
        if stage and (entry := line(view.frames, view.subject, cycle, year_group, stage))
    }


def _trend_parts(view: View, year_group: int, stage: str, found: dict[str, Line]) -> list[Part]:
    name, lines = f"trend-{year_group}", list(found.values())
    shown, empty = used(lines, view.categories)
    education = [
        (cycle, view.participation(view.subject, year_group, stage, cycle)[1].get("education", NOTHING))
        for cycle in found
    ]
    unsettled = [
        (cycle, total((entry.counts[code] for code in UNSETTLED if code in entry.counts), entry.cohort))
        for cycle, entry in found.items()
    ]
    whom = f"Share of each year's Year {year_group} cohort, those not known included; {stage} destinations."
    figure = Figure(
        id=name,
        title=sentences.trend_title(year_group, stage, education),
        denominator=whom + sentences.hidden_parts(lines),
        drawing=stacked_bars(lines, shown),
        twin=f"table-{name}",
    )
    caution = sentences.trend_caution(unsettled)
    caption = f"Year {year_group} over {len(lines)} years, {stage} destinations: pupils and share of the cohort"
    return [
        figure,
        *([Sentence(caution)] if caution else []),
        counts_table(f"table-{name}", caption, "Leavers of", lines, shown, empty),
    ]


def groups_chapter(view: View) -> Chapter:
    """Each year group: one table with a row for every group of pupils that is large enough to be told."""
    parts: list[Part] = []
    for year_group in view.year_groups:
        stage = view.stages[year_group]
        lines = _group_lines(view, year_group, stage) if stage else []
        if not lines:
            continue
        told = [entry for entry in lines if (entry.cohort or 0) > view.context.suppress_to]
        parts.append(Heading(f"Year {year_group}", f"groups-{year_group}-heading"))
        note = _too_small(view, [entry for entry in lines if entry not in told])
        if not told:
            parts.append(Sentence(note))
            continue
        shown, empty = used(told, view.categories)
        caption = f"Groups of Year {year_group}, {view.context.cycle}, {stage}: pupils and share of the group"
        parts.append(counts_table(f"table-groups-{year_group}", caption, "Group", told, shown, empty, note))
    intro = "Small groups swing from year to year by chance: read a difference as a question, not as an answer."
    return Chapter("groups", "Groups of pupils", intro, tuple(parts))


def _group_lines(view: View, year_group: int, stage: str) -> list[Line]:
    """The groups that have pupils; a topic of which nothing is recorded has none."""
    reference = view.frames.breakdowns.sort("position", maintain_order=True)
    lines: list[Line] = []
    for topic in dict.fromkeys(view.frames.breakdowns["breakdown_topic"]):
        if topic in ("total", DISADVANTAGE):
            continue
        label = _TOPIC_LABELS.get(topic, topic.replace("_", " ").capitalize())
        found: dict[str, Line] = {}
        for breakdown in items(reference.filter(reference["breakdown_topic"] == topic), "breakdown").values():
            cohort, counted = counts(
                view.frames, view.subject, view.context.cycle, year_group, stage, (topic, breakdown.code)
            )
            if counted and cohort:
                found[breakdown.code] = Line(breakdown.label, cohort, counted, label)
        lines += [] if set(found) == {"not_known"} else found.values()
    return lines


def _too_small(view: View, lines: list[Line]) -> str:
    if not lines:
        return ""
    named = ", ".join(f"{entry.label} ({entry.group.lower()})" for entry in lines)
    return f"Not shown, as they have at most {view.context.suppress_to} pupils: {named}."
