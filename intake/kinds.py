"""Which kind of extract a sheet is, by its columns and by where it lies; and which cycle, where dates tell it."""

from __future__ import annotations

import re
from datetime import date

from domain.calendar import CYCLES, cycle_of
from domain.columns import kind_of
from intake.body import Body
from intake.collection import Place, Resolution
from intake.dates import read_day
from intake.headers import Part

NETWORK = "_network"
# folders of lists that say who is with whom, and words for them in a file's name
SAYS_WHERE = frozenset({"destination_provider", "destination_provider_id"})
FEEDBACK = re.compile(r"\b(?:feedback|enrol(?:l?ed|l?ments?)?)\b", re.IGNORECASE)
# the date whose academic year is the cycle, whatever the folder says: such a list may reach over several years
TOLD_BY = {"encounters": "encounter_on", "compass": "evaluated_on"}


def kind_of_sheet(body: Body, place: Place) -> str | None:
    """The kind that the columns show; a list of who is where, sent by a college, an authority or the sixth form where
    pupils enrolled, is feedback."""
    columns = body.layout.columns
    kind = kind_of(columns)
    if kind not in ("destinations", "roll", None) or "stage" in columns or body.layout.stages:
        return kind
    in_its_folder = any(FEEDBACK.search(name) for name in place.folders)
    says_where = kind == "destinations" or bool(columns & SAYS_WHERE)
    from_outside = place.school == NETWORK and (says_where or "school" not in columns)
    return "feedback" if in_its_folder or from_outside or ("source" in columns and says_where) else kind


def by_date(answer: Resolution, body: Body, part: Part, column: str, came_on: date | None) -> Resolution:
    """The cycle of each row by its date, where it can be read and had come when the file did; else what the names
    say."""
    title = part.titles.get(column)
    days = [read_day(cell) for cell in body.column(title.position)] if title else [None] * len(body.lines)
    days = [day if day and (came_on is None or day <= came_on) else None for day in days]
    # what the names alone would have made of a row without a date is a problem of those rows only
    values = [cycle_of(day) if day else value for day, value in zip(days, answer.values, strict=True)]
    values = [value if value in CYCLES else None for value in values]
    if all(values):
        return Resolution(values, None, {}, {})
    if not any(days):
        return answer
    return Resolution(values, None, {row: "missing" for row, value in enumerate(values) if value is None}, {})
