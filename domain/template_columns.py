"""Which columns a school is asked to fill in, for each year group and stage. The list is `template_columns.csv`, in
the order of the sheet."""

from __future__ import annotations

from dataclasses import dataclass

from domain.columns import COLUMNS, Column
from domain.package_data import table


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """A column of a template and the few words beneath its title that say how to fill it in."""

    column: Column
    hint: str


def template_columns(year_group: int, stage: str) -> tuple[TemplateColumn, ...]:
    """The columns of the template for a year group (6, 11, 12, 13) and a stage (`intended`, `final`)."""
    return tuple(
        TemplateColumn(COLUMNS[column], hint)
        for column, year_groups, stages, hint in table("template_columns").iter_rows()
        if str(year_group) in year_groups.split("|") and stage in stages.split("|")
    )
