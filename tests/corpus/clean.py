"""Clean files: what a careful school office exports. None deserves a blocking finding or a warning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .dialects import DIALECTS, Dialect, nccis_of, type_word
from .network import CYCLE, School
from .people import Person, person
from .plans import MIXES, plan, provider_of
from .table import Cell, Table


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a clean file is about. `stage` None: a roll, or a tracker with a column for each stage."""

    kind: str
    dialect: str
    school: str
    year_group: int
    stage: str | None
    pupils: int = 34


def _of(year_group: int, stage: str, school: str, *dialects: str) -> dict[str, Recipe]:
    return {
        f"y{year_group}_{stage}_{dialect}": Recipe("destinations", dialect, school, year_group, stage, 30 + year_group)
        for dialect in dialects
    }


RECIPES: Mapping[str, Recipe] = {
    "roll_sims": Recipe("roll", "sims", "secondary", 11, None),
    "roll_arbor": Recipe("roll", "arbor", "all-through", 6, None),
    "roll_bromcom": Recipe("roll", "bromcom", "sixth", 13, None),
    "roll_scholarpack": Recipe("roll", "scholarpack", "primary", 6, None),
    "roll_census": Recipe("roll", "census", "eleven-sixteen", 11, None),
    "roll_own": Recipe("roll", "own", "sixth", 12, None),
    **_of(6, "intended", "primary", "scholarpack", "arbor", "own"),
    **_of(6, "final", "primary", "scholarpack", "own"),
    **_of(6, "final", "all-through", "arbor"),
    **_of(11, "intended", "eleven-sixteen", "sims"),
    **_of(11, "intended", "secondary", "bromcom", "own"),
    **_of(11, "final", "secondary", "sims", "arbor"),
    **_of(11, "final", "eleven-sixteen", "census"),
    **_of(11, "final", "all-through", "own"),
    **_of(12, "intended", "sixth", "bromcom", "own"),
    **_of(13, "intended", "sixth", "arbor", "own"),
    **_of(13, "final", "secondary", "sims", "census"),
    **_of(13, "final", "sixth", "bromcom", "own"),
    "y11_special": Recipe("destinations", "own", "special", 11, "final", 30),
    "y11_tracker": Recipe("tracker", "sims", "secondary", 11, None),
    "y13_tracker": Recipe("tracker", "own", "sixth", 13, None),
}
DESTINATIONS = tuple(
    name for name, recipe in RECIPES.items() if recipe.kind == "destinations" and name != "y11_special"
)
ROLLS = tuple(name for name, recipe in RECIPES.items() if recipe.kind == "roll")
TRACKERS = tuple(name for name, recipe in RECIPES.items() if recipe.kind == "tracker")
_SPECIAL_MIX = "SPECIAL SPECIAL SIXTH_FORM SPECIAL FE_COLLEGE SUPPORTED_INTERNSHIP"


@dataclass(frozen=True, slots=True)
class Clean:
    """A clean file, the roll that belongs to it, and who is on both."""

    table: Table
    roll: Table
    people: list[Person]
    school: School
    recipe: Recipe
    codes: list[str]  # the destination type of each row; none in a roll or a tracker


def clean(name: str, school: School, first: int) -> Clean:
    """The file of a recipe for a school, whose pupils have the numbers from `first` on."""
    recipe = RECIPES[name]
    people = [person(first + place, recipe.year_group) for place in range(recipe.pupils)]
    roll = _table(name, "roll", recipe, school, [_roll_row(recipe, school, each) for each in people])
    if recipe.kind == "roll":
        return Clean(roll, roll, people, school, recipe, [])
    if recipe.kind == "tracker":
        return Clean(_tracker(name, recipe, school, people), roll, people, school, recipe, [])
    rows = [_destination_row(recipe, school, each, place) for place, each in enumerate(people)]
    codes = [_code(recipe, recipe.stage or "final", place) for place in range(recipe.pupils)]
    return Clean(_table(name, "destinations", recipe, school, rows), roll, people, school, recipe, codes)


def _table(name: str, kind: str, recipe: Recipe, school: School, rows: list[dict[str, Cell]]) -> Table:
    """The rows in the dialect's columns; a column that nobody fills in is left out, as an export would."""
    dialect = DIALECTS[recipe.dialect]
    titles = dialect.roll if kind == "roll" else dialect.destinations
    columns = [column for column in titles if any(row.get(column) is not None for row in rows)]
    return Table(
        name, kind, school.school_id, CYCLE, recipe.year_group, recipe.stage if kind == "destinations" else None,
        [titles[column] for column in columns], [*columns], [[row.get(column) for column in columns] for row in rows],
        dialect.date_format,
    )  # fmt: skip


def _word(dialect: Dialect, column: str, code: Cell) -> Cell:
    return dialect.codes.get(column, {}).get(str(code), code)


def _roll_row(recipe: Recipe, school: School, each: Person) -> dict[str, Cell]:
    dialect = DIALECTS[recipe.dialect]
    coded = {
        "sex": each.sex, "ethnicity": each.ethnicity, "first_language": each.first_language,
        "sen_provision": _sen(recipe, each), "disadvantaged": each.disadvantaged, "enrolment_status": "C",
    }  # fmt: skip
    return {
        **_about(recipe, school, each),
        **{column: _word(dialect, column, code) for column, code in coded.items()},
        "entry_date": each.entered,
    }


def _sen(recipe: Recipe, each: Person) -> str:
    return "ehc_plan" if recipe.school == "special" else each.sen


def _about(recipe: Recipe, school: School, each: Person) -> dict[str, Cell]:
    """Who the row is about."""
    year = DIALECTS[recipe.dialect].year
    return {
        "academic_year": CYCLE,
        "school": school.name,
        "year_group": each.year_group if year == "{}" else year.format(each.year_group),
        "upn": each.upn,
        "uln": each.uln if each.year_group > 6 else None,
        "mis_id": each.mis_id,
        "surname": each.surname,
        "forename": each.forename,
        "date_of_birth": each.born,
        "form": each.form,
        "postcode": each.postcode,
    }


def _code(recipe: Recipe, stage: str, place: int) -> str:
    mix = (_SPECIAL_MIX if recipe.school == "special" else MIXES[recipe.year_group, stage]).split()
    return mix[place % len(mix)]


def _destination_row(recipe: Recipe, school: School, each: Person, place: int) -> dict[str, Cell]:
    dialect, stage = DIALECTS[recipe.dialect], recipe.stage or "final"
    made = plan(_code(recipe, stage, place), recipe.year_group, stage, place, school)
    return {
        **_about(recipe, school, each),
        "stage": _word(dialect, "stage", stage),
        "sen_provision": _word(dialect, "sen_provision", _sen(recipe, each)),
        "destination_type": type_word(dialect, made.code),
        "activity_code": nccis_of(made.code, recipe.year_group) if stage == "final" else None,
        **{column: _word(dialect, column, value) for column, value in made.values.items()},
    }


def _tracker(name: str, recipe: Recipe, school: School, people: list[Person]) -> Table:
    """One row for each pupil, and for each stage a destination and a provider; two in five changed their plan."""
    dialect = DIALECTS[recipe.dialect]
    # Types that need no more than a place.
    change = ("SIXTH_FORM", "FE_COLLEGE") if recipe.year_group == 11 else ("HIGHER_EDUCATION", "EMPLOYMENT")
    rows: list[list[Cell]] = []
    for place, each in enumerate(people):
        told = [change[0], change[place % 5 < 1], change[place % 5 < 2]]
        stages = [(type_word(dialect, code), provider_of(code, place, school)) for code in told]
        about = _about(recipe, school, each)
        rows.append(
            [about[column] for column in ("upn", "surname", "forename", "date_of_birth", "year_group")]
            + [cell for pair in stages for cell in pair]
        )
    headers = ["UPN", "Surname", "Forename", "Date of birth", "Year group", "Intended (Feb)", "Intended provider (Feb)"]
    headers += ["Results day", "Results day provider", "Final", "Final provider"]
    columns: list[str | None] = ["upn", "surname", "forename", "date_of_birth", "year_group"]
    columns += ["destination_type", "destination_provider"] * 3
    return Table(name, "destinations", school.school_id, CYCLE, recipe.year_group, None, headers, columns, rows)
