"""Writes the corpus: a home's `schools.csv` and `inbox/`, and says what must be found in each file.

`python -m tests.corpus.build FOLDER` writes it to be looked at, with the list of expectations as `expected.csv`.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from .blind import blind_kinds
from .clean import RECIPES, Clean, clean
from .defect import ANY, Case, Damaged, Expected, Kind
from .network import CYCLE, School, school, schools_csv
from .score import Located
from .table import Table
from .writers import ALL, Written, write

CLEAN = "clean"
_STRIDE = 100  # numbers of pupils kept for each school


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """One file of the corpus. `path`, `roll`: under the inbox; `roll` is None where the file is itself a roll.

    `kind` is "clean" or a kind's name; `expected` is all that must be found in this file, and nothing else may be.
    """

    path: str
    kind: str
    recipe: str
    format: str
    expected: frozenset[Located]
    roll: str | None
    school: School
    arguable: bool = False
    harmless: bool = False
    neighbours: tuple[School, ...] = ()


def folder_of(table: Table) -> str:
    """Where a file belongs beneath its school's folder."""
    if table.kind == "roll":
        return f"{CYCLE}/roll"
    return f"{CYCLE}/Y{table.year_group}-{table.stage}" if table.stage else CYCLE


def build(folder: Path, kinds: Iterable[Kind] | None = None) -> list[CorpusFile]:
    """Write the clean files and those of the kinds (None: all blind ones) into a home, and list them.

    Each file has its own school, its own pupils and its own clean roll.
    """
    chosen = list(blind_kinds() if kinds is None else kinds)
    numbers = count()
    files = [_write(folder, next(numbers), recipe, form, None) for recipe, form in _clean_files()]
    for place, each in enumerate(chosen):
        files += [_write(folder, next(numbers), recipe, form, each) for recipe, form in _files(each, place)]
    text = schools_csv([each for file in files for each in (file.school, *file.neighbours)])
    (folder / "schools.csv").write_text(text, encoding="utf-8")
    return files


def _clean_files() -> list[tuple[str, str]]:
    """Every recipe in two formats, in turn."""
    return [(recipe, ALL[(2 * place + more) % len(ALL)]) for place, recipe in enumerate(RECIPES) for more in range(2)]


def _files(each: Kind, place: int) -> list[tuple[str, str]]:
    """The kind's recipes and formats, paired in turn: recipes far apart from each other, neighbours starting elsewhere;
    never the same pair twice."""
    step = max(1, len(each.recipes) // each.files)
    pairs = [
        (each.recipes[(place + turn * step) % len(each.recipes)], each.formats[(3 * place + turn) % len(each.formats)])
        for turn in range(each.files)
    ]
    return list(dict.fromkeys(pairs))


def _write(folder: Path, number: int, recipe: str, form: str, of: Kind | None) -> CorpusFile:
    made = clean(recipe, school(number, RECIPES[recipe].school), number * _STRIDE)
    damaged = of.apply(Case(made, number)) if of else Damaged(made.table)
    written = write(damaged.table, form)
    data = damaged.rewrite(written.data) if damaged.rewrite else written.data
    where = folder_of(damaged.table) if damaged.folder is None else damaged.folder
    name = f"{damaged.name}{damaged.suffix or written.suffix}"
    path = "/".join(part for part in (made.school.school_id, where, name) if part)
    _put(folder, path, data)
    for beside, table in damaged.others:
        _put(folder, f"{table.school_id}/{beside}{written.suffix}", write(table, form).data)
    return CorpusFile(
        path=path, kind=of.name if of else CLEAN, recipe=recipe, format=form, school=made.school,
        expected=frozenset(_locate(each, damaged.table, written) for each in damaged.expected),
        roll=_write_roll(folder, made, damaged), arguable=bool(of and of.arguable), harmless=bool(of and of.harmless),
        neighbours=damaged.neighbours,
    )  # fmt: skip


def _write_roll(folder: Path, made: Clean, damaged: Damaged) -> str | None:
    """The roll that the file is read together with; None where the file is the roll."""
    if made.recipe.kind == "roll":
        return None
    roll = damaged.roll or made.roll
    path = f"{made.school.school_id}/{folder_of(roll)}/pupils.csv"
    _put(folder, path, write(roll, "csv_bom").data)
    return path


def _put(folder: Path, path: str, data: bytes) -> None:
    target = folder / "inbox" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def _locate(each: Expected, table: Table, written: Written) -> Located:
    """The expectation with the row numbers that Excel shows."""

    def line(row: int | None) -> int | None:
        return None if row is None else written.places[row, -1].line

    spots = frozenset((line(row), column) for row, column in each.spots)
    column = None if each.column == ANY else each.column
    return Located(written.sheet, line(each.row), column, each.severity, each.suggestion, spots, each.optional)


def main(folder: Path) -> None:
    """Write the corpus and a list of what must be found."""
    files = build(folder)
    with (folder / "expected.csv").open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target)
        writer.writerow(["path", "kind", "format", "sheet", "line", "column", "severity", "suggestion", "optional"])
        for file in files:
            for each in sorted(file.expected, key=lambda e: (e.line or 0, e.column or "", e.severity)):
                told = [each.sheet, each.line, each.column, each.severity, each.suggestion, each.optional]
                writer.writerow([file.path, file.kind, file.format, *told])
    kinds = {file.kind for file in files} - {CLEAN}
    blind = sum(file.kind != CLEAN for file in files)
    print(f"{len(files)} files: {blind} with one of {len(kinds)} kinds of defect or oddity, {len(files) - blind} clean")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
