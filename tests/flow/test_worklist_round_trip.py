"""Worklists from end to end: written for a school, filled in by somebody who is right, in a hurry or wrong, dropped, and
counted. What must come out is noted while the lists are filled in, and nowhere else."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import openpyxl
import polars as pl
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from school_files import SURNAMES, drop, receipts, upn
from steps import land_and_build, new_home, noon, write_receipts

from assets.worklists import write_worklists
from domain.own_workbooks import GUIDE, LISTS
from domain.worklist_columns import WORKLISTS
from tests.returned import saved
from warehouse.database import Warehouse
from warehouse.events import LONDON
from warehouse.home import Home

CYCLE, MADE, BACK = "2025-26", date(2026, 9, 14), date(2026, 9, 16)
YEARS = {11: range(24), 12: range(50, 56), 13: range(30, 46)}
OBJECTOR, DECEASED, NO_CONTACT = 3, 4, 5
FIRST_ROW = 4


def person(number: int) -> str:
    born = 2009 if number < 30 else 2007 if number < 50 else 2008
    return f"{upn(number)},{SURNAMES[number % 8]},Forename{number},{1 + number % 28:02d}/10/{born}"


def roll() -> str:
    permission = {OBJECTOR: "Withdrawn", NO_CONTACT: "No"}
    lines = [
        "UPN,Surname,Forename,DOB,Year group,Tutor group,Attendance,SEN,Leaving date,Contact permission,Parent name,"
        "Parent phone"
    ]
    for year, numbers in YEARS.items():
        for n in numbers:
            left = "09/01/2026" if n in (50, 51) else ""
            lines.append(
                f"{person(n)},{year},{year}{'AB'[n % 2]},{85 + n % 12},{'E' if n == 7 else 'N'},{left},"
                f"{permission.get(n, 'Yes')},Parent{n},07700 900{n:03d}"
            )
    return "\n".join(lines) + "\n"


def plans(year: int) -> str:
    said = ["FE_COLLEGE,Larkhill College", "SIXTH_FORM,Hollins Academy", "UNDECIDED,", ",", "COLLEGE,Town college"]
    lines = ["UPN,Surname,Forename,DOB,Destination,Provider,Date recorded"]
    lines += [f"{person(n)},{said[n % 5]},04/03/2026" for n in YEARS[year]]
    return "\n".join(lines) + "\n"


def finals() -> str:
    said = {0: "FE_COLLEGE,Larkhill College", DECEASED: "DECEASED,", 6: "College,Town college", 8: "SEEKING,"}
    lines = ["UPN,Surname,Forename,DOB,Destination,Provider,Date recorded"]
    return "\n".join(lines + [f"{person(n)},{word},25/08/2026" for n, word in said.items()]) + "\n"


UCAS = "\n".join(
    [
        "UPN,Surname,Forename,DOB,University,Course,Entry year,Decision,Student reply",
        *(f"{person(n)},University of Leeds,Law,2026,Conditional,CF" for n in range(30, 36)),
        *(f"{person(n)},University of York,Law,2026,Unsuccessful," for n in range(36, 40)),
    ]
)


@dataclass
class Truth:
    """What the answers come to: the destination (label, provider) by UPN and stage, who was called, with whom somebody
    talked, and rows that nobody can use."""

    said: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    called: set[tuple[str, date]] = field(default_factory=set)
    talked: set[str] = field(default_factory=set)
    wrong: int = 0
    answered: set[str] = field(default_factory=set)


RIGHT = {
    "intended": ("Apprenticeship", "Brook Engineering"),
    "final": ("Further education college", "Larkhill College"),
}


def fill_in(home: Home, name: str, random: Random, truth: Truth) -> bytes:
    """The list as a school sends it back."""
    book = openpyxl.load_workbook(home.school_outbox("hollins", "restricted") / f"{name}-{CYCLE}.xlsx")
    for sheet in (sheet for sheet in book.worksheets if sheet.title not in (GUIDE, LISTS)):
        at = {cell.value: cell.column for cell in sheet[2] if cell.value}
        if "UPN" not in at:
            continue
        stage = "intended" if "intended" in sheet.title else "final"
        for row in range(FIRST_ROW, sheet.max_row + 1):
            pupil = sheet.cell(row, at["UPN"]).value
            if not pupil or (stage == "final" and pupil in truth.answered):
                continue
            truth.answered |= {pupil} if stage == "final" else set()
            answer(random.choice(("right", "hurry", "wrong", "nothing")), sheet, row, at, stage, pupil, truth)
    return saved(book)


def answer(how: str, sheet, row: int, at: dict[str, int], stage: str, pupil: str, truth: Truth) -> None:  # type: ignore[no-untyped-def]
    def write(title: str, text: str) -> bool:
        if title in at:
            sheet.cell(row, at[title]).value = text
        return title in at

    if how == "right":
        label, provider = RIGHT[stage]
        write("Destination type", label)
        write("Destination provider", provider)
        write("Recorded on", "15/09/2026")
        truth.said[pupil, stage] = (label, provider)
    elif how == "hurry":
        if write("Contacted on", "15/09/2026"):
            write("Contact outcome", "No answer")
            truth.called.add((pupil, date(2026, 9, 15)))
        elif write("Guidance on", "15/09/2026"):
            truth.talked.add(pupil)
    elif how == "wrong":
        write("Destination type", "Gone to the moon")
        truth.wrong += 1


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = new_home(tmp_path_factory.mktemp("worklists"))
    place = f"hollins/{CYCLE}"
    drop(home, f"{place}/roll/roll.csv", roll())
    drop(home, f"{place}/Y11-intended/plans.csv", plans(11))
    drop(home, f"{place}/Y13-intended/plans.csv", plans(13))
    drop(home, f"{place}/Y11-final/finals.csv", finals())
    drop(home, f"{place}/applications/ucas.csv", UCAS)
    drop(home, f"{place}/places/places.csv", "Course,Places left\nLaw,4\nArt,0\n")
    land_and_build(home, MADE)
    return home


def written(home: Home, day: date, names: tuple[str, ...] = (), at: datetime | None = None) -> set[str]:
    """The lists that are written for Hollins on a day."""
    with Warehouse(home.warehouse_file).open("test") as database:
        files = write_worklists(home, database, CYCLE, day, at or noon(day), only=names)
    return {file.stem.removesuffix(f"-{CYCLE}") for file in files if file.suffix == ".xlsx"}


def texts(file: Path) -> str:
    """Everything that a file says, a workbook's parts unpacked."""
    if file.suffix != ".xlsx":
        return file.read_text("utf-8")
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as parts:
        return "".join(parts.read(name).decode("utf-8") for name in parts.namelist())


def lists_of(home: Home) -> Iterator[Path]:
    yield from sorted(home.school_outbox("hollins", "restricted").iterdir())


def test_the_lists_of_the_day_are_written_for_their_owner_alone_and_others_are_taken_away(before: Home) -> None:
    assert written(before, MADE, ("alumni_list", "guidance_list")) == {"alumni_list", "guidance_list"}
    assert written(before, MADE) == {"chase_list", "in_year_leavers", "repair_list", "alumni_list"}
    names = {file.name.split("-")[0] for file in lists_of(before)}
    assert names == {"chase_list", "in_year_leavers", "repair_list", "alumni_list"}, (
        "guidance is out of season, and what somebody asked for is kept up"
    )
    folder = before.school_outbox("hollins", "restricted")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in lists_of(before)} == {0o600}


def test_objectors_and_the_deceased_stand_on_no_list_and_contacts_only_where_they_may(before: Home) -> None:
    written(before, MADE, tuple(WORKLISTS))
    said = {file.name: texts(file) for file in lists_of(before)}
    assert len(said) == 2 * len(WORKLISTS)
    for name, text in said.items():
        assert upn(OBJECTOR) not in text and upn(DECEASED) not in text, name
        assert f"Forename{OBJECTOR}<" not in text and f"Parent{NO_CONTACT}<" not in text, name
        assert f"07700 900{NO_CONTACT:03d}" not in text, name
    assert any(upn(NO_CONTACT) in text for text in said.values()), "who may not be called is still looked for"
    assert any("07700 900002" in text for text in said.values())


def test_on_results_day_the_board_waits_for_eight_o_clock(before: Home) -> None:
    day = date(2026, 8, 13)
    early, late = (
        datetime(2026, 8, 13, hour, minute, tzinfo=LONDON).astimezone(UTC) for hour, minute in ((7, 59), (8, 0))
    )
    assert "results_day_board" not in written(before, day, at=early)
    assert "results_day_board" in written(before, day, at=late)
    assert "results_day_board" in written(before, date(2026, 8, 14), at=noon(date(2026, 8, 14)))


def test_a_list_of_every_kind_comes_back_and_the_marts_say_what_was_answered(before: Home) -> None:
    random, truth = Random(2026), Truth()
    written(before, MADE, tuple(WORKLISTS))
    lists = [name for name in WORKLISTS if name != "alumni_list"]
    with Warehouse(before.warehouse_file).open("test") as database:
        untouched = _destinations(database)
    for name in lists:
        drop(before, f"hollins/{CYCLE}/{name}.xlsx", fill_in(before, name, random, truth))
    land_and_build(before, BACK)
    write_receipts(before, BACK)
    assert truth.said and truth.called and truth.talked and truth.wrong, "the seed must try everything"
    with Warehouse(before.warehouse_file).open("test") as database:
        now = _destinations(database)
        attempts = database.query(
            "select p.upn, a.contacted_on from core.contact_attempts as a join core.pupils as p using (pupil_id)"
        )
        talks = database.query(
            "select p.upn from core.encounters as e join core.pupils as p using (pupil_id) "
            "where encounter_on = date '2026-09-15'"
        )
        held = database.query(
            "select count(*) as rows from core.row_fates as f join raw.deliveries as d using (delivery_id) "
            "where d.worklist is not null and f.fate = 'held'"
        )
        moved = database.query("select pupil_id, upn from core.pupils")
    for (pupil, stage), (label, provider) in truth.said.items():
        assert now[pupil, stage] == (label, provider), (pupil, stage)
    for key, said in untouched.items():
        if key not in truth.said:
            assert now[key] == said, key
    assert set(attempts.iter_rows()) == truth.called
    assert set(talks["upn"]) == truth.talked
    assert held.item() == truth.wrong
    assert moved.height == sum(len(numbers) for numbers in YEARS.values()), "no answer makes a new pupil"
    verdicts = "".join(receipts(before).values())
    assert "another school" not in verdicts and "locked" not in verdicts


def _destinations(database) -> dict[tuple[str, str], tuple[str | None, str | None]]:  # type: ignore[no-untyped-def]
    frame: pl.DataFrame = database.query(
        """
        select p.upn, d.stage, t.label, d.destination_provider
        from core.destinations as d
        join core.pupils as p on p.pupil_id = d.pupil_id
        left join ref.destination_types as t on t.code = d.destination_type and t.year_group = d.year_group
        """
    )
    return {(pupil, stage): (label, provider) for pupil, stage, label, provider in frame.iter_rows()}
