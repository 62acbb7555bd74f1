"""What a sheet is: its kind, its collection row by row, and what its columns lack.

The rules of who wins live in `collection`; the words in `findings`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from domain.calendar import parse_cycle
from domain.codes import closest_codes
from domain.findings import Finding
from intake.about_columns import about_columns
from intake.body import Body
from intake.collection import (
    FILE_NAME,
    Context,
    Place,
    Resolution,
    context_of,
    cycles_in,
    parse_stage,
    parse_year_group,
    resolve,
    stage_context,
    stages_in,
    year_groups_in,
)
from intake.document import Sheet
from intake.findings import found
from intake.headers import TYPE, Part
from intake.kinds import TOLD_BY, by_date, kind_of_sheet
from intake.rolled_over import Column, RolledOver, told

COLLECTED = frozenset({6, 11, 12, 13})
# what has to be known of each row before a list of this kind can count
NEEDS: dict[str | None, tuple[str, ...]] = {
    "roll": ("cycle", "year_group"),
    "destinations": ("cycle", "year_group", "stage"),
    "applications": ("cycle",),
    "feedback": ("cycle",),
    "encounters": ("cycle",),
    "places": ("cycle",),
    "compass": ("cycle",),
    None: (),
}
# the cell wins over the folder only where one list rightly spans several year groups
SPANS_YEAR_GROUPS = frozenset(NEEDS) - {"destinations"}


@dataclass(frozen=True, slots=True)
class Dimension:
    """One of the three that make a collection: its column, how a cell is read and how a value is said."""

    name: str
    column: str
    parse: Any
    say: str


CYCLE = Dimension("cycle", "academic_year", parse_cycle, "{}")
YEAR_GROUP = Dimension("year_group", "year_group", parse_year_group, "Year {}")
STAGE = Dimension("stage", "stage", parse_stage, "{}")


@dataclass(frozen=True, slots=True)
class Judgement:
    """`settled[i]`: in_cycle, in_year_group, in_stage of part i+1, one value per row."""

    kind: str | None
    settled: list[dict[str, list[Any]]]
    findings: list[Finding]
    rolled_over: RolledOver | None = None


def judge(sheet: Sheet, body: Body, place: Place) -> Judgement:
    """Kind, collection and findings of one sheet. For a CSV (name '') findings on the whole sheet blame the file."""
    kind = kind_of_sheet(body, place)
    whole = sheet.name or None
    findings = list(about_columns(kind, body, whole, _destinations_expected(sheet, place)))
    if not body.lines:
        return Judgement(
            kind, [{"in_cycle": [], "in_year_group": [], "in_stage": []} for _ in body.layout.parts], findings
        )
    needs = NEEDS[kind]
    rolled = _rolled_over(kind, sheet, body, place)
    settled = []
    for part in body.layout.parts:
        values: dict[str, list[Any]] = {}
        for dimension, say in ((CYCLE, cycles_in), (YEAR_GROUP, year_groups_in), (STAGE, stages_in)):
            names = context_of(say, sheet.name, place)
            if dimension is STAGE:
                names = stage_context(part.stage, body.layout.stages, names)
            answer = _answer(dimension, kind, body, part, names, rolled)
            if dimension is CYCLE and kind in TOLD_BY:
                answer = by_date(answer, body, part, TOLD_BY[kind], place.came_on)
            values[f"in_{dimension.name}"] = (
                answer.values if dimension is not STAGE or kind == "destinations" else [None] * len(body.lines)
            )
            if dimension.name in needs and (dimension is STAGE or part.number == 1):
                findings += _problems(dimension, answer, names, body, part, sheet.name, whole, rolled)
        if kind == "destinations" and part.number == 1:
            findings += _not_collected(values["in_year_group"], body, sheet.name, whole)
        settled.append(values)
    return Judgement(kind, settled, findings, rolled)


def _rolled_over(kind: str | None, sheet: Sheet, body: Body, place: Place) -> RolledOver | None:
    """Only destinations are about last year's pupils once the new year has begun; a roll is about this year's."""
    if kind != "destinations":
        return None
    cycles, years = (
        Column(_cells(dimension, body, body.layout.parts[0]), dimension.parse, context_of(say, sheet.name, place))
        for dimension, say in ((CYCLE, cycles_in), (YEAR_GROUP, year_groups_in))
    )
    return told(cycles, years)


def _cells(dimension: Dimension, body: Body, part: Part) -> Sequence[str | None] | None:
    title = part.titles.get(dimension.column)
    return body.column(title.position) if title else None


def _answer(
    dimension: Dimension, kind: str | None, body: Body, part: Part, names: Context, rolled: RolledOver | None
) -> Resolution:
    cells = _cells(dimension, body, part)
    # a list that spans year groups heeds the names only where no cell speaks
    strict = dimension.name in NEEDS[kind] and not (
        dimension is YEAR_GROUP and cells is not None and kind in SPANS_YEAR_GROUPS
    )

    def parse(cell: str) -> Any:
        value = dimension.parse(cell)
        return rolled.before(dimension.name, value) if rolled else value

    return resolve(cells, len(body.lines), parse, names, strict)


def _problems(
    dimension: Dimension,
    answer: Resolution,
    names: Context,
    body: Body,
    part: Part,
    sheet: str,
    whole: str | None,
    rolled: RolledOver | None,
) -> Iterator[Finding]:
    column = dimension.column if dimension.column in part.titles else None
    heard = [f"{clue.source} says {_words(dimension, clue.values)}" for clue in names.clues]
    if rolled and dimension.name in rolled.moved:
        heard = [f"most rows say {_words(dimension, [rolled.now(dimension.name, names.value)])}"]
    problems = answer.row_problems
    if answer.sheet_problem and _claim_of_its_own(dimension, part, body) and answer.sheet_problem == "missing":
        # a destination without a stage beside staged ones: only the rows that make such a claim lack something
        problems = dict.fromkeys(
            (row for row, cell in enumerate(body.column(part.titles[TYPE].position)) if cell), "missing"
        )
    elif answer.sheet_problem:
        if part.number == 1:
            most = [f"most rows say {_words(dimension, answer.said.values())}"] if answer.said else []
            yield found(
                f"{dimension.name}_{answer.sheet_problem}",
                sheet=whole,
                column=column,
                claims=", ".join(most + heard),
                where="in most rows",
            )
        return
    number = part.number if dimension is STAGE and len(body.layout.parts) > 1 else None
    for row, problem in problems.items():
        said = rolled.now(dimension.name, answer.said.get(row)) if rolled else answer.said.get(row)
        own = [f"this row says {_words(dimension, [said])}"] if row in answer.said else []
        facts: dict[str, Any] = {
            "line": body.lines[row],
            "part": number,
            "column": column,
            "claims": ", ".join(own + heard),
            "where": "in this row",
            "suggestion": _nearest(dimension, _cells(dimension, body, part), row) if problem == "unreadable" else None,
        }
        yield found(f"{dimension.name}_{problem}", sheet=sheet, **facts)


def _nearest(dimension: Dimension, cells: Sequence[str | None] | None, row: int) -> str | None:
    """The one legal value that a stage which can't be read probably means."""
    near = closest_codes("stage", cells[row] or "") if cells and dimension is STAGE else []
    return near[0] if len(near) == 1 else None


def _claim_of_its_own(dimension: Dimension, part: Part, body: Body) -> bool:
    return dimension is STAGE and part.stage is None and bool(body.layout.stages) and TYPE in part.titles


def _words(dimension: Dimension, values: Iterable[Any]) -> str:
    return " or ".join(dimension.say.format(value) for value in sorted(set(values)))


def _not_collected(year_groups: Sequence[int | None], body: Body, sheet: str, whole: str | None) -> Iterator[Finding]:
    outside = {value for value in year_groups if value is not None} - COLLECTED
    if outside and len(set(year_groups)) == 1:
        yield found("year_group_not_collected", sheet=whole, column="year_group", year_group=outside.pop())
    elif outside:
        for value, line in zip(year_groups, body.lines, strict=True):
            if value in outside:
                yield found("year_group_not_collected", sheet=sheet, line=line, column="year_group", year_group=value)


def _destinations_expected(sheet: Sheet, place: Place) -> str | None:
    """Which name speaks of a stage, so that a list without destinations is no roll but lacks them: read as a roll, it
    would say that everybody else has left. A file's own name doesn't count: people call the last version of anything
    "final"."""
    stems = (place.stem, place.belongs_in.stem if place.belongs_in else "", sheet.name)
    if any("roll" in stem.lower() for stem in stems):
        return None
    clues = context_of(stages_in, sheet.name, place).clues
    return next((clue.source for clue in clues if clue.source != FILE_NAME), None)
