"""Which templates there are, what each asks for, and the columns that a school is asked to fill in. The lists are
`collection_kinds.csv` (words for people) and `template_columns.csv` (in the order of the sheet)."""

from __future__ import annotations

from dataclasses import dataclass

from domain.columns import COLUMNS, Column
from domain.package_data import table

DESTINATIONS = "destinations"
# What a template says already: who the pupil is, as the roll has it, and which benchmark.
WHO = frozenset({"surname", "forename", "date_of_birth", "upn", "uln", "mis_id", "form", "year_group"})
PREFILLED = WHO | {"benchmark"}
_ANY = "any"


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """A column of a template and the few words beneath its title that say how to fill it in."""

    column: Column
    hint: str


@dataclass(frozen=True, slots=True)
class TemplateKind:
    """What a template other than that of destinations asks: its `label`, the year groups whose pupils it may name
    (empty: it names none), what a row is for, the question, and how to fill it in."""

    label: str
    year_groups: tuple[int, ...]
    a_row_for: str
    asked: str
    filling_in: str


# Roll, applications, enrolments …: each has a folder of its name in the school's inbox.
TEMPLATE_KINDS: dict[str, TemplateKind] = {
    kind: TemplateKind(label, tuple(map(int, years.split("|"))) if years else (), *words)
    for kind, label, _, years, *words in table("collection_kinds").iter_rows()
}


def template_columns(
    year_group: int | None = None, stage: str | None = None, kind: str = DESTINATIONS
) -> tuple[TemplateColumn, ...]:
    """The columns of the template of a kind: for destinations those of a year group (6, 11, 12, 13) and a stage
    (`intended`, `final`), for the others all."""
    return tuple(
        TemplateColumn(COLUMNS[column], hint)
        for of_kind, column, year_groups, stages, hint in table("template_columns").iter_rows()
        if of_kind == kind
        and (year_groups == _ANY or str(year_group) in year_groups.split("|"))
        and (stages == _ANY or stage in stages.split("|"))
    )
