"""A network's files for the benchmarks, by the demo's own generator: every school sends one of each collection, each in
its system's style, workbooks and separated text mixed; a few rows of every twelfth file are wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from random import Random

from domain.calendar import Calendar
from pipelines.demo.dialects import STYLES
from pipelines.demo.files import Cell, Sheet, contents, write
from pipelines.demo.journeys import Claim, Journeys
from pipelines.demo.people import Pupil, Register
from pipelines.demo.plans import plans
from pipelines.demo.schools import DemoSchool, schools_csv

CYCLE = "2025-26"
COLLECTIONS = ((6, "final"), *((year_group, stage) for year_group in (11, 12, 13) for stage in ("intended", "final")))
_FAULTY = 12
_FAULTS = {"upn": "A000000000000", "destination_type": "Colege or simmilar", "date_of_birth": "31/02/2010"}


def school(number: int, style: str) -> DemoSchool:
    """The n-th school, with pupils of all year groups that are collected."""
    return DemoSchool(
        school_id=f"benchmark-{number:02d}", name=f"Benchmark School {number}", urn=str(980_000 + number),
        laestab=f"380{4100 + number}", phase="all-through", year_groups=(6, 11, 12, 13), region="North", style=style,
    )  # fmt: skip


def schools(count: int) -> list[DemoSchool]:
    """So many schools, the styles in turn."""
    styles = list(STYLES)
    return [school(number, styles[number % len(styles)]) for number in range(count)]


def school_sheets(of: DemoSchool, pupils: int) -> Iterator[Sheet]:
    """The files of one school: its roll, and each collection with `pupils` rows."""
    random = Random(of.school_id)
    journeys, register = Journeys(random, Calendar()), Register([of.la])
    on_roll = {
        year_group: [register.enrol(random, of.school_id, of.laestab, year_group, 2026) for _ in range(pupils)]
        for year_group in of.year_groups
    }
    finals = {
        year_group: [journeys.final(of, CYCLE, year_group, pupil, 0.03) for pupil in group]
        for year_group, group in on_roll.items()
    }
    everybody = [(pupil, Claim(), year_group) for year_group, group in on_roll.items() for pupil in group]
    yield _sheet(of, None, "", [_record(of, *each) for each in everybody])
    for year_group, stage in COLLECTIONS:
        records = []
        for pupil, final in zip(on_roll[year_group], finals[year_group], strict=True):
            claim = final if stage == "final" else plans(journeys, of, CYCLE, year_group, pupil, final).current
            records.append(_record(of, pupil, claim, year_group))
        yield _sheet(of, year_group, stage, records)


def _record(of: DemoSchool, pupil: Pupil, claim: Claim, year_group: int) -> dict[str, Cell]:
    return {
        **asdict(pupil),
        **asdict(claim),
        "school": of.name,
        "year_group": str(year_group),
        "form": f"{year_group}A",
    }


def _sheet(of: DemoSchool, year_group: int | None, stage: str, records: list[dict[str, Cell]]) -> Sheet:
    style = STYLES[of.style]
    columns = style.dialect.roll if year_group is None else style.dialect.destinations
    folder = f"Y{year_group}-{stage}" if stage else "roll"
    words = {field: style.dialect.words.get(field, {}) for field in columns.values()}
    return Sheet(
        path=PurePosixPath(of.school_id, CYCLE, folder, f"export.{style.suffix}"),
        style=style,
        headers=[header.format(stage=stage.capitalize()) for header in columns],
        fields=list(columns.values()),
        rows=[[_said(record.get(field), said) for field, said in words.items()] for record in records],
    )  # fmt: skip


def _said(value: Cell, words: Mapping[str, str]) -> Cell:
    return words.get(value, value) if isinstance(value, str) else value


def _spoil(sheet: Sheet) -> None:
    for row, (field, wrong) in enumerate(_FAULTS.items()):
        if field in sheet.fields:
            sheet.rows[row][sheet.column(field)] = wrong


def write_network(home: Path, count: int, pupils: int) -> list[Sheet]:
    """`schools.csv`, `network.toml` and the inbox of a home; returns the files that were written."""
    network = schools(count)
    sheets = [sheet for each in network for sheet in school_sheets(each, pupils)]
    for sheet in sheets[_FAULTY // 2 :: _FAULTY]:
        _spoil(sheet)
    for sheet in sheets:
        write(home / "inbox", sheet.path, contents(sheet))
    write_schools(home, network)
    return sheets


def write_schools(home: Path, network: list[DemoSchool]) -> None:
    """`schools.csv` and a plain `network.toml`."""
    rows = [
        {
            "school_id": each.school_id, "name": each.name, "urn": each.urn, "laestab": each.laestab,
            "phase": each.phase, "has_sixth_form": "yes", "region": each.region,
        }
        for each in network
    ]  # fmt: skip
    (home / "schools.csv").write_bytes(schools_csv(rows))
    (home / "network.toml").write_text('[network]\nname = "Benchmark network"\n', "utf-8")
