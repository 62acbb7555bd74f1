"""Which collection a sheet is about: cycle, year group and stage, from its columns, titles, sheet name, folder and file
name.

Pure functions over what was said where. Where two of them disagree or none says it, nothing is guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from pathlib import PurePosixPath

from domain.calendar import parse_cycle
from domain.codes import code_aliases
from domain.text import BLANK_WORDS, key

Value = Hashable
Say = Callable[[str], frozenset[Value]]

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LONG_SPAN = re.compile(r"(?<!\d)(20\d\d)[-_/ –]?(?:20)?(\d\d)(?!\d)")
_SHORT_SPAN = re.compile(r"(?<![\d./_-])(\d\d)[-_/](\d\d)(?![\d./]|[-_]\d)")
_LEAVERS = re.compile(
    r"(?:class|leavers|cohort)[ _-]*(?:of|in|summer)?[ _-]*(20\d\d)(?!\d)|(?<!\d)(20\d\d)[ _-]*leavers", re.IGNORECASE
)
_YEAR_GROUP = re.compile(
    r"(?<![a-z0-9])(?:years?[ _]?group|years?|yrs?|ncy|y)[ _.-]*0?(\d{1,2})(?!\d)"
    r"(?:[ _]?(?:-|/|&|and|to)[ _]?(?:y|yr|year)?0?(\d{1,2})(?![\d./-]))?",
    re.IGNORECASE,
)
_YEAR_CELL = re.compile(r"^(?:nc|nationalcurriculum|curriculum)?(?:yeargroup|year|yr|y)?0?(\d{1,2})$")
# "16-17" in a name is an age far more often than a cycle of ten years ago
AGES = frozenset({"16", "17", "18"})
YEAR_GROUPS = range(1, 15)
FILE_NAME, GUIDE_SAYS = "the file name", "the workbook’s first sheet"
BEFORE_YEAR_1 = {"r": 0, "yr": 0, "reception": 0, "n": -1, "n1": -1, "n2": -1, "nursery": -1}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file lay under the inbox: its top folder (the school's), the folders below, its name without the
    ending. `belongs_in`: where a workbook of ours says that it belongs, for what its own place doesn't say. `came_on`:
    the day on which it came, where that is known."""

    school: str | None
    folders: tuple[str, ...]
    stem: str
    filename: str
    belongs_in: Place | None = None
    came_on: date | None = None

    @classmethod
    def of(cls, path: str) -> Place:
        parts = PurePosixPath(path).parts
        school, folders = (parts[0], parts[1:-1]) if len(parts) > 1 else (None, ())
        filename = parts[-1] if parts else ""
        return cls(school, folders, PurePosixPath(filename).stem, filename)

    def with_guide(self, path: str | None) -> Place:
        """The place, knowing what the guide of our workbook says of it: a file's path, or a folder's with a slash
        at its end. A guide for another school says nothing."""
        guided = Place.of(f"{path}file" if path.endswith("/") else path) if path else None
        return replace(self, belongs_in=guided) if guided and guided.school == self.school else self


@dataclass(frozen=True, slots=True)
class Clue:
    """Something that was said outside the rows: where ("the folder"), and which values it allows."""

    source: str
    values: frozenset[Value]


@dataclass(frozen=True, slots=True)
class Context:
    """All clues of one dimension together. `allowed` None: nothing was said; empty: they contradict each other."""

    clues: tuple[Clue, ...]

    @property
    def allowed(self) -> frozenset[Value] | None:
        return frozenset.intersection(*(clue.values for clue in self.clues)) if self.clues else None

    @property
    def contradicts(self) -> bool:
        return self.allowed is not None and not self.allowed

    @property
    def value(self) -> Value | None:
        allowed = self.allowed or frozenset()
        return next(iter(allowed)) if len(allowed) == 1 else None


def cycles_in(name: str) -> frozenset[Value]:
    """Every cycle that a folder, file or sheet name mentions."""
    spans = [f"{first}-{second}" for first, second in _LONG_SPAN.findall(name)]
    spans += [f"{first}-{second}" for first, second in _SHORT_SPAN.findall(name) if first not in AGES]
    spans += [f"Leavers {first or second}" for first, second in _LEAVERS.findall(name)]
    return frozenset(cycle for span in spans if (cycle := parse_cycle(span)))


def year_groups_in(name: str) -> frozenset[Value]:
    """Every year group that a name mentions: `Y11`, `Year 6`, `Y12-13`, or a folder that is just `11`."""
    if name.strip().isdecimal() and len(name.strip()) < 3:
        return frozenset({int(name)} & set(YEAR_GROUPS))
    found = set()
    for first, second in _YEAR_GROUP.findall(name):
        found.add(int(first))
        if second and int(second) == int(first) + 1:
            found.add(int(second))
    return frozenset(found & set(YEAR_GROUPS))


@cache
def _stage_keys() -> dict[str, str]:
    return {alias: code for column, alias, code in code_aliases().iter_rows() if column == "stage"}


def stages_in(name: str) -> frozenset[Value]:
    """Every stage that a name mentions, word by word: `Y11-final`, `IntendedDestinations`."""
    words = re.findall(r"[a-z]+", _CAMEL.sub(" ", name).lower())
    return frozenset(stage for word in words if (stage := _stage_keys().get(word)))


def parse_year_group(text: str) -> int | None:
    """`11`, `Y11`, `Year 11`, `NC Year 11`, `11.0` -> 11; Reception -> 0, nursery -> -1; None where it isn't one."""
    folded = key(text.strip().removesuffix(".0"))
    found = _YEAR_CELL.match(folded)
    if found:
        return int(found[1]) if int(found[1]) in YEAR_GROUPS else None
    return BEFORE_YEAR_1.get(folded)


def parse_stage(text: str) -> str | None:
    return _stage_keys().get(key(text))


@lru_cache(maxsize=4096)
def context_of(say: Say, sheet: str, place: Place) -> Context:
    """What the sheet's name, the folders and the file's name say, in the order of their weight; where the folders and
    the file's name are silent, what the guide of our own workbook says, unless they speak against it elsewhere."""
    clues = [Clue("the sheet name", say(sheet)), *_clues(say, place, "the folder", FILE_NAME)]
    if place.belongs_in and not _speaks(say, place) and not _contradicted(place, place.belongs_in):
        clues += _clues(say, place.belongs_in, GUIDE_SAYS, FILE_NAME)
    return Context(tuple(clue for clue in clues if clue.values))


def _clues(say: Say, place: Place, folder: str, file_name: str) -> list[Clue]:
    return [*(Clue(folder, say(name)) for name in place.folders), Clue(file_name, say(place.stem))]


def _speaks(say: Say, place: Place) -> bool:
    return any(say(name) for name in (*place.folders, place.stem))


def _contradicted(place: Place, guided: Place) -> bool:
    """Whether the file lies where another collection belongs than its guide says; then its place alone counts."""
    both = ((_said(say, place), _said(say, guided)) for say in (cycles_in, year_groups_in, stages_in))
    return any(own and other and not own & other for own, other in both)


def _said(say: Say, place: Place) -> frozenset[Value]:
    return frozenset().union(*(say(name) for name in (*place.folders, place.stem)))


def stage_context(stage: str | None, titled: frozenset[str], names: Context) -> Context:
    """The stage of one part: its title's; a name may repeat any stage that the titles carry, and contradicts them with
    another.

    A part without a stage beside staged ones takes what the names say, if that isn't already taken.
    """
    if not titled:
        return names
    title = Clue("the column title", frozenset(titled))
    against = tuple(clue for clue in names.clues if not clue.values & titled)
    if against:
        return Context((title, *against))
    if stage:
        return Context((Clue(title.source, frozenset({stage})),))
    left = (names.allowed or frozenset()) - titled
    return Context((Clue("the name", left),)) if left else Context(())


def is_filled(cell: str | None) -> bool:
    """Whether a cell says anything: no blank, no word for one."""
    return bool(cell and cell.strip()) and str(cell).strip().lower() not in BLANK_WORDS


@dataclass(frozen=True, slots=True)
class Resolution:
    """One value per row, and the problems: `sheet_problem` for all rows at once, `row_problems` by row index.

    Problems are "missing", "unreadable", "disagrees". `said` tells what disagreeing rows say, by row index.
    """

    values: list[Value | None]
    sheet_problem: str | None
    row_problems: dict[int, str]
    said: dict[int, Value | None]


def resolve(
    cells: Sequence[str | None] | None, rows: int, parse: Callable[[str], Value | None], names: Context, strict: bool
) -> Resolution:
    """The value of each row: its own cell decides, a blank cell takes what the names say.

    `strict`: a cell that contradicts the names is a problem; otherwise the cell wins. A contradiction in more than half
    of the rows that speak is the sheet's (it lies in the wrong folder), in fewer it is those rows'.
    """
    if strict and names.contradicts:
        return Resolution([None] * rows, "disagrees", {}, {})
    if cells is None:
        missing = "missing" if names.value is None else None
        return Resolution([names.value] * rows, missing, {}, {})

    def judge(cell: str | None) -> tuple[Value | None, str | None]:
        if not cell or not is_filled(cell):
            return names.value, "missing" if names.value is None else None
        value = parse(cell)
        if value is None:
            return None, "unreadable"
        if strict and names.allowed is not None and value not in names.allowed:
            return value, "disagrees"
        return value, None

    judged = {cell: judge(cell) for cell in set(cells)}
    if all(problem is None for _, problem in judged.values()):
        return Resolution([judged[cell][0] for cell in cells], None, {}, {})
    problems = {row: problem for row, cell in enumerate(cells) if (problem := judged[cell][1])}
    said = {row: judged[cells[row]][0] for row, problem in problems.items() if problem == "disagrees"}
    speaking = [cell for cell in cells if cell and judged[cell][1] != "missing"]
    unreadable = sum(judged[cell][1] == "unreadable" for cell in speaking)
    if unreadable > 1 and unreadable * 2 > len(speaking):
        return Resolution([None] * rows, "unreadable", {}, {})
    if len(said) * 2 > sum(judged[cell][0] is not None for cell in cells):
        most = Counter(said.values()).most_common(1)[0][0]
        return Resolution([None] * rows, "disagrees", {}, {row: value for row, value in said.items() if value == most})
    if all(problem == "missing" for _, problem in judged.values()):
        return Resolution([None] * rows, "missing", {}, {})
    return Resolution(
        [None if row in problems else judged[cell][0] for row, cell in enumerate(cells)], None, problems, said
    )
