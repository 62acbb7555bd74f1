"""Between which ends a hidden count lies, for everybody who has all that is shown and a solver. The ends follow from
what is shown alone: that only small counts are hidden at first is no part of it, so telling them tells nothing more.

Only `disclosure.py` imports this, and only when it is needed, since it loads the solver (HiGHS)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil, floor

import highspy
import numpy as np

from domain.protection import Counts, Flags, Numbers, Places, Relation, apart, merge, same_counts

# How far the solver may be off: a bound that is a whole number must not be rounded past the truth.
_SLACK = 1e-4
_PRIMAL = 4


def ranges_of(counts: Counts, shown: Flags, asked: Sequence[int]) -> dict[int, tuple[int, int]]:
    """The fewest and the most that each of the counts `asked` may be, in whole pupils, given the `shown` ones, the
    relations, and that none is below nought. One that has no upper end is left out."""
    same = same_counts(counts)
    nobody = np.zeros(len(shown), dtype=bool)
    once = merge(replace(counts, hidden=~shown, guarded=nobody, fixed=shown), same)
    wanted = {int(same[count]) for count in asked}
    found = {count: (int(once.values[count]),) * 2 for count in wanted if once.fixed[count]}
    for members, relations in apart(once):
        here = [place for place, member in enumerate(members) if int(member) in wanted]
        if not here:
            continue
        programme = _Programme(once.part(members, relations))
        for place in here:
            ends = programme.ends(place)
            if ends is not None:
                found[int(members[place])] = ends
    return {count: found[int(same[count])] for count in asked if int(same[count]) in found}


class _Programme:
    """Counts that can move together, and by how much each is above its true value: the relations hold of that too."""

    def __init__(self, counts: Counts) -> None:
        self._values = counts.values
        size = len(counts.values)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = size, len(counts.relations)
        model.col_cost_ = np.zeros(size)
        model.col_lower_, model.col_upper_ = -counts.values, np.full(size, highspy.kHighsInf)
        model.row_lower_ = model.row_upper_ = np.zeros(len(counts.relations))
        starts, indices, values = _matrix(counts.relations)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = starts, indices, values
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]
        self._solver.silent()
        # From one programme to the next only what is asked for changes: where the last one ended is a world still, from
        # which the primal method takes half the time that any takes afresh.
        options: dict[str, int | str] = {"threads": 1, "random_seed": 0, "presolve": "off", "simplex_strategy": _PRIMAL}
        for option, value in options.items():
            self._solver.setOptionValue(option, value)
        self._solver.passModel(model)

    def ends(self, count: int) -> tuple[int, int] | None:
        """The count's ends in whole pupils; None where it has no upper one."""
        lower, upper = self._furthest(count, 1.0), self._furthest(count, -1.0)
        if lower is None or upper is None:
            return None
        value = float(self._values[count])
        return ceil(value + lower - _SLACK), floor(value + upper + _SLACK)

    def _furthest(self, count: int, cost: float) -> float | None:
        """How far the count can go from its value, down at a `cost` and up at a negative one; None: without end."""
        self._solver.changeColCost(count, cost)
        self._solver.run()
        status, reached = self._solver.getModelStatus(), self._solver.getInfo().objective_function_value
        self._solver.changeColCost(count, 0.0)
        if status in (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"The solver ended with {status}: nothing may be published.")
        return cost * float(reached)


def _matrix(relations: Sequence[Relation]) -> tuple[Places, Places, Numbers]:
    """The relations row by row: a whole less its parts is nought. What stands still (-1) is in no column."""
    starts, indices, values = [0], [], []
    for relation in relations:
        members = [(part, 1.0) for part in relation.parts]
        members += [(relation.total, -1.0)] if relation.total >= 0 else []
        indices += [member for member, _ in members]
        values += [sign for _, sign in members]
        starts.append(len(indices))
    return np.array(starts, dtype=np.intp), np.array(indices, dtype=np.intp), np.array(values)
