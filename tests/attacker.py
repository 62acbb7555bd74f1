"""Somebody who has every published table on one desk, and a solver: between which ends must a hidden count lie?

Written without a look at the rules that hide: it has its own idea of what adds up, of single pupils even (how many are
in a category *and* take part in a way *and* are shown nowhere), and takes every count that is shown at its word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import highspy
import numpy as np
from scipy.sparse import coo_matrix

from domain.package_data import table

# table, school_id, year_group, stage, breakdown_topic, breakdown, item -> the count as shown; None: a `c` is shown
Cell = tuple[str, str, int, str, str, str, str]
Published = Mapping[Cell, int | None]
_SLACK = 1e-5
_SAME = {
    "education": [("participation", "education")],
    "eet": [("participation", "education"), ("participation", "training"), ("participation", "employment")],
    "apprenticeship": [("destination", "apprenticeship")],
    "higher_education": [("destination", "higher_education")],
    "he_entered": [("destination", "higher_education")],
    "unknown": [("destination", "unknown")],
}
_SPLIT = {
    "compared": ["as_planned", "changed"],
    "changed": ["moved_up", "moved_sideways", "moved_down"],
    "guidance_needed": ["guidance_held", "guidance_outstanding"],
}
_NESTED = [
    ("he_applied", "he_offered"), ("he_offered", "he_placed"), ("he_applied", "russell_group_applied"),
    ("russell_group_applied", "oxbridge_applied"), ("russell_group_offered", "oxbridge_offered"),
    ("he_entered", "russell_group_entered"), ("russell_group_entered", "oxbridge_entered"),
    ("russell_group_applied", "russell_group_offered"), ("russell_group_offered", "russell_group_placed"),
    ("in_network", "own_school"), ("on_network_roll", "stayed_on_own_roll"), ("top_three_preferences", "first_preference"),
    ("known", "eet"), ("known", "higher_education"), ("known", "apprenticeship"), ("known", "in_network"), ("known", "education"),
    ("known", "own_school"), ("known", "he_entered"), ("known", "compared"), ("known", "on_network_roll"),
    ("left_in_year", "left_recorded"), ("left_in_year", "left_not_participating"),
]  # fmt: skip

# What a measure is a share of is printed beside it; what it is a part of may be less. The remainder tells as much,
# unless its own parts are counted.
_SHARE_OF = dict(table("measures").select("measure", "cohort_item").iter_rows())
_WHOLES = _SHARE_OF | {part: whole for whole, part in _NESTED}


@dataclass
class Attacker:
    """What can be known of one year group. `participations` says which each category of it may have."""

    published: Published
    participations: Mapping[str, frozenset[str]]
    places: dict[Hashable, int] = field(default_factory=dict)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    rows: list[list[tuple[int, float]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for cell, shown in self.published.items():
            self._place(cell, shown)
        self._lines()
        self._pairs()
        self._flows()
        self._measures()
        self._solver = self._model()

    def worlds(self, terms: Mapping[Hashable, float]) -> Iterator[np.ndarray]:
        """Two worlds that agree with all that is shown: one with the most that a sum of counts can be, one with the
        least."""
        cost = np.zeros(len(self.low))
        for name, sign in terms.items():
            cost[self.places[name]] += sign
        everything = np.arange(len(cost), dtype=np.int32)
        for sense in (-1.0, 1.0):
            self._solver.changeColsCost(len(cost), everything, sense * cost)
            self._solve()
            yield np.array(self._solver.getSolution().col_value)

    def _solve(self) -> None:
        """From where the last programme ended, which is quick; where that leads nowhere, from the start."""
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            self._solver.clearSolver()
            self._solver.run()
        status = self._solver.getModelStatus()
        assert status == highspy.HighsModelStatus.kOptimal, f"the tables contradict each other ({status})"

    def _place(self, name: Hashable, shown: int | None = None) -> int:
        if name not in self.places:
            self.places[name] = len(self.low)
            self.low.append(0.0 if shown is None else float(shown))
            self.high.append(1e5 if shown is None else float(shown))
        return self.places[name]

    def _equal(self, whole: Hashable, parts: Iterable[Hashable]) -> None:
        self.rows.append([(self._place(whole), -1.0), *((self._place(part), 1.0) for part in parts)])

    def _gather(self, tables: tuple[str, ...], whole_of: object) -> None:
        found: dict[Hashable, list[Cell]] = defaultdict(list)
        for cell in self.published:
            if cell[0] in tables and (whole := whole_of(cell)) is not None:  # type: ignore[operator]
                found[whole].append(cell)
        for (whole, *_), parts in found.items():  # type: ignore[misc]
            if whole in self.published:
                self._equal(whole, parts)

    def _lines(self) -> None:
        """Categories and ways of taking part fill the cohort; parts fill the topic; schools fill the network."""
        for level in ("destination", "participation"):
            self._gather((level,), lambda c: (("cohort", c[1], c[2], "", c[4], c[5], "cohort"), c[3]))
        tables = ("destination", "participation", "cohort", "measure")
        self._gather(
            tables,
            lambda c: ((*c[:4], "total", "total", c[6]), c[4]) if c[4] != "total" and "+" not in c[5] else None,
        )
        self._gather((*tables, "flow"), lambda c: ((c[0], "", *c[2:]), "") if c[1] else None)

    def _pairs(self) -> None:
        """Every pupil has a category and a way of taking part, in one of the pairs that there are."""
        of_way: dict[Cell, list[Hashable]] = defaultdict(list)
        for cell in [cell for cell in self.published if cell[0] == "destination"]:
            ways = [("participation", *cell[1:6], way) for way in self.participations[cell[6]]]
            if all(way in self.published for way in ways):
                pairs = [("pair", *cell[1:], way[6]) for way in ways]
                self._equal(cell, pairs)
                for way, pair in zip(ways, pairs, strict=True):
                    of_way[way].append(pair)
        for way, pairs in of_way.items():
            self._equal(way, pairs)

    def _flows(self) -> None:
        """From every category to every category; a pair that isn't listed may be of nobody or of a few."""
        ends: dict[tuple[str, str], dict[str, Cell]] = defaultdict(dict)
        for cell in self.published:
            if cell[0] == "destination" and cell[4] == "total":
                ends[cell[1], cell[3]][cell[6]] = cell
        for school in {school for school, _ in ends}:
            first, last = ends[school, "intended"], ends[school, "final"]
            if not first or not last:
                continue
            year_group = next(iter(first.values()))[2]
            flow = {(a, b): ("flow", school, year_group, "", "total", "total", f"{a}>{b}") for a in first for b in last}
            for a, cell in first.items():
                self._equal(cell, [flow[a, b] for b in last])
            for b, cell in last.items():
                self._equal(cell, [flow[a, b] for a in first])
        wholes: dict[Hashable, list[Hashable]] = defaultdict(list)
        for name in [
            n for n in self.places if isinstance(n, tuple) and n[0] == "flow" and n[1] and n not in self.published
        ]:
            wholes["flow", "", *name[2:]].append(name)
        for whole, parts in wholes.items():
            if whole in self.places:
                self._equal(whole, parts)

    def _measures(self) -> None:
        for cell in [cell for cell in self.published if cell[0] == "measure"]:
            line = cell[1:6]
            others = [(level, *line[:2], "final", *line[3:], item) for level, item in _SAME.get(cell[6], ())]
            if others and all(other in self.published for other in others):
                self._equal(cell, others)
            parts = [("measure", *line, item) for item in _SPLIT.get(cell[6], ())]
            if parts and all(part in self.published for part in parts):
                self._equal(cell, parts)
            if cell[6] == "known":
                unknown = ("destination", *line[:2], "final", *line[3:], "unknown")
                if unknown in self.published:
                    self._equal(("cohort", *line, "cohort"), [cell, unknown])
            for whole in {w for w, part in _NESTED if part == cell[6]} | {_SHARE_OF[cell[6]]}:
                outer = ("cohort", *line, whole) if whole in ("cohort", "on_roll") else ("measure", *line, whole)
                if outer in self.published:
                    self._equal(outer, [cell, ("beside", whole, *cell)])

    def _model(self) -> highspy.Highs:
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.low), len(self.rows)
        model.col_cost_ = np.zeros(len(self.low))
        model.col_lower_, model.col_upper_ = np.array(self.low), np.array(self.high)
        model.row_lower_ = model.row_upper_ = np.zeros(len(self.rows))
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0, *(len(row) for row in self.rows)])
        model.a_matrix_.index_ = np.array([place for row in self.rows for place, _ in row])
        model.a_matrix_.value_ = np.array([sign for row in self.rows for _, sign in row])
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("simplex_strategy", 4)
        solver.passModel(model)
        return solver


@dataclass(frozen=True)
class Exposed:
    """A hidden count that is known too well."""

    cell: tuple[Hashable, ...]
    value: int
    low: float
    high: float


def attack(
    truth: Mapping[Cell, int],
    published: Published,
    participations: Mapping[str, frozenset[str]],
    records: frozenset[str],
    width: int = 5,
) -> list[Exposed]:
    """The small hidden counts (1 to `width`) of a year group, and small remainders beside shown ones, whose range is
    narrower than `width`, or than the shown count of which they are a part."""
    attacker = Attacker(published, participations)
    targets = [*_targets(truth, published, records, width), *_flow_targets(truth, attacker, width)]
    if not targets:
        return []
    places = [
        (row, attacker.places[name], sign) for row, (terms, *_) in enumerate(targets) for name, sign in terms.items()
    ]
    rows, columns, signs = (np.array(part) for part in zip(*places, strict=True))
    sums = coo_matrix((signs, (rows, columns)), (len(targets), len(attacker.low))).tocsr()
    values = np.array([value for _, value, _ in targets], dtype=float)
    asked = np.array([min(width, most) for *_, most in targets], dtype=float)
    low, high = values.copy(), values.copy()
    exposed = []
    for place, (terms, value, _) in enumerate(targets):
        for world in attacker.worlds(terms) if high[place] - low[place] < asked[place] - _SLACK else ():
            # A world tells something of every target.
            told = sums @ world
            np.minimum(low, told, out=low)
            np.maximum(high, told, out=high)
            if high[place] - low[place] >= asked[place] - _SLACK:
                break
        else:
            if high[place] - low[place] < asked[place] - _SLACK:
                exposed.append(Exposed(tuple(terms), value, low[place], high[place]))
    return exposed


def _targets(
    truth: Mapping[Cell, int], published: Published, records: frozenset[str], width: int
) -> Iterable[tuple[dict[Hashable, float], int, float]]:
    for cell, shown in published.items():
        level, line, item = cell[0], cell[1:6], cell[6]
        if item in records or (level == "cohort" and cell[4] == "total"):
            continue
        most = _most(cell, truth, published, records)
        if shown is None and 1 <= truth[cell] <= width:
            yield {cell: 1.0}, truth[cell], most
        name = _WHOLES.get(item, "cohort")
        whole = ("cohort", *line, "cohort") if name == "cohort" else ("measure", *line, name)
        is_part = any(item in parts for parts in _SPLIT.values())
        if (
            level == "measure"
            and not is_part
            and whole in truth
            and truth[cell]
            and 1 <= (left := truth[whole] - truth[cell]) <= width
        ):
            yield {whole: 1.0, cell: -1.0}, left, most


def _most(cell: Cell, truth: Mapping[Cell, int], published: Published, records: frozenset[str]) -> float:
    """How many there can be at all: no more than the group as shown, than its year group, and of those about whom
    anything is recorded; nobody has to be kept from knowing that."""
    level, (school, year_group, _, topic, part), item = cell[0], cell[1:6], cell[6]
    line, everybody = (school, year_group, "", topic, part), (school, year_group, "", "total", "total")
    most = np.inf
    for group, known in ((line, published), (everybody, truth)):
        pupils = float(known.get(("cohort", *group, "cohort")) or np.inf)
        if level in ("destination", "participation"):
            codes = records & {"unknown", "undecided"}
            pupils -= sum(truth.get((level, *group[:2], cell[3], *group[3:], code), 0) for code in codes)
        most = min(most, pupils)
    while level == "measure" and (item := _WHOLES.get(item, "cohort")) != "cohort":
        if item in records:
            most = min(most, float(truth.get(("measure", *line, item), np.inf)))
    return most


def _flow_targets(
    truth: Mapping[Cell, int], attacker: Attacker, width: int
) -> Iterable[tuple[dict[Hashable, float], int, float]]:
    """Flows of the network that aren't listed, though such flows may be: from and to what is known."""
    for cell, value in truth.items():
        if (
            cell[0] == "flow"
            and not cell[1]
            and 1 <= value <= width
            and cell not in attacker.published
            and cell in attacker.places
        ):
            first, last = cell[6].split(">")
            if {first, last} & {"unknown", "undecided"}:
                continue
            ends = [
                ("destination", *cell[1:3], stage, "total", "total", c)
                for stage, c in (("intended", first), ("final", last))
            ]
            yield {cell: 1.0}, value, min(float(attacker.published.get(end) or np.inf) for end in ends)
