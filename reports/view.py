"""What a page consists of: chapters of headings, sentences, figures and tables; and whom the page is about, beside
whom.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from reports.charts import Drawing
from reports.frames import ReportContext, ReportFrames
from reports.measures import Item, Subject, counts, coverage, items, stage_to_show, year_groups
from reports.numbers import Count, long_date
from reports.tables import Table


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
        return f"{self.title}. {self.denominator} The table below holds the same numbers."


Part = Heading | Sentence | Figure | Table


@dataclass(frozen=True, slots=True)
class Chapter:
    id: str
    title: str
    intro: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class View:
    """Whom a report is about (`subject`) and which subjects each of its charts sets side by side, `subject` among
    them.
    """

    frames: ReportFrames
    context: ReportContext
    subject: Subject
    side_by_side: Callable[[int], list[Subject]]

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
        return f"No {noun} can be counted yet: all {found.cohort if found else 0:,} pupils stand as not known."
