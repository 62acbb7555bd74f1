"""The template for one collection: a workbook to type destinations into, prefilled with the pupils of the roll.

Which columns it has is `domain.template_columns`, what may be chosen in them `domain.choices`. Filled in and dropped
back, it is an extract like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date

from xlsxwriter.worksheet import Worksheet

from domain.choices import choices
from domain.destination_types import destination_types
from domain.own_workbooks import INSTRUCTIONS
from domain.package_data import table
from domain.template_columns import TemplateColumn, template_columns
from reports.numbers import long_date, plural
from reports.sheet_names import sheet_names
from reports.workbooks import Book, Guide, height

__all__ = ["Template", "TemplatePupil", "render_template"]

SPARE_ROWS = 40
_TITLES, _HINTS, _FIRST = 1, 2, 3  # rows, from 0
_LAST_COLUMN = 16_383
_FROZEN = ("surname", "forename")
# in letters: of columns that are typed in, and the most; a drop-down is as wide as its column
_WIDTHS = {"text": 24, "date": 13, "code": 16, "identifier": 16}
_WIDEST = 42
_ALLOWED = (
    "format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter",
)  # fmt: skip
_DATE = {
    "validate": "any",
    "input_title": "A date",
    "input_message": "Type it as dd/mm/yyyy, such as 31/08/2026. Leave it blank if you don't know it yet.",
}
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
class TemplatePupil:
    """A pupil of the roll, as the template shows them."""

    upn: str | None
    uln: str | None
    mis_id: str | None
    surname: str | None
    forename: str | None
    date_of_birth: date | None
    form: str | None


_FROM_ROLL = frozenset(field.name for field in fields(TemplatePupil))


@dataclass(frozen=True, slots=True)
class Template:
    """One collection of one school: `cycle` as 2025-26, `year_group` 6, 11, 12 or 13, `stage` intended or final.
    `from_roll_of`: the day of the roll that the pupils are taken from; None without one.
    """

    school: str
    school_id: str
    cycle: str
    year_group: int
    stage: str
    pupils: tuple[TemplatePupil, ...]
    from_roll_of: date | None

    @property
    def sheet_name(self) -> str:
        """The list's name, which says the collection."""
        return f"Y{self.year_group} {self.stage} {self.cycle}"

    @property
    def title(self) -> str:
        return f"{self.school}: {self.stage} destinations of Year {self.year_group}, {self.cycle}"

    @property
    def folder(self) -> str:
        """Where it belongs, under the inbox."""
        return f"{self.school_id}/{self.cycle}/Y{self.year_group}-{self.stage}/"

    @property
    def columns(self) -> tuple[TemplateColumn, ...]:
        """The school's own number for a pupil is asked only where somebody has no UPN."""
        everybody_has_upn = all(pupil.upn for pupil in self.pupils)
        columns = template_columns(self.year_group, self.stage)
        return tuple(asked for asked in columns if not (asked.column.name == "mis_id" and everybody_has_upn))


def render_template(template: Template) -> bytes:
    """The workbook as .xlsx, the same bytes for the same input."""
    book = Book(template.title)
    (name,) = sheet_names([template.sheet_name])
    _write_guide(book, template, name)
    _write_list(book, template, name)
    return book.finish()


def _write_guide(book: Book, template: Template, name: str) -> None:
    guide = Guide(book, (50, 45, 30))
    guide.line(template.title, "headline")
    asked = _ASKED_OF_YEAR_12 if template.year_group == 12 else _ASKED
    guide.line(asked[template.stage], "lead")
    guide.skip()
    guide.steps(_steps(template, name))
    guide.skip()
    guide.line("What you can choose as destination", "heading")
    guide.cells(("Choose", "Our reports count it as"), "title")
    for label, counted_as in _meanings(template):
        guide.cells((label, counted_as), "wrapped", "boxed")
    guide.skip()
    guide.line("Questions? Ask the network's data team. Nothing you type here can break anything.", "lead")
    guide.marks("", template.folder)


def _steps(template: Template, name: str) -> Iterator[str]:
    pupils = plural(len(template.pupils), "pupil")
    roll = f" of {long_date(template.from_roll_of)}" if template.from_roll_of else ""
    filled = f" It names the {pupils} of your roll{roll}." if template.pupils else " Type one row for each pupil."
    yield f"Go to the sheet “{name}”.{filled}"
    yield "Fill it in from left to right. Where a cell has an arrow, choose from the list; type dates as dd/mm/yyyy."
    yield "Leave blank what you don't know yet: you can send the workbook again as often as you like, with more in it."
    if template.stage == "final":
        yield "Choose “Not known” only when you have tried to find out and could not."
    if template.pupils:
        yield "Is a pupil missing? Use the empty rows at the end. Has one left the school? Keep the row: we still ask."
    yield f"Save it as an Excel workbook (.xlsx), under any name, and drop it into inbox/{template.folder.rstrip('/')}."


def _meanings(template: Template) -> list[tuple[str, str]]:
    """Each destination that can be chosen, and the category that it counts in."""
    names = dict(table("destination_categories").select("destination_category", "label").iter_rows())
    counted = destination_types().filter(year_group=template.year_group).select("label", "destination_category")
    category = dict(counted.iter_rows())
    return [
        (label, names.get(category[label] or "", "Left out of all counts"))
        for label in choices("destination_type", template.year_group, template.stage)
    ]


def _write_list(book: Book, template: Template, name: str) -> None:
    sheet, columns = book.sheet(name), template.columns
    book.write(sheet, 0, 0, template.title, "heading")
    sheet.set_row(0, 24)
    widths = [_write_column(book, sheet, template, place, asked) for place, asked in enumerate(columns)]
    sheet.set_row(_TITLES, height((asked.column.label for asked in columns), widths))
    sheet.set_row(_HINTS, height((_hint(place, asked) for place, asked in enumerate(columns)), widths))
    sheet.autofilter(_HINTS, 0, _last_row(template), len(columns) - 1)
    sheet.set_column(len(columns), _LAST_COLUMN, None, book.style("open"))
    sheet.freeze_panes(_FIRST, len(_FROZEN))
    sheet.repeat_rows(_TITLES)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    # without a password: it keeps titles from being typed over, and anybody may lift it
    sheet.protect("", dict.fromkeys(_ALLOWED, True))


def _last_row(template: Template) -> int:
    return _FIRST + len(template.pupils) + SPARE_ROWS - 1


def _hint(place: int, asked: TemplateColumn) -> str:
    return f"{INSTRUCTIONS}. {asked.hint}" if place == 0 else asked.hint


def _write_column(book: Book, sheet: Worksheet, template: Template, place: int, asked: TemplateColumn) -> float:
    """Write a column; its width."""
    column, rows = asked.column, (_FIRST, _last_row(template))
    labels = choices(column.name, template.year_group, template.stage) if column.type == "code" else ()
    cells = _prefilled(template.pupils, column.name)
    book.write(sheet, _TITLES, place, column.label, "title", *(() if column.name in _FROM_ROLL else ("asked",)))
    book.write(sheet, _HINTS, place, _hint(place, asked), "hint")
    for row in range(rows[0], rows[1] + 1):
        at = row - _FIRST
        book.write(sheet, row, place, cells[at] if at < len(cells) else "", "open", "boxed")
    if labels:
        book.offer(sheet, rows, place, labels)
    elif column.type == "date":
        sheet.data_validation(rows[0], place, rows[1], place, _DATE)
    longest = max(map(len, (*labels, *cells, column.label)))
    width = min(max(longest + 2, 0 if cells else _WIDTHS[column.type]), _WIDEST)
    sheet.set_column(place, place, width, book.style("open"))
    return width


def _prefilled(pupils: Sequence[TemplatePupil], name: str) -> list[str]:
    """What the roll says in this column, a text for each pupil; empty where it is not the roll's."""
    values = [getattr(pupil, name) for pupil in pupils] if name in _FROM_ROLL else []
    return [value.strftime("%d/%m/%Y") if isinstance(value, date) else value or "" for value in values]
