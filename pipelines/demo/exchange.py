"""The exchange as files: applications, feedback, encounters, places left and evaluations, each in its sender's words
and in the folder where it belongs; and what is in them, for tests. Their stories are told in the neighbouring modules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath
from random import Random

from pipelines.demo.applications import Story, at_colleges, story
from pipelines.demo.autumn import Autumn, Found
from pipelines.demo.dialects import STYLES, SavedAs, headers_of, words_of
from pipelines.demo.dirt import Fault
from pipelines.demo.encounters import encounters
from pipelines.demo.exchanged import Lists
from pipelines.demo.feedback import AUTHORITY, COLLEGE, ENROLLING, FEW_KNOWN, Feedback, Told
from pipelines.demo.files import Cell, Record, Sheet, sheet_of, values
from pipelines.demo.generations import Years
from pipelines.demo.of_schools import evaluations, places_left
from pipelines.demo.people import Pupil
from pipelines.demo.schools import CYCLES, DEMO_SCHOOLS, DemoSchool

LAST = CYCLES[-1]
NETWORK = "_network"
_PORTAL = SavedAs("csv", "utf-8-sig", dates="%d/%m/%Y")
_BOOK = SavedAs("xlsx")
_LISTING_COLLEGES = ("fallowfen-academy", "dunmoor-school", "brackenthorpe-academy", "ashmarsh-academy")
_UNKNOWN_STATUS = ("ivelby-school", "Holding response")
_EXCEL_DAY_0 = date(1899, 12, 30)


def lists(
    seed: int, autumn: Autumn, whole: Mapping[str, Years], left: Mapping[str, Mapping[str, date]], spoilt: set[str]
) -> Lists:
    """Every file of the exchange. `whole` names everybody on roll by cycle, `left` by UPN who left in it and when;
    `spoilt` are the pupils whose row is wrong somewhere, of whom nobody else tells."""
    made = Lists()
    _feedback(made, Feedback(Random(f"feedback {seed}"), autumn, spoilt, whole[LAST]), whole[LAST])
    _applications(made, Random(f"applications {seed}"), autumn)
    for cycle, years in whole.items():
        for school in DEMO_SCHOOLS:
            if 11 in school.year_groups:
                random = Random(f"encounters {seed} {school.school_id} {cycle}")
                _encounters(made, random, school, cycle, years, left[cycle])
    for school in DEMO_SCHOOLS:
        random = Random(f"school {seed} {school.school_id}")
        if school.has_sixth_form:
            records = [values(each) for each in places_left(random)]
            _add(made, "places", (school.school_id, LAST, "places", "Places left 20 August.csv"), "Sixth form", records)
        if 11 in school.year_groups:
            scores = [values(each) for each in evaluations(random)]
            _add(made, "compass", (school.school_id, LAST, "compass", "Compass evaluations.csv"), "Compass", scores)
    return made


def _add(
    made: Lists, kind: str, path: tuple[str, ...], system: str, records: Sequence[Record], style: SavedAs = _PORTAL
) -> Sheet:
    columns = headers_of(system, kind)
    sheet = sheet_of(PurePosixPath(*path), style, columns, words_of(system), records)
    made.files.append((kind, sheet))
    return sheet


def _who(pupil: Pupil) -> dict[str, Cell]:
    return {name: getattr(pupil, name) for name in ("upn", "uln", "surname", "forename", "date_of_birth")}


def _feedback(made: Lists, feedback: Feedback, on_roll: Years) -> None:
    for school in DEMO_SCHOOLS:
        if school.school_id in ENROLLING:
            rows = feedback.enrolled(school)
            path = (school.school_id, LAST, "enrolments", "Sixth form enrolment 20 August.xlsx")
            _tell(made, path, "Sixth form", rows, _BOOK)
    year_10 = on_roll["oakhanger-school"][10][:2]
    college = feedback.college(*COLLEGE, strangers=3, others=year_10)
    _tell(made, (NETWORK, LAST, f"{COLLEGE[0]} enrolments.csv"), "FE college", college, _PORTAL)
    sheet = _tell(made, (NETWORK, LAST, "Current activity.xlsx"), "Local authority",
                  feedback.authority(*AUTHORITY), _BOOK)  # fmt: skip
    recorded = sheet.column("recorded_on")
    for row in sheet.rows[4:6]:
        day = row[recorded]
        row[recorded] = str((day - _EXCEL_DAY_0).days) if isinstance(day, date) else day
    few = feedback.few_known(*FEW_KNOWN, known=3, strangers=15)
    held = _tell(made, (NETWORK, LAST, f"{FEW_KNOWN[0]} enrolments.csv"), "FE college", few, _PORTAL)
    made.faults["few_known"] = Fault(str(held.path))


def _tell(made: Lists, path: tuple[str, ...], system: str, rows: list[Told], style: SavedAs) -> Sheet:
    made.feedback.update(each.state for each in rows if each.state)
    records: list[Record] = [
        {**values(each), **_identified(each.pupil, number, system)} for number, each in enumerate(rows)
    ]
    return _add(made, "feedback", path, system, sorted(records, key=lambda record: str(record["surname"])), style)


def _identified(pupil: Pupil, number: int, system: str) -> dict[str, Cell]:
    """By which number a list knows the pupil: a college by one of the two or by none, others by the pupil number."""
    who = _who(pupil)
    if system == "FE college":
        who |= {"upn": who["upn"] if number % 3 == 0 else "", "uln": who["uln"] if number % 3 == 1 else ""}
    return who


def _applications(made: Lists, random: Random, autumn: Autumn) -> None:
    by_school: dict[str, list[Found]] = {school.school_id: [] for school in DEMO_SCHOOLS}
    for each in autumn.found:
        by_school[each.school.school_id].append(each)
    for school in DEMO_SCHOOLS:
        if school.has_sixth_form:
            year_13 = [each for each in by_school[school.school_id] if each.year_group == 13]
            stories = [told for each in year_13 if (told := story(random, each))]
            made.outcomes.update(each.outcome for each in stories)
            for day, records in (
                ("2026-05-14", _choices(stories, "spring")),
                ("2026-08-13", _choices(stories, "results")),
            ):
                path = (school.school_id, LAST, "applications", f"UCAS application status {day}.csv")
                sheet = _add(made, "applications", path, "UCAS", records)
            if school.school_id == _UNKNOWN_STATUS[0]:
                made.faults["unknown_status"] = _unknown_status(sheet)
        if school.school_id in _LISTING_COLLEGES:
            rows: list[Record] = [
                {**_who(each.pupil), **values(choice)}
                for each in by_school[school.school_id]
                if each.year_group == 11
                for choice in at_colleges(random, each)
            ]
            made.at_colleges += len(rows)
            path = (school.school_id, LAST, "applications", "Year 11 college applications.xlsx")
            _add(made, "applications", path, "College", rows, _BOOK)


def _choices(stories: list[Story], when: str) -> list[Record]:
    return [
        {**_who(each.found.pupil), **values(choice)}
        for each in stories
        for choice in (each.spring if when == "spring" else each.results)
    ]


def _unknown_status(sheet: Sheet) -> Fault:
    """A word of the portal that nobody has heard of, on a choice that decides nothing."""
    choice, column = sheet.column("choice_number"), sheet.column("application_status")
    number = next(number for number, row in enumerate(sheet.rows) if row[choice] == "3")
    meant, sheet.rows[number][column] = str(sheet.rows[number][column]), _UNKNOWN_STATUS[1]
    return Fault(str(sheet.path), (sheet.first_line + number,), "application_status", _UNKNOWN_STATUS[1], meant)


def _encounters(
    made: Lists, random: Random, school: DemoSchool, cycle: str, years: Years, left: Mapping[str, date]
) -> None:
    style = STYLES[school.style]
    saved = style if style.suffix != "xlsx" else _PORTAL
    found = list(encounters(random, school, cycle, years[school.school_id], left))
    made.encounters.update((school.school_id, cycle, each.encounter_kind) for each in found if each.counts)
    records: Iterator[Record] = (
        {
            "upn": each.pupil.upn,
            "surname": each.pupil.surname,
            "forename": each.pupil.forename,
            "year_group": str(each.year_group),
            "encounter_on": each.encounter_on,
            "encounter_kind": each.encounter_kind,
            "destination_provider": each.destination_provider,
            "meaningful": each.meaningful,
        }
        for each in found
    )
    path = PurePosixPath(school.school_id, cycle, "encounters", f"Encounters {cycle}.{saved.suffix}")
    made.files.append(("encounters", sheet_of(path, saved, style.dialect.encounters, style.dialect.words, records)))
