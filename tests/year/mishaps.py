"""What goes wrong with the files of a year, each once or twice and on purpose, and how it is put right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from tests.year.dates import CYCLE
from tests.year.ledger import Decision, Drop, Row

# What stands in the cell instead of what is meant: (column, text). Each of these holds the row.
_SLIPS = (
    ("destination_type", "APPRENTICSHIP"),
    ("destination_type", "Colege of magic"),
    ("recorded_on", "2031-03-01"),
)


def slips(drops: Sequence[Drop], random: Random) -> Iterator[Drop]:
    """The same files with some cells that can't be used; most of these are mended in a later file of only those rows."""
    for drop in drops:
        rows = [
            _slip(row, random) if drop.kind == "destinations" and "destination_type" in row.values and random.random() < 0.02 else row
            for row in drop.rows
        ]  # fmt: skip
        yield replace(drop, rows=tuple(rows))
        wrong = tuple(replace(row, written={}, is_held=False) for row in rows if row.is_held)
        if wrong and random.random() < 0.8:
            stem, dot, ending = drop.path.rpartition(".")
            day = drop.day + timedelta(random.randint(3, 9))
            yield replace(
                drop, day=day, path=f"{stem} mended {drop.day:%d %b}{dot}{ending}", rows=wrong, why="mended rows"
            )


def _slip(row: Row, random: Random) -> Row:
    column, text = random.choice(_SLIPS)
    if column == "recorded_on" and "recorded_on" not in row.values:
        column, text = _SLIPS[0]
    return replace(row, written={column: text}, is_held=True)


class Mishaps:
    """Plans the mishaps of a year over the files that schools meant to send."""

    def __init__(self, drops: Sequence[Drop]) -> None:
        self.drops = list(drops)
        self.decisions: list[Decision] = []

    def plan(self) -> tuple[list[Drop], list[Decision]]:
        """All drops and decisions, mishaps included; what there is no fitting file for is left out."""
        self._filtered_roll()
        self._class_that_closes()
        self._rolled_over()
        self._wrong_list("Y13-final", date(2026, 9, 28), date(2026, 10, 12))
        self._wrong_list("Y11-intended", date(2026, 3, 17), date(2026, 3, 19))
        self._twice()
        self._two_minds()
        self._deceased()
        return self.drops, self.decisions

    def _rolls(self, year_group: int, first: date, last: date, rows: int) -> list[Drop]:
        """Rolls of one year group alone with at least so many rows."""
        return [
            drop for drop in self.drops
            if drop.kind == "roll" and drop.cycle == CYCLE and first <= drop.day <= last and len(drop.rows) >= rows
            and {row.year_group for row in drop.rows} == {year_group}
        ]  # fmt: skip

    def _filtered_roll(self) -> None:
        """A roll of half the pupils is doubted and waits; a week later the whole one comes."""
        for drop in self._rolls(6, date(2026, 1, 12), date(2026, 1, 30), 8)[:1]:
            half = replace(drop, rows=drop.rows[::2], path=_beside(drop.path, "filtered"), why="a filtered roll")
            self.drops += [half, replace(drop, day=drop.day + timedelta(7), path=_beside(drop.path, "whole"))]
            self.drops.remove(drop)

    def _class_that_closes(self) -> None:
        """A roll that has really lost four pupils is doubted and, a week later, accepted."""
        for drop in self._rolls(6, date(2026, 1, 12), date(2026, 1, 30), 8)[2:3]:
            gone = {row.person for row in drop.rows[:4]}
            for other in [d for d in self.drops if d.kind == "roll" and d.cycle == CYCLE and d.day >= drop.day]:
                if other.school_id == drop.school_id:
                    rows = tuple(row for row in other.rows if row.person not in gone)
                    self.drops[self.drops.index(other)] = replace(other, rows=rows)
            self.decisions.append(Decision(drop.day + timedelta(8), "accept", drop.path, "four pupils left"))

    def _destinations(self, folder: str, first: date, last: date, rows: int = 5) -> list[Drop]:
        return [
            drop for drop in self.drops
            if drop.kind == "destinations" and f"/{folder}/" in drop.path and first <= drop.day <= last and len(drop.rows) >= rows
        ]  # fmt: skip

    def _rolled_over(self) -> None:
        """A system that has moved on says Year 12 in the folder of Year 11; the right list comes a week later."""
        for drop in self._destinations("Y11-final", date(2026, 9, 14), date(2026, 9, 25))[:1]:
            moved = replace(drop, writes_year_group=1, doubt="rolled_over", why="rolled over")
            self.drops[self.drops.index(drop)] = moved
            self.drops.append(replace(drop, day=drop.day + timedelta(4), path=_beside(drop.path, "this year")))

    def _wrong_list(self, folder: str, day: date, withdrawn: date) -> None:
        """A list in which everybody is in the same job: it counts until it is withdrawn."""
        for drop in self._destinations(folder, date(2026, 3, 4), date(2026, 8, 30))[:1]:
            recorded = {"recorded_on": day, "verified_on": day, "verified_by": "employer"}
            if drop.stage == "intended":
                recorded = {"recorded_on": day}
            keep = (
                "upn",
                "former_upn",
                "uln",
                "mis_id",
                "surname",
                "forename",
                "date_of_birth",
                "leaving_date",
                "leaving_reason",
            )
            rows = tuple(
                Row(row.person, row.year_group, {
                    **{name: value for name, value in row.values.items() if name in keep},
                    "destination_type": "EMPLOYMENT", "destination_provider": "Wexhollow Stores", **recorded,
                })
                for row in drop.rows
            )  # fmt: skip
            wrong = replace(drop, day=day, rows=rows, path=_beside(drop.path, "wrong list"), why="a wrong list")
            self.drops.append(wrong)
            self.decisions.append(Decision(withdrawn, "withdraw", wrong.path, "it was another school's list"))

    def _twice(self) -> None:
        """The same bytes once more at the same place, which is no news, and once at another."""
        for drop in self._destinations("Y11-intended", date(2026, 5, 11), date(2026, 5, 22), 2)[:2]:
            self.drops.append(replace(drop, day=drop.day + timedelta(3)))
            self.drops.append(replace(drop, day=drop.day + timedelta(9), path=_beside(drop.path, "copy")))

    def _two_minds(self) -> None:
        """A list that says two things of one pupil on one day: neither can be used."""
        for drop in self._destinations("Y11-intended", date(2026, 3, 4), date(2026, 3, 16))[1:2]:
            for place, row in [(n, r) for n, r in enumerate(drop.rows) if _is_dated(r)][:1]:
                first = replace(row, is_held=True)
                second = replace(first, values={**row.values, "destination_type": "SEEKING"})
                rows = (*drop.rows[:place], first, *drop.rows[place + 1 :], second)
                self.drops[self.drops.index(drop)] = replace(drop, rows=rows)

    def _deceased(self) -> None:
        """Two children die; nobody's list may name them again."""
        keep = ("upn", "former_upn", "uln", "mis_id", "surname", "forename", "date_of_birth", "recorded_on")
        for folder, first in (("Y13-intended", date(2026, 5, 11)), ("Y6-final", date(2026, 10, 19))):
            for drop in self._destinations(folder, first, first + timedelta(20), 2)[:1]:
                for row in [r for r in drop.rows if not r.is_held and "leaving_date" not in r.values][:1]:
                    values = {name: value for name, value in row.values.items() if name in keep}
                    sad = replace(row, values={**values, "destination_type": "DECEASED"}, school_meant="")
                    rows = tuple(sad if other is row else other for other in drop.rows)
                    self.drops[self.drops.index(drop)] = replace(drop, rows=rows)


def _is_dated(row: Row) -> bool:
    """Whether a usable row says a destination and the day."""
    return (
        "recorded_on" in row.values and row.values.get("destination_type") not in (None, "SEEKING") and not row.is_held
    )


def _beside(path: str, name: str) -> str:
    stem, dot, ending = path.rpartition(".")
    return f"{stem} {name}{dot}{ending}"
