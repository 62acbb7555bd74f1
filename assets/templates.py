"""The template of a collection, prefilled from the school's newest roll. How the workbook looks is
`reports/template.py`."""

from __future__ import annotations

from datetime import date

import polars as pl

from domain.collection_folders import collected
from reports.template import Template, TemplatePupil, render_template
from warehouse.database import Warehouse
from warehouse.home import Home
from warehouse.settings import SettingsError

_PUPILS = """
select r.upn, r.uln, r.mis_id, r.surname, r.forename, r.date_of_birth, r.form, o.received_on
from staged.roll as o
join staged.rows as r on r.delivery_id = o.delivery_id and r.sheet = o.sheet and r.line = o.line and r.part = o.part
left join core.pupil_links as l on l.delivery_id = o.delivery_id and l.sheet = o.sheet and l.line = o.line
left join core.pupils as p on p.pupil_id = l.pupil_id
where o.cycle = ? and o.school_id = ? and o.year_group = ? and o.is_newest and o.leaving_date is null
and not coalesce(p.left_for_good, false)
order by r.surname, r.forename, o.line
"""


def template(home: Home, school_id: str, cycle: str, year_group: int, stage: str) -> bytes:
    """The workbook for one collection of one school. Raises SettingsError where there is no such collection."""
    school = _school(home, school_id)
    _refuse_what_is_not_collected(school, year_group, stage)
    pupils, received_on = _pupils(home, school_id, cycle, year_group)
    return render_template(
        Template(
            school=str(school["name"]), school_id=school_id, cycle=cycle, year_group=year_group, stage=stage,
            pupils=pupils, from_roll_of=received_on,
        )
    )  # fmt: skip


def _school(home: Home, school_id: str) -> dict[str, object]:
    found = home.schools.filter(pl.col("school_id") == school_id)
    if found.is_empty():
        raise SettingsError(f'Unknown school "{school_id}". There are: {", ".join(home.schools["school_id"])}.')
    return found.row(0, named=True)


def _refuse_what_is_not_collected(school: dict[str, object], year_group: int, stage: str) -> None:
    years = collected(str(school["phase"]), bool(school["has_sixth_form"]))
    if year_group not in years:
        raise SettingsError(f"{school['name']} sends nothing about Year {year_group}: see its phase in schools.csv.")
    if stage not in years[year_group]:
        sent = ", ".join(str(year) for year, stages in years.items() if stage in stages)
        raise SettingsError(f"Schools send {stage} destinations for Years {sent}, not for Year {year_group}.")


def _pupils(home: Home, school_id: str, cycle: str, year_group: int) -> tuple[tuple[TemplatePupil, ...], date | None]:
    if not home.warehouse_file.exists():
        return (), None
    with Warehouse(home.warehouse_file).open("making a template") as database:
        if not all(database.exists(name) for name in ("staged.roll", "core.pupil_links", "core.pupils")):
            return (), None
        rows = database.query(_PUPILS, [cycle, school_id, year_group])
    pupils = tuple(TemplatePupil(**row) for row in rows.drop("received_on").iter_rows(named=True))
    return pupils, (rows["received_on"].max() if pupils else None)  # type: ignore[return-value]
