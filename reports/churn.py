"""How plans changed: up, sideways or down, and why. For the chapter on the way from intended to final."""

from __future__ import annotations

from reports import sentences_rates
from reports.numbers import NOTHING, Count
from reports.rate_parts import rate_cell, size_cell
from reports.rates import measured
from reports.tables import Column, Row, Table, grouped
from reports.view import Part, Sentence, View

_DIRECTIONS = (
    ("as_planned", "As planned"),
    ("moved_up", "A step up"),
    ("moved_sideways", "Elsewhere on the same level"),
    ("moved_down", "A step down"),
)
_REASONS = (
    ("reason_grades_below", "Grades below what was needed"),
    ("reason_grades_above", "Grades better than expected"),
    ("reason_preference", "Preferred something else"),
    ("reason_finance", "Money"),
    ("reason_withdrawn", "Offer or course withdrawn"),
    ("reason_other", "Another reason"),
    ("reason_not_said", "No reason recorded"),
)


def churn_parts(view: View, year_group: int) -> list[Part]:
    """A sentence, the directions of each subject, and the reasons; nothing where no plan can be compared."""
    own = {name: _count(view, name, year_group) for name, _ in (*_DIRECTIONS, *_REASONS)}
    if own["as_planned"] is NOTHING or not own["as_planned"].cohort:
        return []
    rows = []
    for subject in view.side_by_side(year_group):
        counts = [measured(view.frames, subject, view.context.cycle, year_group, name) for name, _ in _DIRECTIONS]
        if counts[0] is not NOTHING:
            rows.append(
                (subject.group, Row(subject.label, (size_cell(counts[0]), *map(rate_cell, counts)), subject.is_total))
            )
    columns = (Column("Both known"), *(Column(label) for _, label in _DIRECTIONS))
    whom = "those whose plan and destination are known"
    caption = f"How plans of Year {year_group} changed, {view.context.cycle}: pupils and share of {whom}"
    table = Table(f"table-churn-{year_group}", caption, "School", columns, grouped(rows))
    parts: list[Part] = [Sentence(sentences_rates.churn_sentence(year_group, own)), table]
    return [*parts, *_reasons(view, year_group, own)]


def _count(view: View, measure: str, year_group: int) -> Count:
    return measured(view.frames, view.subject, view.context.cycle, year_group, measure)


def _reasons(view: View, year_group: int, own: dict[str, Count]) -> list[Part]:
    changed = own["reason_not_said"]
    if changed is NOTHING or not changed.cohort:
        return []
    if changed.is_published and changed.pupils == changed.cohort:
        whom = f"the {changed.cohort_number} pupils of Year {year_group} who went elsewhere than planned"
        return [Sentence(f"Of {whom} nobody's reason was recorded.")]
    rows = [("", Row(label, (rate_cell(own[name]),))) for name, label in _REASONS if own[name] is not NOTHING]
    caption = (
        f"Why plans of Year {year_group} changed, {view.context.cycle}: pupils and share of those who went elsewhere"
    )
    return [Table(f"table-reasons-{year_group}", caption, "Reason", (Column("Pupils"),), grouped(rows))]
