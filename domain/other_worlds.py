"""Linear programmes that look for other worlds: counts that agree with everything shown (see `protection.py`). Only
that module imports this one, and only when it is needed, since it loads the solver (HiGHS)."""

from __future__ import annotations

import highspy
import numpy as np
import numpy.typing as npt

from domain.protection import Counts, Flags, Numbers

_SLACK = 1e-6
# A round of many counts takes about as long as a programme for one: worth it until few are left or few are helped.
_MOST_ROUNDS, _FEW, _PROGRESS = 60, 4, 0.02
# Which part of the exposed counts a round moves at once; fewer where it may hide others, since each pulls its own way.
_DRAWN = {False: 0.3, True: 0.1}
_FAR = 1e6
_REWARD = 1e6


class OtherWorlds:
    """The worlds found so far, as what they prove: how low and how high each count may be for all that is shown."""

    def __init__(self, counts: Counts, hidden: Flags) -> None:
        self.hidden = hidden.copy()
        self.low, self.high = counts.values.copy(), counts.values.copy()
        self._counts = counts
        self._programme = _Programme(counts)

    def exposed(self, asked: Numbers) -> npt.NDArray[np.intp]:
        """Guarded counts that no two worlds yet set far enough apart."""
        near = self.high - self.low < asked - _SLACK
        return np.flatnonzero(self._counts.guarded & self.hidden & near)

    def search(self, asked: Numbers, *, may_hide: bool) -> None:
        """Programmes that each move a part of the exposed counts at once, some up and some down: those beside them must
        be free to give way. Which ones is drawn by lot, from the same lot every time."""
        lot = np.random.default_rng(0)
        helped = float(self.exposed(asked).size)
        for _ in range(_MOST_ROUNDS):
            left = self.exposed(asked)
            if left.size <= _FEW or helped < _PROGRESS * left.size:
                return
            drawn = left[lot.random(left.size) < max(_DRAWN[may_hide], _FEW / left.size)]
            if not drawn.size:
                continue
            ups = lot.random(drawn.size) < 0.5
            self._note(self._programme.move(drawn, ups, asked[drawn], self.hidden, may_hide=may_hide))
            helped = (helped + left.size - self.exposed(asked).size) / 2

    def make_room(self, count: int, asked: float) -> None:
        """Let one count's range become `asked` wide, up and else down, hiding what that costs least."""
        for up in (True, False):
            needed = asked - float(self.high[count] - self.low[count])
            if needed <= _SLACK:
                return
            already = float(self.high[count] - self._counts.values[count]) if up else 0.0
            one = np.array([count])
            self._note(
                self._programme.move(one, np.array([up]), np.array([already + needed]), self.hidden, may_hide=True)
            )

    def _note(self, world: Numbers) -> None:
        """What the world proves; what it disturbs must be hidden, or it wouldn't agree with what is shown."""
        self.hidden |= np.abs(world - self._counts.values) > _SLACK
        np.minimum(self.low, world, out=self.low)
        np.maximum(self.high, world, out=self.high)


class _Programme:
    """The relations as one sparse programme. Each count that isn't fixed has three columns: by how much it is above its
    true value, up to what was asked and beyond, and by how much below."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self._movable = np.flatnonzero(~counts.fixed)
        place = {int(count): index for index, count in enumerate(self._movable)}
        self._place = place
        size = len(self._movable)
        starts, indices, values = [0], [], []
        for relation in counts.relations:
            for member, sign in ((relation.total, -1.0), *((part, 1.0) for part in relation.parts)):
                if member in place:
                    index = place[member]
                    indices += [index, size + index, 2 * size + index]
                    values += [sign, sign, -sign]
            starts.append(len(indices))
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = 3 * size, len(starts) - 1
        model.col_cost_ = np.zeros(3 * size)
        model.col_lower_, model.col_upper_ = np.zeros(3 * size), np.zeros(3 * size)
        model.row_lower_ = model.row_upper_ = np.zeros(len(starts) - 1)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.array(starts)
        model.a_matrix_.index_ = np.array(indices)
        model.a_matrix_.value_ = np.array(values)
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]
        self._solver.silent()
        for option, value in (("threads", 1), ("random_seed", 0), ("presolve", "off")):
            self._solver.setOptionValue(option, value)
        self._solver.passModel(model)
        self._all = np.arange(3 * size, dtype=np.int32)

    def move(
        self, chosen: npt.NDArray[np.intp], ups: Flags, distances: Numbers, hidden: Flags, *, may_hide: bool
    ) -> Numbers:
        """The world that moves the chosen counts up (or down) as far as asked, as nearly as can be; where it
        `may_hide`, also by disturbing shown counts, at their cost."""
        counts, size = self._counts, len(self._movable)
        is_hidden = hidden[self._movable]
        values = counts.values[self._movable]
        costs = np.where(is_hidden, 0.0, counts.costs[self._movable])
        free = np.ones(size, dtype=bool) if may_hide else is_hidden
        near, far, down = np.zeros(size), np.where(free, _FAR, 0.0), np.where(free, values, 0.0)
        cost = np.concatenate([costs, costs, costs])
        where = np.array([self._place[int(count)] for count in chosen])
        up, fall = where[ups], where[~ups]
        near[up], down[up] = distances[ups], 0.0
        far[fall] = 0.0
        down[fall] = np.minimum(down[fall], distances[~ups])
        cost[up] = -_REWARD
        cost[2 * size + fall] = -_REWARD
        upper = np.concatenate([near, far, down])
        self._solver.changeColsCost(3 * size, self._all, cost)
        self._solver.changeColsBounds(3 * size, self._all, np.zeros(3 * size), upper)
        # Another part of the counts moves now: from where the last programme ended it takes three times as long.
        self._solver.clearSolver()
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"The solver ended with {self._solver.getModelStatus()}: nothing may be published.")
        solution = np.array(self._solver.getSolution().col_value)
        world = counts.values.copy()
        world[self._movable] += solution[:size] + solution[size : 2 * size] - solution[2 * size :]
        return world
