"""The chapter on how much is known: for each subject and both stages, dots on a line and a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports import sentences
from reports.charts import Key
from reports.dots import DotRow, dot_rows
from reports.measures import Coverage, Subject, coverage
from reports.numbers import NOT_AVAILABLE, NOTHING, Count, listed, thousands
from reports.tables import Cell, Column, Row, Table, count_cell, grouped
from reports.theme import CONFIRMED, INTENDED_KNOWN, KNOWN
from reports.view import Chapter, Figure, Heading, Part, Sentence, View

_INTENDED = Key("Intended: known", INTENDED_KNOWN, "ring")
_FINAL = Key("Final: known", KNOWN, "dot")
_CONFIRMED = Key("Final: confirmed", CONFIRMED, "diamond")
_COLUMNS = {"intended": ("known", "undecided", "unknown"), "final": ("known", "confirmed", "unknown")}
_WORDS = {"known": "known", "undecided": "undecided", "unknown": "not known", "confirmed": "confirmed"}


@dataclass(frozen=True, slots=True)
class _Entry:
    """A subject's coverage of one year group; `group` heads the rows of a kind."""

    subject: Subject
    group: str
    stages: dict[str, Coverage | None]

    @property
    def newest(self) -> Coverage | None:
        return self.stages["final"] or self.stages["intended"]


def coverage_chapter(view: View) -> Chapter:
    """For the network a chart and a table for each year group; for a school, which has few rows, one of each."""
    parts = _by_year_group(view) if view.subject.schools is None else _all_year_groups(view)
    intro = (
        "Known: somebody has said where the pupil goes. Confirmed: there is evidence from the new term. "
        "Both are shares of the whole cohort."
    )
    return Chapter("coverage", "How much is known", intro, tuple(parts))


def is_empty(view: View, year_group: int, stage: str) -> bool:
    """Whether nobody's destination is known at the stage."""
    found = coverage(view.frames, view.subject, view.context.cycle, year_group, stage)
    return found is None or found.is_empty


def _by_year_group(view: View) -> list[Part]:
    parts: list[Part] = []
    for year_group in view.year_groups:
        name = f"coverage-{year_group}"
        entries = _entries(view, year_group)
        parts.append(Heading(f"Year {year_group}", f"{name}-heading"))
        parts += _waits(view, year_group)
        own = next(entry for entry in entries if entry.subject == view.subject)
        title = sentences.coverage_title([(year_group, own.stages["intended"], own.stages["final"])])
        parts += _figure_and_table(view, name, title, f"Year {year_group}", entries)
    return parts


def _all_year_groups(view: View) -> list[Part]:
    single = len(view.year_groups) == 1
    whom = f"Year{'' if single else 's'} {listed(map(str, view.year_groups))}"
    parts: list[Part] = [Heading(whom, "coverage-heading")] if view.year_groups else []
    entries: list[_Entry] = []
    for year_group in view.year_groups:
        parts += _waits(view, year_group)
        # The chapter's heading says it already where there is but one.
        group = "" if single else f"Year {year_group}"
        entries += [_Entry(entry.subject, group, entry.stages) for entry in _entries(view, year_group)]
    own = [entry.stages for entry in entries if entry.subject == view.subject]
    title = sentences.coverage_title(
        [
            (year_group, stages["intended"], stages["final"])
            for year_group, stages in zip(view.year_groups, own, strict=True)
        ]
    )
    return [*parts, *_figure_and_table(view, "coverage", title, whom if single else "each year group", entries)]


def _entries(view: View, year_group: int) -> list[_Entry]:
    found = []
    for subject in view.side_by_side(year_group):
        stages = {stage: coverage(view.frames, subject, view.context.cycle, year_group, stage) for stage in _COLUMNS}
        found.append(_Entry(subject, subject.group, stages))
    return [entry for entry in found if entry.newest]


def _waits(view: View, year_group: int) -> list[Part]:
    return [Sentence(view.why_empty(year_group, stage)) for stage in _COLUMNS if is_empty(view, year_group, stage)]


def _figure_and_table(view: View, name: str, title: str, whom: str, entries: Sequence[_Entry]) -> list[Part]:
    parts: list[Part] = []
    if any(found and not found.is_empty for entry in entries for found in entry.stages.values()):
        denominator = f"Share of the cohort of {whom}, {view.context.cycle}; the cohort stands beside each name."
        parts.append(
            Figure(f"chart-{name}", title, denominator, dot_rows([_dots(entry) for entry in entries]), f"table-{name}")
        )
    if view.subject.schools is None:
        parts += [Sentence(text) for text in _low_schools(view, entries) if text]
    return [*parts, _table(view, name, whom, entries)] if entries else parts


def _dots(entry: _Entry) -> DotRow:
    intended, final = entry.stages["intended"], entry.stages["final"]
    dots: list[tuple[Count, Key]] = [(final.known, _FINAL), (final.confirmed, _CONFIRMED)] if final else []
    if intended:
        dots.append((intended.known, _INTENDED))
    cohort = entry.newest.cohort if entry.newest else None
    return DotRow(entry.subject.label, tuple(dots), group=entry.group, cohort=cohort, is_total=entry.subject.is_total)


def _table(view: View, name: str, whom: str, entries: Sequence[_Entry]) -> Table:
    stages = [stage for stage in _COLUMNS if any(entry.stages[stage] for entry in entries)]
    columns = [(stage, part) for stage in stages for part in _COLUMNS[stage]]
    rows = []
    for entry in entries:
        counts: list[Count] = [
            getattr(entry.stages[stage], part) if entry.stages[stage] else NOTHING for stage, part in columns
        ]
        newest = entry.newest
        cohort = Cell(thousands(newest.cohort), cell=newest.cohort_cell) if newest else Cell(NOT_AVAILABLE)
        rows.append((entry.group, Row(entry.subject.label, (cohort, *map(count_cell, counts)), entry.subject.is_total)))
    heads = (Column("Cohort"), *(Column(f"{stage.capitalize()}: {_WORDS[part]}") for stage, part in columns))
    caption = f"How much is known of {whom}, {view.context.cycle}: pupils and share of the cohort"
    return Table(f"table-{name}", caption, "School", heads, grouped(rows), _note(entries))


def _single_schools(entries: Sequence[_Entry]) -> list[_Entry]:
    return [entry for entry in entries if entry.subject.schools and len(entry.subject.schools) == 1]


def _low_schools(view: View, entries: Sequence[_Entry]) -> list[str]:
    """Which schools the network waits for: below the floor at the newest stage, silent at the one before."""
    single = _single_schools(entries)
    newest = [(entry.subject.label, entry.newest) for entry in single if entry.newest]
    silent = [
        (entry.subject.label, first)
        for entry in single
        if (first := entry.stages["intended"]) and first is not entry.newest and first.is_empty
    ]
    # Where nobody's is known the chapter has said so at its head.
    silent = silent if len(silent) < len(single) else []
    return [
        sentences.below_floor(newest, view.context.coverage_floor),
        sentences.silent_schools(
            "intended", [(name, first.cohort) for name, first in silent], [first.cohort_cell for _, first in silent]
        ),
    ]


def _note(entries: Sequence[_Entry]) -> str:
    without_roll = list(
        dict.fromkeys(
            entry.subject.label for entry in _single_schools(entries) if entry.newest and entry.newest.from_extracts
        )
    )
    if not without_roll:
        return ""
    return f"No roll was sent by {listed(without_roll)}: the cohort there is everybody named in the files."
