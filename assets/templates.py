"""The template of a collection, prefilled from the school's newest rolls. How the workbook looks is
`reports/template.py`."""

from __future__ import annotations

from datetime import date

import polars as pl

from domain.collection_folders import collected, kinds_collected
from domain.template_columns import DESTINATIONS, TEMPLATE_KINDS, template_columns
from reports.numbers import listed
from reports.template import Template, TemplatePupil, render_template
from warehouse.database import Database, Warehouse
from warehouse.home import Home
from warehouse.settings import SettingsError

_ON_ROLL = """
from staged.roll as o
join staged.rows as r on r.delivery_id = o.delivery_id and r.sheet = o.sheet and r.line = o.line and r.part = o.part
join raw.rows as w on w.delivery_id = o.delivery_id and w.sheet = o.sheet and w.line = o.line and w.part = o.part
left join core.pupil_links as l on l.delivery_id = o.delivery_id and l.sheet = o.sheet and l.line = o.line
left join core.pupils as p on p.pupil_id = l.pupil_id
where o.cycle = ? and o.school_id = ? and list_contains(?, o.year_group) and o.is_newest and o.leaving_date is null
and not coalesce(p.left_for_good, false)
order by o.year_group, r.surname, r.forename, o.line
"""
_WHO = "r.upn, r.uln, r.mis_id, r.surname, r.forename, r.date_of_birth, r.form, r.year_group, o.received_on"


def template(home: Home, school_id: str, cycle: str, year_group: int, stage: str) -> bytes:
    """The workbook for one collection of destinations of one school. Raises SettingsError where there is no such
    collection."""
    school = _school(home, school_id)
    _refuse_what_is_not_collected(school, year_group, stage)
    return _rendered(home, school, cycle, DESTINATIONS, year_group, stage, (year_group,))


def template_of_kind(home: Home, school_id: str, cycle: str, kind: str, year_group: int | None = None) -> bytes:
    """The workbook for what a school sends besides destinations (`TEMPLATE_KINDS`); with a year group it names that
    one's pupils alone. Raises SettingsError where the school sends no such thing."""
    school, about = _school(home, school_id), TEMPLATE_KINDS[kind]
    sent = kinds_collected(str(school["phase"]), bool(school["has_sixth_form"]))
    if kind not in sent:
        raise SettingsError(f"{school['name']} sends no {kind}, only {listed(sent)}: see its phase in schools.csv.")
    if year_group is not None and year_group not in about.year_groups:
        years = f"Years {listed(map(str, about.year_groups))}" if about.year_groups else "no year group"
        raise SettingsError(f"A template for {kind} is about {years}: leave --year-group out, or choose one of them.")
    years_named = about.year_groups if year_group is None else (year_group,)
    return _rendered(home, school, cycle, kind, year_group, None, years_named)


def _rendered(
    home: Home,
    school: dict[str, object],
    cycle: str,
    kind: str,
    year_group: int | None,
    stage: str | None,
    years: tuple[int, ...],
) -> bytes:
    school_id = str(school["school_id"])
    pupils, received_on = _pupils(home, school_id, cycle, years, kind)
    return render_template(
        Template(
            school=str(school["name"]), school_id=school_id, cycle=cycle, year_group=year_group, stage=stage,
            pupils=pupils, from_roll_of=received_on, kind=kind,
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


def _pupils(
    home: Home, school_id: str, cycle: str, years: tuple[int, ...], kind: str
) -> tuple[tuple[TemplatePupil, ...], date | None]:
    """The pupils of these year groups on the newest rolls, and the day of the latest of these."""
    if not years or not home.warehouse_file.exists():
        return (), None
    with Warehouse(home.warehouse_file).open("making a template") as database:
        if not all(database.exists(name) for name in ("staged.roll", "core.pupil_links", "core.pupils")):
            return (), None
        where: list[object] = [cycle, school_id, list(years)]
        who = database.query(f"select {_WHO} {_ON_ROLL}", where)
        more = _as_sent(database, where) if kind == "roll" else [{}] * who.height
    pupils = tuple(
        TemplatePupil(**row, more=said)
        for row, said in zip(who.drop("received_on").iter_rows(named=True), more, strict=True)
    )
    return pupils, (who["received_on"].max() if pupils else None)  # type: ignore[return-value]


def _as_sent(database: Database, where: list[object]) -> list[dict[str, str | None]]:
    """What the school itself wrote in the columns of a roll: typed anew it would have to be asked for again."""
    names = [asked.column.name for asked in template_columns(kind="roll")]
    return database.query(f"select {', '.join(f'w.{name}' for name in names)} {_ON_ROLL}", where).to_dicts()
