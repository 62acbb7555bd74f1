"""Whole numbers behind a table with blanked cells: linear statements in, one solution out. Knows no school."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Statement(Generic[K]):
    """`low <= sum(weight * count of each key) <= high`, and the words to say when it can't hold."""

    terms: dict[K, int]
    low: float
    high: float
    words: str


class Impossible(ValueError):
    """No whole numbers satisfy the statements; the message names them."""


def complete(keys: Sequence[K], statements: Sequence[Statement[K]], dear: Sequence[K] = ()) -> dict[K, int]:
    """One count of nought or more for each key, so that every statement holds; the sum over `dear` keys is least.

    Raises `Impossible` where there is none. The same input gives the same counts.
    """
    position = {key: number for number, key in enumerate(keys)}
    matrix = np.zeros((len(statements), len(keys)))
    for row, statement in enumerate(statements):
        for key, weight in statement.terms.items():
            matrix[row, position[key]] += weight
    cost = np.zeros(len(keys))
    cost[[position[key] for key in dear]] = 1
    lows = np.array([statement.low for statement in statements])
    highs = np.array([statement.high for statement in statements])
    answer = milp(
        cost,
        constraints=LinearConstraint(matrix, lows, highs),
        integrality=np.ones(len(keys)),
        bounds=Bounds(0, np.inf),
    )
    if answer.x is None:
        raise Impossible("No whole numbers satisfy all of: " + "; ".join(statement.words for statement in statements))
    counts = np.rint(answer.x).astype(int)
    # The solver works in floating point within a tolerance; whole numbers are checked exactly.
    sums = matrix.astype(int) @ counts
    wrong = [s.words for s, total in zip(statements, sums, strict=True) if not s.low <= total <= s.high]
    if wrong:
        raise Impossible("The solver's numbers miss: " + "; ".join(wrong))
    return {key: int(count) for key, count in zip(keys, counts, strict=True)}
