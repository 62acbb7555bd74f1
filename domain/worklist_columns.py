"""Which worklists there are, what each is for, and the columns of each. The lists are `worklists.csv` (words for
people) and `worklist_columns.csv` (in the order of the sheet). No I/O.

A column's role: `identity` says who the pupil is and is locked, `contact` how to reach them, `known` what our files say
(locked, ours alone, never read when it comes back), `answer` what a person fills in.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from domain.columns import COLUMNS
from domain.package_data import table

# By these a row is a pupil's; a tutor group may change and the pupil stays the same.
_WHO = ("surname", "forename", "date_of_birth", "upn", "mis_id")


@dataclass(frozen=True, slots=True)
class WorklistWords:
    """What people read about a worklist: its name, what it is for, how to fill it in, what to have done by its day."""

    label: str
    purpose: str
    filling_in: str
    due: str


@dataclass(frozen=True, slots=True)
class WorklistColumn:
    """A column of a worklist: the key of its cells, its role, its title, a few words beneath it, its width in letters.
    Titles of `known` columns mean nothing to our reader, all others are canonical labels."""

    name: str
    role: str
    title: str
    hint: str
    width: float

    @property
    def identifies(self) -> bool:
        """Whether its cell is part of who the pupil is."""
        return self.name in _WHO

    @property
    def is_known(self) -> bool:
        """Whether its cell is ours and may change while the pupil stays the same."""
        return self.role == "known" or (self.role == "identity" and not self.identifies)


WORKLISTS: dict[str, WorklistWords] = {name: WorklistWords(*words) for name, *words in table("worklists").iter_rows()}


@cache
def worklist_columns(worklist: str, year_group: int | None = None) -> tuple[WorklistColumn, ...]:
    """The columns of a worklist in the order of the sheet; `year_group` None: those of any."""
    return tuple(
        WorklistColumn(column, role, title or COLUMNS[column].label, hint, float(width))
        for worklists, year_groups, column, role, title, hint, width in table("worklist_columns").iter_rows()
        if worklist in worklists.split("|")
        and (year_group is None or not year_groups or str(year_group) in year_groups.split("|"))
    )


@cache
def known_titles() -> frozenset[str]:
    """The titles of the columns that hold what our files say, of every worklist, folded as `worklist_marks` folds."""
    listed = table("worklist_columns").filter(role="known")["title"]
    return frozenset(" ".join(title.split()).casefold() for title in listed)
