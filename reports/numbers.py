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
    (`not_available`).
    """

    pupils: int | None
    cohort: int | None
    status: str = "published"

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
    def _symbol(self) -> str:
        return HIDDEN if self.status == "suppressed" else NOT_AVAILABLE


NOTHING = Count(None, None, "not_available")


def total(counts: Iterable[Count], cohort: int | None) -> Count:
    """The sum of counts, hidden as soon as one of them is: a sum beside its parts would give the hidden one away."""
    present = [count for count in counts if count.status != "not_available"]
    if not present:
        return Count(None, cohort, "not_available")
    if not all(count.is_published for count in present):
        return Count(None, cohort, "suppressed")
    return Count(sum(count.pupils or 0 for count in present), cohort)


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


def points_between(one: Count, other: Count) -> int | None:
    """`one` minus `other` in tenths of a percentage point, taken before rounding; halves go away from zero."""
    if not (one.is_published and other.is_published and one.cohort and other.cohort):
        return None
    gap = 1000 * (Fraction(one.pupils or 0, one.cohort) - Fraction(other.pupils or 0, other.cohort))
    size = floor(abs(gap) + Fraction(1, 2))
    return size if gap >= 0 else -size


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
