"""The chapter on the careers programme: what pupils met and who was advised, by disadvantage and need, and Compass;
beside destinations, and with no claim that the one makes the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reports.numbers import NOT_AVAILABLE, NOTHING, Count, long_date
from reports.rate_parts import rate_cell
from reports.rates import measured
from reports.tables import Cell, Column, Row, Table, grouped
from reports.trace import added, formula
from reports.view import Chapter, Heading, Part, Sentence, View

_PROGRAMME = (
    ("encounter_employer", "Met an employer"),
    ("encounter_workplace", "Experienced a workplace"),
    ("encounter_further_education", "Met a college"),
    ("encounter_technical_provider", "Met a technical or apprenticeship provider"),
    ("encounter_higher_education", "Met a university"),
    ("guidance_interview", "Had a guidance interview (by 16, by 18)"),
    ("provider_access", "Met such providers twice by 28 February"),
)
_YEARS = range(7, 14)
_NOT_NONE = "which is not the same as that there were none"
_GROUPS = (
    ("disadvantage", "disadvantaged"),
    ("disadvantage", "not_disadvantaged"),
    ("sen", "ehc_plan"),
    ("sen", "sen_support"),
    ("sen", "none"),
)
_BESIDE = ("guidance_interview", "encounter_employer", "provider_access", "eet")
_BESIDE_LABELS = {
    "guidance_interview": "Had a guidance interview",
    "encounter_employer": "Met an employer this year",
    "provider_access": "Met technical providers twice",
    "eet": "In education, employment or training",
}


def careers_chapter(view: View) -> Chapter:
    """Encounters by year group, the programme of leavers by group beside their destinations, Compass."""
    title = "The careers programme"
    if not any(year_group > 6 for year_group in view.year_groups):
        return Chapter("careers", title, "", ())
    programme = _programme(view)
    parts: list[Part] = [*programme, *_compass(view)]
    if not parts:
        told = f"No list of encounters, interviews or Compass scores was sent, {_NOT_NONE}."
        return Chapter("careers", title, "", (Sentence(told),))
    if not programme:
        parts.insert(0, Sentence(f"No list of encounters or interviews was sent, {_NOT_NONE}."))
    intro = (
        "Encounters, interviews and destinations stand side by side. That does not make the one the cause of the "
        "other: schools differ in much else. Of those on roll through the year, as far as lists were sent."
    )
    return Chapter("careers", title, intro, tuple(parts))


def _programme(view: View) -> list[Part]:
    subjects = [view.subject] if view.is_network else [view.subject, view.network]
    rows = []
    for subject in subjects:
        for measure, label in _PROGRAMME:
            counts = [measured(view.frames, subject, view.context.cycle, year, measure) for year in _YEARS]
            if any(count.pupils for count in counts):
                # A programme that a year group hasn't isn't told as nought: no list of it came.
                cells = tuple(_share(count) for count in counts)
                rows.append((subject.label if len(subjects) > 1 else "", Row(label, cells)))
    own = [row for group, row in rows if group in ("", view.subject.label)]
    if not own:
        return []
    columns = tuple(Column(f"Year {year}") for year in _YEARS)
    caption = f"What pupils met in {view.context.cycle}: share of those on roll, by year group"
    return [
        Heading("What pupils met", "careers-programme-heading"),
        Table("table-careers", caption, "Encounter", columns, grouped(rows)),
        *(part for year_group in (11, 13) for part in _beside(view, year_group)),
    ]


def _share(count: Count) -> Cell:
    if not count.is_published or not count.cohort:
        return Cell(count.text)
    return Cell(count.percent, cell=count.share_cell)


def _beside(view: View, year_group: int) -> list[Part]:
    if year_group not in view.year_groups:
        return []
    rows = []
    for topic, part in (("total", "total"), *_GROUPS):
        counts = [
            measured(view.frames, view.subject, view.context.cycle, year_group, name, (topic, part)) for name in _BESIDE
        ]
        if any(count is not NOTHING for count in counts[:-1]):
            rows.append(
                (
                    "",
                    Row(
                        view.breakdown_labels.get((topic, part), part), tuple(map(rate_cell, counts)), topic == "total"
                    ),
                )
            )
    if not rows:
        return []
    columns = tuple(Column(_BESIDE_LABELS[name]) for name in _BESIDE)
    caption = (
        f"Year {year_group}, {view.context.cycle}: the programme beside destinations; pupils and share of each group"
    )
    return [
        Heading(f"Year {year_group}: the programme beside destinations", f"careers-{year_group}-heading"),
        Table(f"table-careers-{year_group}", caption, "Group", columns, grouped(rows)),
    ]


def _compass(view: View) -> list[Part]:
    found = view.frames.rows("compass", ("cycle",), view.context.cycle)
    found = [row for row in found if view.is_network or row["school_id"] in (view.subject.schools or ())]
    if not found:
        return []
    heading = Heading("How schools evaluate their own guidance (Compass)", "compass-heading")
    return [heading, _network_compass(view, found) if view.is_network else _school_compass(view, found)]


def _network_compass(view: View, found: Sequence[dict[str, Any]]) -> Table:
    rows = []
    for benchmark in sorted({row["benchmark"] for row in found}):
        members = [row for row in found if row["benchmark"] == benchmark]
        cells = [view.frames.cell("compass", row, "is_achieved") for row in members]
        met = sum(bool(row["is_achieved"]) for row in members)
        shown = (Cell(str(met), cell=added(cells)), Cell(str(len(members)), cell=formula("count_of", *cells)))
        rows.append(("", Row(f"{benchmark}. {members[0]['label']}", shown)))
    caption = f"Compass, the newest evaluation of {view.context.cycle}: schools that meet each benchmark in full"
    columns = (Column("Schools that meet it"), Column("Schools that evaluated it"))
    return Table("table-compass", caption, "Benchmark", columns, grouped(rows))


def _school_compass(view: View, found: Sequence[dict[str, Any]]) -> Table:
    rows = []
    for row in sorted(found, key=lambda row: row["benchmark"]):
        before = row["previous_score"] if row["is_comparable"] else None
        cells = (
            Cell(
                _score(row["score"]), cell=view.frames.cell("compass", row, "score") if row["score"] is not None else ""
            ),
            Cell(_score(before), cell=view.frames.cell("compass", row, "previous_score") if before is not None else ""),
            Cell("met in full" if row["is_achieved"] else "not yet met in full"),
            Cell(long_date(row["evaluated_on"]) if row["evaluated_on"] else ""),
        )
        rows.append(("", Row(f"{row['benchmark']}. {row['label']}", cells)))
    columns = (
        Column("Score"),
        Column("Evaluation before"),
        Column("Standing", is_text=True),
        Column("Evaluated on", is_text=True),
    )
    note = "A score is set beside the one before only where both come from the same version of Compass."
    caption = f"Compass, the newest evaluation of {view.context.cycle}: the school's own scores in per cent"
    return Table("table-compass", caption, "Benchmark", columns, grouped(rows), note)


def _score(score: float | None) -> str:
    return NOT_AVAILABLE if score is None else f"{round(score)}%"
