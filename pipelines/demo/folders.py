"""What lies in each school's folders: its rolls and destinations files as sheets of cells. Who is in them and what is
said of them is told elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from pipelines.demo.attempts import CALLING_SCHOOLS, attempt
from pipelines.demo.autumn import Autumn
from pipelines.demo.contacts import contacts
from pipelines.demo.dialects import STYLES
from pipelines.demo.dirt import NO_AUTUMN_ROLL, Key
from pipelines.demo.files import Record, Sheet, sheet_of, values
from pipelines.demo.generations import Generations
from pipelines.demo.journeys import Claim
from pipelines.demo.noted import background, explained_change, kept, noted
from pipelines.demo.people import Pupil
from pipelines.demo.plans import IN_MAY
from pipelines.demo.schools import CYCLES, DEMO_SCHOOLS, NEXT_CYCLE, DemoSchool

# The cycles whose rolls tell how a family can be reached
_REACHED = (CYCLES[-1], NEXT_CYCLE)


def _by_name(record: Record) -> tuple[str, ...]:
    return tuple(str(record[name]) for name in ("surname", "forename", "upn"))


def _titles(school: DemoSchool) -> list[str]:
    return [school.name, "Report for the network office", ""] if STYLES[school.style].title_rows else []


def _collected(
    school: DemoSchool, cycle: str, year_group: int, stage: str, records: Iterable[Record], note: str, calls: bool
) -> Sheet:
    style = STYLES[school.style]
    dialect = style.dialect
    columns = kept(school, {**dialect.destinations, **(dialect.attempts if calls else {})}, year_group)
    name = f"{dialect.destinations_name.format(year_group=year_group, stage=stage)}{note}.{style.suffix}"
    return sheet_of(
        PurePosixPath(school.school_id, cycle, f"Y{year_group}-{stage}", name),
        style,
        {header.format(stage=stage.capitalize()): column for header, column in columns.items()},
        dialect.words,
        records,
        _titles(school),
    )


def _roll(school: DemoSchool, cycle: str, years: Mapping[int, Sequence[tuple[Pupil, Claim]]]) -> Sheet:
    style = STYLES[school.style]
    dialect = style.dialect
    columns = kept(school, {**dialect.roll, **(dialect.contacts if cycle in _REACHED else {})})
    path = PurePosixPath(school.school_id, cycle, "roll", f"{dialect.roll_name}.{style.suffix}")
    told = [record for year_group, year in years.items() for record in _year(school, year_group, year, columns)]
    return sheet_of(path, style, columns, dialect.words, told, _titles(school))


def _year(
    school: DemoSchool, year_group: int, year: Sequence[tuple[Pupil, Claim]], columns: Mapping[str, str]
) -> list[Record]:
    reaches = not {"home_la", "postcode"}.isdisjoint(columns.values())
    records: list[Record] = [
        {
            **values(pupil),
            **values(background(pupil, year_group)),
            **(values(contacts(pupil, school, year_group)) if reaches else {}),
            "leaving_date": final.leaving_date,
            "leaving_reason": final.leaving_reason,
            "year_group": str(year_group),
            "form": f"{year_group}{'ABCDEF'[number % 6]}",
        }
        for number, (pupil, final) in enumerate(year)
    ]
    return sorted(records, key=_by_name)


def add_to_roll(sheet: Sheet, school: DemoSchool, years: Mapping[int, Sequence[Pupil]]) -> None:
    """Add year groups to a roll that is written already."""
    words = STYLES[school.style].dialect.words
    columns = dict(zip(sheet.headers, sheet.fields, strict=True))
    records = [
        record for year_group, pupils in years.items() for record in _year(school, year_group, _stayed(pupils), columns)
    ]
    sheet.rows += sheet_of(sheet.path, sheet.style, columns, words, records).rows


def _on_roll(network: Generations, school: DemoSchool) -> dict[int, list[tuple[Pupil, Claim]]]:
    """Everybody on the roll with what became of them, which tells who left; guests are in Year 11."""
    years = {
        year_group: list(zip(pupils, network.finals[school.school_id][year_group], strict=True))
        for year_group, pupils in network.on_roll[school.school_id].items()
    }
    if school.school_id in network.guests:
        years[11].append((network.guests[school.school_id], Claim()))
    repeaters = _stayed(network.repeaters[school.school_id])
    return years | ({14: repeaters} if repeaters else {})


def _stayed(pupils: Sequence[Pupil]) -> list[tuple[Pupil, Claim]]:
    return [(pupil, Claim()) for pupil in pupils]


def _claims(network: Generations, school: DemoSchool, cycle: str, year_group: int, stage: str) -> list[Claim | None]:
    """What the school's file of a stage says of each pupil; None where it leaves the pupil out.

    In the last cycle schools no longer type where Year 12 is in the autumn: the roll of Year 13 says it. They tell of
    those alone who left during the year.
    """
    if stage != "final":
        in_may = stage == IN_MAY
        return [plan.in_may if in_may else plan.first for plan in network.plans[school.school_id][year_group]]
    only_leavers = year_group == 12 and cycle == CYCLES[-1]
    plans, finals = network.plans[school.school_id][year_group], network.finals[school.school_id][year_group]
    return [
        None if only_leavers and not final.leaving_date else explained_change(pupil, year_group, plan.current, final)
        for pupil, plan, final in zip(network.on_roll[school.school_id][year_group], plans, finals, strict=True)
    ]


def _destinations(network: Generations, school: DemoSchool, cycle: str, year_group: int, stage: str) -> Sheet | None:
    pupils = network.on_roll[school.school_id][year_group]
    claims = _claims(network, school, cycle, year_group, stage)
    calls = stage == "final" and cycle == CYCLES[-1] and school.school_id in CALLING_SCHOOLS
    records = [
        {
            **values(pupil),
            **values(noted(pupil, year_group, plan.current, claim)),
            **(values(attempt(pupil, claim)) if calls else {}),
            "school": school.name,
        }
        for pupil, plan, claim in zip(pupils, network.plans[school.school_id][year_group], claims, strict=True)
        if claim is not None
    ]
    if not records:
        return None
    of, note = ("intended", " May") if stage == IN_MAY else (stage, "")
    return _collected(school, cycle, year_group, of, sorted(records, key=_by_name), note, calls)


def year_sheets(network: Generations, cycle: str) -> Iterator[tuple[Key, Sheet]]:
    """Every file about a cycle, by school, cycle, year group (None: the roll) and stage."""
    for school in DEMO_SCHOOLS:
        yield (school.school_id, cycle, None, ""), _roll(school, cycle, _on_roll(network, school))
        for year_group in school.year_groups:
            for stage in ("intended", IN_MAY, "final"):
                sheet = _destinations(network, school, cycle, year_group, stage)
                if sheet:
                    yield (school.school_id, cycle, year_group, stage), sheet


def autumn_sheets(autumn: Autumn) -> Iterator[tuple[Key, Sheet]]:
    """The rolls of the autumn after the last cycle."""
    for school in DEMO_SCHOOLS:
        years = autumn.on_roll.get(school.school_id)
        if years and school.school_id not in NO_AUTUMN_ROLL:
            roll = _roll(school, NEXT_CYCLE, {year_group: _stayed(pupils) for year_group, pupils in years.items()})
            yield (school.school_id, NEXT_CYCLE, None, ""), roll
