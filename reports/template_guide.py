"""The guide of a template: what is asked, how to fill it in, and what may be chosen. Words only; the list itself is
`template.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from domain.choices import choices
from domain.destination_types import destination_types
from domain.package_data import table
from domain.template_columns import DESTINATIONS, TEMPLATE_KINDS
from reports.numbers import long_date, plural
from reports.workbooks import Book, Guide

_ASKED = {
    "intended": "Where does each pupil plan to go after this summer?",
    "final": "Where did each pupil go?",
}
# Year 12 is asked another question than the leavers: most of its pupils stay.
_ASKED_OF_YEAR_12 = {
    "intended": "Where will each pupil be next autumn? Plans for the time after Year 13 have columns of their own.",
    "final": "Where did each pupil go who has left? Leave those who stay for Year 13 blank: your next roll names them.",
}


@dataclass(frozen=True, slots=True)
class Described:
    """What a template is about, as its guide tells it: how many pupils it names, and the day of their roll."""

    kind: str
    year_group: int | None
    stage: str | None
    pupils: int
    from_roll_of: date | None

    @property
    def asked(self) -> str:
        """The question that it asks."""
        if self.kind != DESTINATIONS:
            return TEMPLATE_KINDS[self.kind].asked
        return (_ASKED_OF_YEAR_12 if self.year_group == 12 else _ASKED)[self.stage or "final"]


def write_guide(book: Book, template: Described, title: str, folder: str, name: str) -> None:
    """The first sheet of a template that belongs in a folder and whose list stands on the sheet `name`."""
    guide = Guide(book, (50, 45, 30))
    guide.line(title, "headline")
    guide.line(template.asked, "lead")
    guide.skip()
    guide.steps(_steps(template, folder, name))
    guide.skip()
    if template.kind == DESTINATIONS:
        guide.line("What you can choose as destination", "heading")
        guide.cells(("Choose", "Our reports count it as"), "title")
        for label, counted_as in _meanings(template):
            guide.cells((label, counted_as), "wrapped", "boxed")
        guide.skip()
    if template.kind == "compass":
        guide.line("The eight Gatsby benchmarks", "heading")
        for number, label in table("benchmarks").select("benchmark", "label").iter_rows():
            guide.line(f"{number}  {label}", "lead")
        guide.skip()
    guide.line("Questions? Ask the network's data team. Nothing you type here can break anything.", "lead")
    guide.marks("", folder)


def _steps(template: Described, folder: str, name: str) -> Iterator[str]:
    yield f"Go to the sheet “{name}”.{_named(template)}"
    if template.kind != DESTINATIONS:
        yield TEMPLATE_KINDS[template.kind].filling_in
    yield "Fill it in from left to right. Where a cell has an arrow, choose from the list; type dates as dd/mm/yyyy."
    yield "Leave blank what you don't know yet: you can send the workbook again as often as you like, with more in it."
    if template.stage == "final":
        yield "Choose “Not known” only when you have tried to find out and could not."
    if template.kind == DESTINATIONS and template.pupils:
        yield "Is a pupil missing? Use the empty rows at the end. Has one left the school? Keep the row: we still ask."
    yield f"Save it as an Excel workbook (.xlsx), under any name, and drop it into inbox/{folder.rstrip('/')}."


def _named(template: Described) -> str:
    """Whom the list names already, or what a row is for."""
    if template.pupils:
        roll = f" of {long_date(template.from_roll_of)}" if template.from_roll_of else ""
        return f" It names the {plural(template.pupils, 'pupil')} of your roll{roll}."
    if template.kind == "compass":
        return " It has a row for each benchmark."
    row = "pupil" if template.kind == DESTINATIONS else TEMPLATE_KINDS[template.kind].a_row_for
    return f" Type one row for each {row}."


def _meanings(template: Described) -> list[tuple[str, str]]:
    """Each destination that can be chosen, and the category that it counts in."""
    names = dict(table("destination_categories").select("destination_category", "label").iter_rows())
    counted = destination_types().filter(year_group=template.year_group).select("label", "destination_category")
    category = dict(counted.iter_rows())
    return [
        (label, names.get(category[label] or "", "Left out of all counts"))
        for label in choices("destination_type", template.year_group, template.stage)
    ]
