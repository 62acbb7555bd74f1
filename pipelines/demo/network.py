"""The demo network, written into a home: `schools.csv` and three years of what schools drop into their folders.

Here the files are laid out; who the pupils are, where they go, how a system spells it, how a file is saved and what is
wrong with some of them are the neighbouring modules' business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path, PurePosixPath

from pipelines.demo.dialects import STYLES
from pipelines.demo.dirt import Fault, Key, soil
from pipelines.demo.files import Cell, Sheet, contents, write
from pipelines.demo.generations import Generations
from pipelines.demo.journeys import Claim
from pipelines.demo.people import Pupil
from pipelines.demo.schools import CYCLES, DEMO_SCHOOLS, DemoSchool, demo_schools_csv

Record = dict[str, Cell]
_FIELDS = {kind: tuple(part.name for part in fields(kind)) for kind in (Pupil, Claim)}


@dataclass(frozen=True, slots=True)
class DemoFile:
    """A file that was written: `path` under the inbox, `rows` of data in it. A roll has no year group and no stage."""

    path: str
    school_id: str
    cycle: str
    year_group: int | None
    stage: str
    rows: int


@dataclass(frozen=True, slots=True)
class DemoSummary:
    """What `write_demo` wrote.

    `pupils` counts everybody with a main registration once, `guests` the guests on the rolls of all cycles, `cohorts`
    the main registrations by (school_id, cycle, year group). `faults` holds the dirt by name: duplicate_pupil,
    near_miss_code, missing_destination_column, unreadable_file, resubmission, nothing_sent, upn_check_letter,
    impossible_date, unknown_folder, cycle_disagrees.
    """

    schools: int
    pupils: int
    guests: int
    files: tuple[DemoFile, ...]
    cohorts: Mapping[tuple[str, str, int], int]
    faults: Mapping[str, Fault]


def _values(record: Pupil | Claim) -> Record:
    return {name: getattr(record, name) for name in _FIELDS[type(record)]}


def _said(value: Cell, words: Mapping[str, str]) -> Cell:
    return words.get(value, value) if isinstance(value, str) else value


def _by_name(record: Record) -> tuple[str, ...]:
    return tuple(str(record[name]) for name in ("surname", "forename", "upn"))


def _sheet(school: DemoSchool, cycle: str, year_group: int | None, stage: str, records: list[Record]) -> Sheet:
    style = STYLES[school.style]
    dialect = style.dialect
    columns = dialect.roll if year_group is None else dialect.destinations
    name = dialect.roll_name if year_group is None else dialect.destinations_name
    folder = "roll" if year_group is None else f"Y{year_group}-{stage}"
    filename = f"{name.format(year_group=year_group, stage=stage)}.{style.suffix}"
    words = [(field, dialect.words.get(field, {})) for field in columns.values()]
    return Sheet(
        path=PurePosixPath(school.school_id, cycle, folder, filename),
        style=style,
        headers=[header.format(stage=stage.capitalize()) for header in columns],
        fields=list(columns.values()),
        rows=[[_said(record.get(field), said) for field, said in words] for record in records],
        titles=[school.name, "Report for the network office", ""] if style.title_rows else [],
    )


def _roll(network: Generations, school: DemoSchool, cycle: str) -> Sheet:
    records: list[Record] = []
    for year_group, pupils in network.on_roll[school.school_id].items():
        year = list(zip(pupils, network.finals[school.school_id][year_group], strict=True))
        if year_group == 11 and school.school_id in network.guests:
            year.append((network.guests[school.school_id], Claim()))
        records += sorted(
            (
                {
                    **_values(pupil),
                    "leaving_date": final.leaving_date,
                    "year_group": str(year_group),
                    "form": f"{year_group}{'ABCDEF'[number % 6]}",
                }
                for number, (pupil, final) in enumerate(year)
            ),
            key=_by_name,
        )
    return _sheet(school, cycle, None, "", records)


def _destinations(network: Generations, school: DemoSchool, cycle: str, year_group: int, stage: str) -> Sheet:
    records: list[Record] = []
    pupils = network.on_roll[school.school_id][year_group]
    for pupil, final in zip(pupils, network.finals[school.school_id][year_group], strict=True):
        intended = stage == "intended"
        claim = network.journeys.intended(school, cycle, year_group, pupil, final) if intended else final
        if claim is not None:
            records.append({**_values(pupil), **_values(claim), "school": school.name})
    return _sheet(school, cycle, year_group, stage, sorted(records, key=_by_name))


def _sheets(network: Generations, cycle: str) -> Iterator[tuple[Key, Sheet]]:
    for school in DEMO_SCHOOLS:
        yield (school.school_id, cycle, None, ""), _roll(network, school, cycle)
        for year_group in school.year_groups:
            for stage in ("intended", "final"):
                sheet = _destinations(network, school, cycle, year_group, stage)
                yield (school.school_id, cycle, year_group, stage), sheet


def write_demo(home: Path, seed: int = 2026) -> DemoSummary:
    """Write `schools.csv` and `inbox/` of the demo network into `home`; the same seed gives the same bytes.

    The three cycles are 2023-24 to 2025-26; nothing in them is dated after 15 November 2026, so a run as of any later
    day can land it all.
    """
    network = Generations(seed)
    sheets: dict[Key, Sheet] = {}
    cohorts: dict[tuple[str, str, int], int] = {}
    upns: set[str] = set()
    guests = 0
    for cycle in CYCLES:
        network.begin(cycle)
        sheets.update(_sheets(network, cycle))
        guests += len(network.guests)
        for school_id, years in network.on_roll.items():
            for year_group, pupils in years.items():
                cohorts[school_id, cycle, year_group] = len(pupils)
                upns.update(pupil.upn for pupil in pupils)
    faults, files = soil(sheets)
    home.mkdir(parents=True, exist_ok=True)
    (home / "schools.csv").write_bytes(demo_schools_csv())
    keys = {sheet.path: key for key, sheet in sheets.items()}
    written: list[DemoFile] = []
    for path, content in files.items():
        write(home / "inbox", path, content if isinstance(content, bytes) else contents(content))
        rows = 0 if isinstance(content, bytes) else len(content.rows)
        written.append(DemoFile(str(path), *(keys.get(path) or _key_of(path)), rows))
    return DemoSummary(len(DEMO_SCHOOLS), len(upns), guests, tuple(written), cohorts, faults)


def _key_of(path: PurePosixPath) -> Key:
    """The collection a path stands for, where the file is not a school's first one."""
    school_id, cycle, folder = path.parts[:3]
    year_group, _, stage = folder.removeprefix("Y").partition("-")
    return school_id, cycle, int(year_group), stage
