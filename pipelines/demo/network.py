"""The demo network, written into a home: `schools.csv` and what schools and others drop into their folders in three
years and the autumn after.

Here it is all put together; who the pupils are, where they go, what a school says of them in which file, how a system
spells it, how a file is saved and what is wrong with some of them are the neighbouring modules' business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from pipelines.demo.autumn import Autumn, plain, reconciled
from pipelines.demo.contacts import answers
from pipelines.demo.dirt import NO_AUTUMN_ROLL, UNREAD, Fault, Key, soil, spoilt
from pipelines.demo.exchange import NETWORK, lists
from pipelines.demo.exchanged import Exchanged
from pipelines.demo.files import Sheet, contents, write
from pipelines.demo.folders import add_to_roll, autumn_sheets, year_sheets
from pipelines.demo.generations import Generations, Years
from pipelines.demo.people import Pupil
from pipelines.demo.plans import IN_MAY
from pipelines.demo.register import register_csv
from pipelines.demo.schools import CYCLES, DEMO_SCHOOLS, NEXT_CYCLE, DemoSchool, demo_schools_csv
from pipelines.demo.younger import WHOLE_SCHOOL, Told, leavers, younger


@dataclass(frozen=True, slots=True)
class DemoFile:
    """A file that was written: `path` under the inbox, `rows` of data in it. Only destinations have a year group and a
    stage; a list about many schools has no school_id."""

    path: str
    kind: str
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
    impossible_date, unknown_folder, cycle_disagrees, autumn_roll_missing, few_known (a college's list that hardly names
    a pupil of ours), unknown_status (a word of an application). `reconciled` counts the pupils of the last
    cycle by what a comparison of what was said with the autumn rolls must come to (see `autumn.reconciled`).
    `exchange` counts what is in the other lists.
    """

    schools: int
    pupils: int
    guests: int
    files: tuple[DemoFile, ...]
    cohorts: Mapping[tuple[str, str, int], int]
    faults: Mapping[str, Fault]
    reconciled: Mapping[str, int]
    exchange: Exchanged

    @property
    def no_shows(self) -> int:
        """Pupils who were expected at a school of the network and are not on its roll."""
        return self.reconciled["no_show"]

    @property
    def surprise_arrivals(self) -> int:
        """Pupils on the roll of another school of the network than their own, of whom something else was said."""
        return self.reconciled["surprise_arrival"]


@dataclass(slots=True)
class _Counts:
    """What is counted while the years are told."""

    cohorts: dict[tuple[str, str, int], int] = field(default_factory=dict)
    upns: set[str] = field(default_factory=set)
    guests: int = 0

    def add(self, school_id: str, cycle: str, years: Mapping[int, Sequence[Pupil]]) -> None:
        for year_group, pupils in years.items():
            if pupils:
                self.cohorts[school_id, cycle, year_group] = len(pupils)
                self.upns.update(pupil.upn for pupil in pupils)


def write_demo(home: Path, seed: int = 2026) -> DemoSummary:
    """Write `schools.csv` and `inbox/` of the demo network into `home`; the same seed gives the same bytes.

    The three cycles are 2023-24 to 2025-26, and of 2026-27 there are the rolls of its autumn; nothing in them is dated
    after 15 November 2026, so a run as of any later day can land it all.
    """
    network, sheets, counts, told = Generations(seed), dict[Key, Sheet](), _Counts(), dict[str, Told]()
    for cycle in CYCLES:
        network.begin(cycle)
        told[cycle] = Told(network.on_roll, network.finals)
        sheets.update(year_sheets(network, cycle))
        counts.guests += len(network.guests)
        for school_id, years in network.on_roll.items():
            counts.add(school_id, cycle, {**years, 14: network.repeaters[school_id]})
    autumn = Autumn(network)
    sheets.update(autumn_sheets(autumn))
    for school_id, years in autumn.on_roll.items():
        if school_id not in NO_AUTUMN_ROLL:
            counts.add(school_id, NEXT_CYCLE, years)
    whole = _whole_schools(network, told, sheets, counts)
    opted_out, withdrew = answers(_told_contacts(network, autumn, whole[CYCLES[-1]]))
    faults, files = soil(sheets, plain(autumn.found))
    left = {cycle: leavers(told[cycle]) for cycle in WHOLE_SCHOOL}
    made = lists(seed, autumn, whole, left, spoilt(faults, files))
    home.mkdir(parents=True, exist_ok=True)
    (home / "schools.csv").write_bytes(demo_schools_csv())
    write(home / "reference", PurePosixPath("establishments.csv"), register_csv())
    written = [*_write(home, sheets, files), *_write_lists(home, made.files)]
    unsent = {(school_id, year_group) for school_id in NO_AUTUMN_ROLL for year_group in (7, 12, 13, 14)}
    return DemoSummary(
        schools=len(DEMO_SCHOOLS),
        pupils=len(counts.upns),
        guests=counts.guests,
        files=tuple(written),
        cohorts=counts.cohorts,
        faults={**faults, **made.faults},
        reconciled=reconciled(autumn.found, UNREAD, unsent),
        exchange=made.summary(len(opted_out), len(withdrew), _calls(sheets.values())),
    )


def _whole_schools(
    network: Generations, told: Mapping[str, Told], sheets: Mapping[Key, Sheet], counts: _Counts
) -> dict[str, Years]:
    """Add Years 7 to 10 to the rolls of the last cycles; everybody on roll there, by cycle."""
    whole = younger(network, told)
    for cycle, schools in whole.items():
        for school in DEMO_SCHOOLS:
            years = schools.setdefault(school.school_id, {})
            add_to_roll(sheets[school.school_id, cycle, None, ""], school, years)
            counts.add(school.school_id, cycle, years)
            years.update(told[cycle].on_roll[school.school_id])
    return whole


def _told_contacts(
    network: Generations, autumn: Autumn, last: Years
) -> Iterator[tuple[DemoSchool, Mapping[int, Sequence[Pupil]]]]:
    """The rolls that tell how families can be reached: those of the last cycle, and of its autumn."""
    for school in DEMO_SCHOOLS:
        yield school, {**last[school.school_id], 14: network.repeaters[school.school_id]}
        if school.school_id not in NO_AUTUMN_ROLL:
            yield school, autumn.on_roll.get(school.school_id, {})


def _calls(sheets: Iterable[Sheet]) -> int:
    """How many calls the destinations files note."""
    return sum(
        row[sheet.column("contacted_on")] is not None
        for sheet in sheets
        if "contacted_on" in sheet.fields
        for row in sheet.rows
    )


def _write(home: Path, sheets: Mapping[Key, Sheet], files: Mapping[PurePosixPath, Sheet | bytes]) -> list[DemoFile]:
    keys = {sheet.path: key for key, sheet in sheets.items()}
    written = []
    for path, content in files.items():
        write(home / "inbox", path, content if isinstance(content, bytes) else contents(content))
        rows = 0 if isinstance(content, bytes) else len(content.rows)
        school_id, cycle, year_group, stage = keys.get(path) or _key_of(path)
        kind, said = "destinations" if stage else "roll", "intended" if stage == IN_MAY else stage
        written.append(DemoFile(str(path), kind, school_id, cycle, year_group, said, rows))
    return written


def _write_lists(home: Path, files: Iterable[tuple[str, Sheet]]) -> Iterator[DemoFile]:
    for kind, sheet in files:
        write(home / "inbox", sheet.path, contents(sheet))
        folder, cycle = sheet.path.parts[:2]
        yield DemoFile(str(sheet.path), kind, "" if folder == NETWORK else folder, cycle, None, "", len(sheet.rows))


def _key_of(path: PurePosixPath) -> Key:
    """The collection a path stands for, where the file is not a school's first one."""
    school_id, cycle, folder = path.parts[:3]
    year_group, _, stage = folder.removeprefix("Y").partition("-")
    return school_id, cycle, int(year_group), stage
