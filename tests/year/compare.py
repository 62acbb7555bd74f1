"""The warehouse's marts against the truth: every differing key, named. Empty is equal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from tests.year import truth_autumn as autumn
from tests.year import truth_marts as marts
from tests.year.people import Person
from tests.year.truth_cohort import is_listed_apart
from tests.year.truth_marts import Rows
from tests.year.truth_picture import Picture
from warehouse.database import Database

_BREAKDOWN = ("stage", "breakdown_topic", "breakdown")
_SCHOOL = ("cycle", "school_id", "year_group")
_COUNTS = ("pupils", "cohort", "share")


@dataclass(frozen=True)
class Mart:
    """A mart, its key, and what the truth says it holds. `quiet`: rows of noughts may be left out on either side."""

    name: str
    key: tuple[str, ...]
    truth: Callable[[Picture], Rows]
    quiet: bool = False


MARTS: tuple[Mart, ...] = (
    Mart("mart.destinations_by_school", (*_SCHOOL, *_BREAKDOWN, "destination_category"), lambda p: marts.by_school(p, "destination_category")),
    Mart("mart.participation_by_school", (*_SCHOOL, *_BREAKDOWN, "participation"), lambda p: marts.by_school(p, "participation")),
    Mart("mart.destinations_by_network", ("cycle", "year_group", *_BREAKDOWN, "destination_category"), lambda p: marts.by_network(p, "destination_category")),
    Mart("mart.participation_by_network", ("cycle", "year_group", *_BREAKDOWN, "participation"), lambda p: marts.by_network(p, "participation")),
    Mart("mart.coverage", (*_SCHOOL, "stage"), marts.coverage),
    Mart("mart.intended_to_final", (*_SCHOOL, "intended_category", "final_category"), marts.intended_to_final),
    Mart("mart.checkpoints", (*_SCHOOL, "checkpoint", "destination_category"), lambda p: autumn.checkpoints(p)[0]),
    Mart("mart.checkpoint_flows", (*_SCHOOL, "checkpoint", "checkpoint_category", "final_category"), lambda p: autumn.checkpoints(p)[1]),
    Mart("mart.september_guarantee", (*_SCHOOL, "home_la"), autumn.september_guarantee),
    Mart("mart.in_year_leavers", _SCHOOL, autumn.in_year_leavers, quiet=True),
    Mart("mart.retention", _SCHOOL, autumn.retention),
    Mart("mart.submissions", (*_SCHOOL, "collection"), autumn.submissions, quiet=True),
    Mart("mart.reconciliation", (*_SCHOOL, "other_school_id", "state"), autumn.reconciliation),
)  # fmt: skip

_DOUBTS = """
select d.path, f.rule
from (
    select delivery_id, rule, severity from staged.delivery_findings
    union select delivery_id, rule, severity from staged.reading_findings
) as f
join raw.deliveries as d using (delivery_id)
where f.severity = 'blocking' and f.rule in (select rule from ref.doubts)
"""


@dataclass
class Outcome:
    """Of one table: cells compared, and each that differs as (key, column, what the warehouse says, what is true)."""

    table: str
    cells: int = 0
    missing: bool = False
    differing: list[tuple[tuple[object, ...], str, object, object]] = field(default_factory=list)

    def told(self, most: int = 8) -> list[str]:
        """The differences in words."""
        lines = [
            f"{self.table} {key}: {column} is {says!r}, truth {true!r}"
            for key, column, says, true in self.differing[:most]
        ]
        more = len(self.differing) - most
        return lines + ([f"{self.table}: and {more} more"] if more > 0 else [])  # fmt: skip


def compare(database: Database, picture: Picture, people: Sequence[Person]) -> list[Outcome]:
    """Every mart and every pupil-level table of the picture's cycle against the truth."""
    found = [_compare_mart(database, picture, mart) for mart in MARTS]
    names = {(p.surname, p.forename): p.key for p in people}
    return found + [_compare_pupils(database, picture, names, *table) for table in _PUPIL_TABLES]


def open_doubts(database: Database) -> dict[str, str]:
    """Path -> the doubt, of every delivery that waits for a person."""
    return dict(database.query(_DOUBTS).iter_rows())


def rows_of(frame: pl.DataFrame, key: Sequence[str]) -> Rows:
    """A frame's rows by key."""
    return {tuple(row[name] for name in key): row for row in frame.iter_rows(named=True)}


def differences(table: str, says: Rows, truth: Rows, quiet: bool = False) -> Outcome:
    """Every cell of two tables that isn't the same; a row that one of them lacks differs in every cell."""
    outcome = Outcome(table)
    columns = list(next(iter(truth.values()), {}))
    for key in sorted({*says, *truth}, key=repr):
        left, right = says.get(key), truth.get(key)
        if quiet and (left is None or right is None) and not any((left or right or {}).get(c) for c in columns):
            continue
        if left is None or right is None:
            outcome.cells += 1
            outcome.differing.append((key, "row", _short(left, columns), _short(right, columns)))
            continue
        for column in columns:
            outcome.cells += 1
            if not _same(left.get(column, "no such column"), right[column]):
                outcome.differing.append((key, column, left.get(column, "no such column"), right[column]))
    return outcome


def _short(row: Mapping[str, object] | None, columns: Sequence[str]) -> object:
    return None if row is None else {name: row[name] for name in columns if name in row} or "there"


def _same(left: object, right: object) -> bool:
    if isinstance(left, float) and isinstance(right, float):
        return abs(left - right) < 1e-9
    return left == right


def _compare_mart(database: Database, picture: Picture, mart: Mart) -> Outcome:
    if not database.exists(mart.name):
        return Outcome(mart.name, missing=True)
    frame = database.query(f"from {mart.name} where cycle = ?", [picture.cycle])
    if not set(mart.key) <= set(frame.columns):
        return Outcome(mart.name, missing=True)
    return differences(mart.name, rows_of(frame, mart.key), mart.truth(picture), mart.quiet)


def _cohort(picture: Picture) -> Rows:
    return {
        (person,): {"school_id": m.school_id, "year_group": m.year_group, "left_on": m.left_on, "denominator": m.denominator}
        for person, m in picture.members.items()
    }  # fmt: skip


def _topics(picture: Picture) -> Rows:
    return {
        (person, topic): {"breakdown": part}
        for person, topics in picture.breakdowns.items()
        for topic, part in topics.items()
    }


def _excluded(picture: Picture) -> Rows:
    return {
        (m.person, m.school_id, m.year_group): {"reason": m.reason, "is_listed_apart": is_listed_apart(m)}
        for m in picture.excluded
    }


def _states(picture: Picture) -> Rows:
    return {key: {"destination_category": name} for key, name in autumn.states(picture).items()}


def _leavers(picture: Picture) -> Rows:
    columns = ("due_on", "chase_on", "state")
    return {(person,): {c: row[c] for c in columns} for person, row in autumn.leavers(picture).items()}


def _reconciled(picture: Picture) -> Rows:
    return {
        (person,): {"expected_at": expected or None, "found_at": found_at or None, "state": state}
        for person, (expected, found_at, state) in autumn.reconciled(picture).items()
    }


# Tables with a line for each pupil: name, the key beside the pupil, the truth.
_PUPIL_TABLES = (
    ("core.cohort", (), _cohort),
    ("core.cohort_breakdowns", ("breakdown_topic",), _topics),
    ("core.cohort_exclusions", ("school_id", "year_group"), _excluded),
    ("core.checkpoints", ("checkpoint",), _states),
    ("core.in_year_leavers", (), _leavers),
    ("core.reconciliation", (), _reconciled),
)


# Every table that is held against the truth.
COMPARED = (*(mart.name for mart in MARTS), *(name for name, *_ in _PUPIL_TABLES))


def _compare_pupils(
    database: Database, picture: Picture, names: Mapping[tuple[str, str], int], table: str, key: tuple[str, ...], truth: Callable[[Picture], Rows],
) -> Outcome:  # fmt: skip
    if not database.exists(table):
        return Outcome(table, missing=True)
    sql = (
        f"select p.surname, p.forename, t.* from {table} as t join core.pupils as p using (pupil_id) where t.cycle = ?"
    )
    frame = database.query(sql, [picture.cycle])
    says: Rows = {}
    for row in frame.iter_rows(named=True):
        says[names[row["surname"], row["forename"]], *(row[name] for name in key)] = row
    outcome = differences(table, says, truth(picture))
    outcome.differing += [(("rows",), "count", frame.height, len(says))] if frame.height != len(says) else []
    return outcome
