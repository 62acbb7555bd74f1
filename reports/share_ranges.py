"""Between which ends a hidden share lies, where the other figures tell that: in words, and with the ids of its ends.
The ends come with the count (domain/ranges.py); wide ones say nothing and are left out.
"""

from __future__ import annotations

from fractions import Fraction

from reports import trace
from reports.numbers import Count

# As a part of the cohort: twenty points
_WIDEST = Fraction(1, 5)
WHY = (
    "Where it says between, the share is hidden: small counts are part of it; the other figures tell no more than this "
    "range."
)


def is_told(count: Count) -> bool:
    """Whether the count is hidden and a range of its share says something."""
    if count.status != "suppressed" or count.at_least is None or count.at_most is None or not count.cohort:
        return False
    return Fraction(count.at_most - count.at_least, count.cohort) <= _WIDEST


def ends(count: Count) -> tuple[float, float]:
    """The ends as shares of the cohort, of a count that `is_told`."""
    cohort = count.cohort or 1
    return (count.at_least or 0) / cohort, (count.at_most or 0) / cohort


def end_cells(count: Count) -> tuple[str, str]:
    """The ids of the two ends, in pupils."""
    return trace.beside(count.cell, "at_least"), trace.beside(count.cell, "at_most")


def percents(count: Count) -> tuple[str, str]:
    """The lower end rounded down and the upper one up, so that the share lies between them still."""
    cohort = count.cohort or 1
    return f"{100 * (count.at_least or 0) // cohort}%", f"{-(-100 * (count.at_most or 0) // cohort)}%"


def span(count: Count) -> str:
    """`87% to 94%`, as traced text."""
    return " to ".join(_marked(count))


def between(count: Count) -> str:
    """`between 87% and 94%`, as traced text."""
    return f"between {' and '.join(_marked(count))}"


def _marked(count: Count) -> list[str]:
    pairs = zip(percents(count), end_cells(count), strict=True)
    return [trace.mark(percent, trace.formula("share", cell)) for percent, cell in pairs]
