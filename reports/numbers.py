"""Counts that may be hidden, and how numbers, shares and dates are written. Every percentage of a page is written
here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor

from domain.rounding import percent
from reports import trace

HIDDEN = "c"
NOT_AVAILABLE = "–"
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]  # strftime would follow the machine's locale


@dataclass(frozen=True, slots=True)
class Count:
    """Pupils of a cohort. `pupils` is None where the count is hidden (`suppressed`) or there is nothing to count
    (`not_available`). `cell` is the id of the count (reports/trace.py), `of` that of the cohort where it isn't in the
    same row; both are empty for a count that comes from no table. `at_least` and `at_most` are the ends between which a
    hidden one lies, where they are told (reports/share_ranges.py).
    """

    pupils: int | None
    cohort: int | None
    status: str = "published"
    cell: str = ""
    of: str = ""
    at_least: int | None = None
    at_most: int | None = None

    @property
    def is_published(self) -> bool:
        return self.status == "published" and self.pupils is not None

    @property
    def share(self) -> float | None:
        """pupils / cohort, or None where that can't be told."""
        return self.pupils / self.cohort if self.is_published and self.pupils is not None and self.cohort else None

    @property
    def text(self) -> str:
        """The count as a table shows it."""
        return thousands(self.pupils) if self.is_published else self._symbol

    @property
    def percent(self) -> str:
        """The share as people read it: half up, never 0% for somebody nor 100% for not everybody."""
        return percent_of(self.pupils, self.cohort) if self.is_published else self._symbol

    @property
    def rate_cell(self) -> str:
        """The id of the count as part of a formula about its share."""
        return trace.formula("of", self.cell, self.of) if self.of else self.cell

    @property
    def cohort_cell(self) -> str:
        """The id of the cohort."""
        return self.of or trace.cohort_of(self.cell)

    @property
    def cohort_text(self) -> str:
        """The cohort as a table shows it; a hidden count may have a hidden cohort."""
        return self._symbol if self.cohort is None and not self.is_published else thousands(self.cohort)

    @property
    def told(self) -> str:
        """The share as traced text, for a sentence."""
        return trace.mark(self.percent, self.share_cell) if self.is_published else self.percent

    @property
    def share_cell(self) -> str:
        """The id of the share."""
        return trace.formula("share", self.cell, self.of) if self.of else trace.formula("share", self.cell)

    @property
    def number(self) -> str:
        """The count as traced text, for a sentence."""
        return trace.mark(self.text, self.cell) if self.is_published else self.text

    @property
    def cohort_number(self) -> str:
        """The cohort as traced text."""
        return trace.mark(thousands(self.cohort), self.cohort_cell)

    @property
    def _symbol(self) -> str:
        return HIDDEN if self.status == "suppressed" else NOT_AVAILABLE


NOTHING = Count(None, None, "not_available")


def total(counts: Iterable[Count], cohort: int | None, of: str = "") -> Count:
    """The sum of counts, hidden as soon as one of them is: a sum beside its parts would give the hidden one away.

    `of` is the id of its cohort; without one it is the parts' common cohort, or theirs added up.
    """
    present = [count for count in counts if count.status != "not_available"]
    if not present:
        return Count(None, cohort, "not_available")
    if not all(count.is_published for count in present):
        return Count(None, cohort, "suppressed", of=of or _cohort_of(present, cohort))
    if len(present) == 1 and present[0].cohort == cohort:
        return present[0]
    # Parts of one cohort share it; parts with a cohort each (schools) add theirs up, which needs no saying.
    shared = _cohort_of(present, cohort) if all(count.cohort == cohort for count in present) else ""
    pupils = sum(count.pupils or 0 for count in present)
    return Count(pupils, cohort, cell=trace.added(count.cell for count in present), of=of or shared)


def _cohort_of(parts: list[Count], cohort: int | None) -> str:
    """The id of the cohort of a sum: the parts' own where they share it, else theirs added up."""
    is_shared = all(part.cohort == cohort for part in parts)
    return parts[0].cohort_cell if is_shared else trace.added(part.cohort_cell for part in parts)


def thousands(number: int | None) -> str:
    return NOT_AVAILABLE if number is None else f"{number:,}"


def percent_of(pupils: int | None, cohort: int | None) -> str:
    """`41%`; `<1%` and `>99%` where rounding would say nobody or everybody; `–` without a cohort."""
    if pupils is None or not cohort:
        return NOT_AVAILABLE
    rounded = percent(pupils, cohort)
    if rounded == 0 and pupils > 0:
        return "<1%"
    if rounded == 100 and pupils < cohort:
        return ">99%"
    return f"{rounded}%"


def share_percent(share: float) -> str:
    """A share that is no count's (the end of an interval), half up in whole per cent."""
    return f"{floor(100 * share + 0.5)}%"


def points_between(one: Count, other: Count) -> int | None:
    """`one` minus `other` in tenths of a percentage point, taken before rounding; halves go away from zero."""
    if not (one.is_published and other.is_published and one.cohort and other.cohort):
        return None
    gap = 1000 * (Fraction(one.pupils or 0, one.cohort) - Fraction(other.pupils or 0, other.cohort))
    size = floor(abs(gap) + Fraction(1, 2))
    return size if gap >= 0 else -size


def points_cell(one: Count, other: Count) -> str:
    """The id of `points_between`."""
    return trace.formula("points", one.rate_cell, other.rate_cell)


def signed(tenths: int | None) -> str:
    """`+4.2`, `−6.0`, `0.0`, with a true minus sign; `c` where one side is hidden."""
    if tenths is None:
        return HIDDEN
    return f"{'+' if tenths > 0 else '−' if tenths < 0 else ''}{abs(tenths) // 10}.{abs(tenths) % 10}"


def long_date(day: date) -> str:
    """`4 December 2026`"""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def plural(number: int, one: str, many: str | None = None) -> str:
    """`1 row`, `1,234 rows`"""
    return f"{thousands(number)} {one if number == 1 else many or one + 's'}"


def listed(words: Iterable[str]) -> str:
    """`a, b and c`"""
    items = list(words)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""
