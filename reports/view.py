"""What a page consists of: chapters of headings, sentences, figures and tables; and whom the page is about, beside
whom.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from reports.charts import Drawing
from reports.frames import ReportContext, ReportFrames
from reports.measures import Item, Subject, counts, coverage, items, stage_to_show, year_groups
from reports.numbers import Count, long_date, thousands
from reports.tables import Table
from reports.trace import mark, plain

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    id: str
    kind: str = "heading"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A paragraph; `term` is the word that it explains."""

    text: str
    term: str = ""
    kind: str = "sentence"


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing under the sentence it shows. `denominator` says of whom the shares are; `twin` is the id of the table
    of its numbers.
    """

    id: str
    title: str
    denominator: str
    drawing: Drawing
    twin: str
    kind: str = "figure"

    @property
    def alt(self) -> str:
        return plain(f"{self.title}. {self.denominator} The table below holds the same numbers.")


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence written from numbers; `more` says how sure it is, `anchor` where its table stands."""

    text: str
    more: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    findings: tuple[Finding, ...]
    kind: str = "findings"


Part = Heading | Sentence | Figure | Findings | Table


@dataclass(frozen=True, slots=True)
class Chapter:
    id: str
    title: str
    intro: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The head of a report: what to know first."""

    title: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class View:
    """Whom a report is about (`subject`) and which subjects each of its charts sets side by side, `subject` among
    them.
    """

    frames: ReportFrames
    context: ReportContext
    subject: Subject
    side_by_side: Callable[[int], list[Subject]]

    def once(self, name: str, build: Callable[[], _Found]) -> _Found:
        """What `build` gives, worked out the first time it is asked for under this name."""
        if name not in self._found:
            self._found[name] = build()
        found: _Found = self._found[name]
        return found

    @cached_property
    def _found(self) -> dict[str, Any]:
        return {}

    @cached_property
    def breakdown_labels(self) -> dict[tuple[str, str], str]:
        """(topic, part) -> its words."""
        lists = (self.frames.breakdowns, self.frames.measure_breakdowns)
        rows = [row for frame in lists for row in frame.to_dicts()]
        return {(row["breakdown_topic"], row["breakdown"]): row["label"] for row in rows}

    @property
    def is_network(self) -> bool:
        return self.subject.schools is None

    @property
    def network(self) -> Subject:
        """The whole network, as a subject to set beside."""
        return Subject(self.context.network_name)

    @cached_property
    def categories(self) -> dict[str, Item]:
        return items(self.frames.destination_categories, "destination_category")

    @cached_property
    def year_groups(self) -> list[int]:
        return year_groups(self.frames, self.subject, self.context.cycle)

    @cached_property
    def stages(self) -> dict[int, str | None]:
        """Year group -> the stage that the page shows: final where known, else intended, else None."""
        return {year: stage_to_show(self.frames, self.subject, self.context.cycle, year) for year in self.year_groups}

    @property
    def what_it_tells(self) -> str:
        """What the pupils did, as far as the page knows it."""
        return "intended to go, and where they went" if "final" in self.stages.values() else "intend to go"

    def participation(
        self,
        subject: Subject,
        year_group: int,
        stage: str,
        cycle: str = "",
        breakdown: tuple[str, str] = ("total", "total"),
    ) -> tuple[int | None, dict[str, Count]]:
        return counts(self.frames, subject, cycle or self.context.cycle, year_group, stage, breakdown, "participation")

    def has_opened(self, year_group: int, stage: str) -> bool:
        """Whether the stage can be told by now: the warehouse has its lines from the day it opens."""
        return coverage(self.frames, self.subject, self.context.cycle, year_group, stage) is not None

    def opening(self, year_group: int, stage: str) -> str:
        """When the stage opens, in words, or an empty text where the calendar doesn't say."""
        rules = self.frames.cohort_rules.filter(self.frames.cohort_rules["year_group"] == year_group).to_dicts()
        if not rules:
            return ""
        event = rules[0][f"{stage}_opens_event"]
        day = self.context.calendar.get(event or "")
        return f" on {long_date(day)}" if day else ""

    def why_empty(self, year_group: int, stage: str) -> str:
        """The sentence that stands where a chart would be empty."""
        noun = f"{stage} destinations of Year {year_group}"
        if not self.has_opened(year_group, stage):
            day = self.opening(year_group, stage)
            return f"The {noun} can be told from{day[3:]}." if day else f"The {noun} can't be told yet."
        found = coverage(self.frames, self.subject, self.context.cycle, year_group, stage)
        # A file may have come and be held back, so it isn't said that nothing was sent.
        cohort = mark(thousands(found.cohort), found.cohort_cell) if found else "0"
        return f"No {noun} can be counted yet: all {cohort} pupils stand as not known."


@dataclass(frozen=True)
class ReportPage:
    """A whole report, ready for HTML (`page.render_page`) and for its workbook (`tables_workbook`)."""

    view: View
    title: str
    lead: str
    summary: Summary
    chapters: tuple[Chapter, ...]
