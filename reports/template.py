"""The template for one collection: a workbook to type into, prefilled with the pupils of the roll.

Which columns it has is `domain.template_columns`, what may be chosen in them `domain.choices`, the words of its guide
`template_guide.py`. Filled in and dropped back, it is an extract like any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from xlsxwriter.worksheet import Worksheet

from domain.choices import choices
from domain.own_workbooks import INSTRUCTIONS
from domain.package_data import table
from domain.template_columns import DESTINATIONS, TEMPLATE_KINDS, WHO, TemplateColumn, template_columns
from reports.sheet_names import sheet_names
from reports.template_guide import Described, write_guide
from reports.workbooks import Book, height

__all__ = ["Template", "TemplatePupil", "render_template"]

SPARE_ROWS = 40
_TITLES, _HINTS, _FIRST = 1, 2, 3  # rows, from 0
_LAST_COLUMN = 16_383
_FROZEN = ("surname", "forename")
# in letters: of columns that are typed in, and the most; a drop-down is as wide as its column
_WIDTHS = {"text": 24, "date": 13, "code": 16, "identifier": 16, "integer": 12, "number": 12}
_WIDEST = 42
_ALLOWED = (
    "format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter",
)  # fmt: skip
_DATE = {
    "validate": "any",
    "input_title": "A date",
    "input_message": "Type it as dd/mm/yyyy, such as 31/08/2026. Leave it blank if you don't know it yet.",
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
    year_group: int | None = None
    # columns of the roll's own template: as the school wrote them
    more: Mapping[str, str | None] = field(default_factory=dict)

    def says(self, column: str) -> str:
        """What the roll says of the pupil in a column; empty where it says nothing."""
        value = getattr(self, column) if column in WHO else self.more.get(column)
        return value.strftime("%d/%m/%Y") if isinstance(value, date) else "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Template:
    """One collection of one school. Destinations: `cycle` as 2025-26, `year_group` 6, 11, 12 or 13, `stage` intended or
    final. Any other kind of `TEMPLATE_KINDS`: no stage, and a year group only where it names one year's pupils.
    `from_roll_of`: the day of the roll that the pupils are taken from; None without one.
    """

    school: str
    school_id: str
    cycle: str
    year_group: int | None
    stage: str | None
    pupils: tuple[TemplatePupil, ...]
    from_roll_of: date | None
    kind: str = DESTINATIONS

    @property
    def sheet_name(self) -> str:
        """The list's name, which says the collection."""
        if self.kind == DESTINATIONS:
            return f"Y{self.year_group} {self.stage} {self.cycle}"
        label = TEMPLATE_KINDS[self.kind].label
        return f"Y{self.year_group} {label.lower()} {self.cycle}" if self.year_group else f"{label} {self.cycle}"

    @property
    def title(self) -> str:
        if self.kind == DESTINATIONS:
            return f"{self.school}: {self.stage} destinations of Year {self.year_group}, {self.cycle}"
        of = f" of Year {self.year_group}" if self.year_group else ""
        return f"{self.school}: {TEMPLATE_KINDS[self.kind].label.lower()}{of}, {self.cycle}"

    @property
    def folder(self) -> str:
        """Where it belongs, under the inbox."""
        name = f"Y{self.year_group}-{self.stage}" if self.kind == DESTINATIONS else self.kind
        return f"{self.school_id}/{self.cycle}/{name}/"

    @property
    def columns(self) -> tuple[TemplateColumn, ...]:
        """The school's own number for a pupil is asked only where somebody has no UPN."""
        columns = template_columns(self.year_group, self.stage, self.kind)
        if self.kind == "roll" or not all(pupil.upn for pupil in self.pupils):
            return columns
        return tuple(asked for asked in columns if asked.column.name != "mis_id")

    def prefilled(self, column: str) -> list[str]:
        """What stands in a column already, a text for each row; empty where nothing does."""
        if column == "benchmark":
            return [*table("benchmarks")["benchmark"]]
        cells = [pupil.says(column) for pupil in self.pupils]
        return cells if any(cells) else []

    @property
    def rows(self) -> int:
        """Rows to type into, spare ones too."""
        return len(self.prefilled("benchmark")) if self.kind == "compass" else len(self.pupils) + SPARE_ROWS


def render_template(template: Template) -> bytes:
    """The workbook as .xlsx, the same bytes for the same input."""
    book = Book(template.title)
    (name,) = sheet_names([template.sheet_name])
    described = Described(
        template.kind, template.year_group, template.stage, len(template.pupils), template.from_roll_of
    )
    write_guide(book, described, template.title, template.folder, name)
    _write_list(book, template, name)
    return book.finish()


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
    return _FIRST + template.rows - 1


def _hint(place: int, asked: TemplateColumn) -> str:
    return f"{INSTRUCTIONS}. {asked.hint}" if place == 0 else asked.hint


def _write_column(book: Book, sheet: Worksheet, template: Template, place: int, asked: TemplateColumn) -> float:
    """Write a column; its width."""
    column, rows = asked.column, (_FIRST, _last_row(template))
    labels = choices(column.name, template.year_group, template.stage) if column.type == "code" else ()
    cells = template.prefilled(column.name)
    book.write(sheet, _TITLES, place, column.label, "title", *(() if column.name in WHO and cells else ("asked",)))
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
