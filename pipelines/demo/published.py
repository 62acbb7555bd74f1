"""DfE's published destination measures by school, and their expansion into pupils and extract files.

A school row holds counts and percentages for all pupils, disadvantaged pupils and the others, some of them suppressed.
Here each published cell becomes a statement, whole numbers are found that satisfy all of them, and every number becomes
that many invented pupils. What the warehouse then says about those pupils must be what was published (`oracle`).
The measures are of *sustained* destinations, two years late; only their arithmetic is used.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.rounding import percent_text
from pipelines.demo.completion import Impossible, Statement, complete

Row = Mapping[str, str]
Counts = dict[tuple[str, str], int]  # (disadvantaged yes | no | not_known, destination code) -> pupils

# breakdown of the marts -> suffix of the published column, value of the extract's `disadvantaged`
BREAKDOWNS = {
    "total": ("", ("yes", "no", "not_known")),
    "disadvantaged": ("_DIS", ("yes",)),
    "not_disadvantaged": ("_NONDIS", ("no",)),
}


@dataclass(frozen=True, slots=True)
class Table:
    """How one published table names its columns: leaf -> (destination code, category), and sums of leaves."""

    prefix: str
    leaves: Mapping[str, tuple[str, str]]
    sums: Mapping[str, tuple[str, ...]]

    @property
    def measures(self) -> dict[str, tuple[str, ...]]:
        """Every measure of the table with the leaves it sums: the leaves themselves, then the sums."""
        return {**{leaf: (leaf,) for leaf in self.leaves}, **self.sums}


_LEAVES = {
    "FE": ("FE_COLLEGE", "further_education"),
    "OTHER_EDU": ("INDEPENDENT", "other_education"),
    "APPREN": ("APPRENTICESHIP", "apprenticeship"),
    "EMPLOYMENT": ("EMPLOYMENT", "employment"),
    "NOT_SUSTAINED": ("SEEKING", "not_participating"),
}
_KS4_EDUCATION = ("FE", "SCH_6TH", "SIXTH_COL", "OTHER_EDU")
_KS5_EDUCATION = ("FE", "HE", "OTHER_EDU")
_WORK = ("APPREN", "EMPLOYMENT")
TABLES: Mapping[int, Table] = {
    11: Table(
        "",
        {
            **_LEAVES,
            "SCH_6TH": ("SIXTH_FORM", "school_sixth_form"),
            "SIXTH_COL": ("SIXTH_FORM_COLLEGE", "sixth_form_college"),
            "UNKNOWN": ("UNKNOWN", "unknown"),
        },
        {
            "COHORT": (*_KS4_EDUCATION, *_WORK, "NOT_SUSTAINED", "UNKNOWN"),
            "OVERALL_DEST": (*_KS4_EDUCATION, *_WORK),
            "EDUCATION": _KS4_EDUCATION,
        },
    ),
    13: Table(
        "TOT_",
        {**_LEAVES, "HE": ("HIGHER_EDUCATION", "higher_education"), "NOT_CAPTURED": ("UNKNOWN", "unknown")},
        {
            "COHORT": (*_KS5_EDUCATION, *_WORK, "NOT_SUSTAINED", "NOT_CAPTURED"),
            "OVERALL": (*_KS5_EDUCATION, *_WORK),
            "EDUCATION": _KS5_EDUCATION,
        },
    ),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One published figure: its column, whose it is (`breakdown`), what it measures, its text ("17", "8%", "SP")."""

    column: str
    breakdown: str
    measure: str
    text: str

    @property
    def is_percentage(self) -> bool:
        return not self.text.isdigit()

    def holds(self, pupils: int, cohort: int) -> bool:
        """Would these counts be published as this text? Percentages round half up; SP is above 0 and below 0.5 %."""
        if not self.is_percentage:
            return pupils == int(self.text)
        if self.text == "SP":
            return 0 < 200 * pupils < cohort
        if self.text == "0%":
            return pupils == 0 < cohort
        return percent_text(pupils, cohort) == self.text


def published_cells(row: Row, year_group: int) -> list[Cell]:
    """Every figure of a school row that was published: counts, and percentages in whole numbers or SP.

    Suppressed cells are left out, and so are percentages of a cohort of nobody: "0%" there says nothing about a pupil.
    """
    table = TABLES[year_group]
    cells = [
        Cell(column, breakdown, measure, (row.get(column) or "").strip())
        for breakdown, (suffix, _) in BREAKDOWNS.items()
        for measure in table.measures
        for column in (f"{table.prefix}{measure}{suffix}", f"{table.prefix}{measure}PER{suffix}")
    ]
    nobody = {cell.breakdown for cell in cells if cell.measure == "COHORT" and cell.text == "0"}
    return [
        cell
        for cell in cells
        if re.fullmatch(r"\d+%?|SP", cell.text) and not (cell.is_percentage and cell.breakdown in nobody)
    ]


def _statements(cell: Cell, table: Table) -> list[Statement[tuple[str, str]]]:
    """A cell as statements about counts by (disadvantaged, code); a percentage is two about its share of the cohort."""
    values = BREAKDOWNS[cell.breakdown][1]

    def counts(leaves: tuple[str, ...], weight: int) -> Counts:
        return {(value, table.leaves[leaf][0]): weight for value in values for leaf in leaves}

    inside, words = counts(table.measures[cell.measure], 1), f"{cell.column} = {cell.text}"
    if cell.text.isdigit() or cell.text == "0%":  # 0% is a true nought: anything above it would be SP
        exactly = int(cell.text.removesuffix("%"))
        return [Statement(inside, exactly, exactly, words)]
    # half up: 2p - 1 <= 200 * pupils / cohort < 2p + 1, in whole numbers; SP: 0 < 200 * pupils / cohort < 1
    share = 0 if cell.text == "SP" else int(cell.text.removesuffix("%"))
    cohort = table.sums["COHORT"]
    lower, upper = counts(cohort, -(2 * share - 1)), counts(cohort, -(2 * share + 1))
    for key in inside:
        lower[key] += 200
        upper[key] += 200
    below = Statement(inside, 1, math.inf, words) if cell.text == "SP" else Statement(lower, 0, math.inf, words)
    return [below, Statement(upper, -math.inf, -1, words)]


def _needed(cells: list[Cell]) -> list[Cell]:
    """The cells without the percentages that their own published count and cohort already settle."""
    known = {(cell.breakdown, cell.measure) for cell in cells if not cell.is_percentage}
    return [
        cell
        for cell in cells
        if not (cell.is_percentage and {(cell.breakdown, cell.measure), (cell.breakdown, "COHORT")} <= known)
    ]


def expand_school(row: Row, year_group: int) -> Counts:
    """Pupils by (disadvantaged yes | no | not_known, destination code) that give back every published cell of the row.

    Suppressed cells are free, pupils of unknown disadvantage as few as can be. A row without a published cell gives
    nobody. Raises `Impossible`, naming the school and the cells, where no whole numbers fit.
    """
    table, cells = TABLES[year_group], published_cells(row, year_group)
    keys = [(value, code) for value in BREAKDOWNS["total"][1] for code, _ in table.leaves.values()]
    statements = [statement for cell in _needed(cells) for statement in _statements(cell, table)]
    if not statements:
        return {}
    where = f"{row.get('SCHNAME')} ({row.get('URN')}), Year {year_group}"
    try:
        counts = complete(keys, statements, dear=[key for key in keys if key[0] == "not_known"])
    except Impossible as problem:
        raise Impossible(f"{where}: {problem}") from None
    wrong = missed(cells, figures_of(counts, year_group))
    if wrong:
        raise Impossible(f"{where}: the published cells contradict each other: {', '.join(wrong)}")
    return {key: pupils for key, pupils in counts.items() if pupils}


Figures = Mapping[tuple[str, str], int]  # (breakdown, measure) -> pupils


def figures_of(counts: Counts, year_group: int) -> dict[tuple[str, str], int]:
    """An expansion summed to every measure of every breakdown."""
    table = TABLES[year_group]
    return {
        (breakdown, measure): sum(counts.get((value, table.leaves[leaf][0]), 0) for value in values for leaf in leaves)
        for breakdown, (_, values) in BREAKDOWNS.items()
        for measure, leaves in table.measures.items()
    }


def missed(cells: Iterable[Cell], figures: Figures) -> list[str]:
    """The published cells that these figures don't give back, as "column = text"."""
    return [
        f"{cell.column} = {cell.text}"
        for cell in cells
        if not cell.holds(figures.get((cell.breakdown, cell.measure), 0), figures.get((cell.breakdown, "COHORT"), 0))
    ]
