"""The text of a cell that isn't text: one form for each kind of value, whichever program saved it.

What a text means, and whether it is right, is not known here.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

# 31 December 9999 in the system that starts later; anything above is a number dressed as a date
LAST_SERIAL = 2_957_003
ERROR = "#ERROR!"


def number_text(value: float) -> str:
    """A whole number without '.0', and never in scientific notation: 9276308686, 0.5, 0.0000001."""
    if value != value or abs(value) == float("inf"):
        return ERROR
    return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")


def boolean_text(value: object) -> str:
    return "true" if value else "false"


def moment_text(at: datetime) -> str:
    """'2010-02-03' for a date, '2010-02-03 14:05:06' for a moment."""
    if not (at.hour or at.minute or at.second or at.microsecond):
        return at.date().isoformat()
    return at.isoformat(" ", "milliseconds" if at.microsecond else "seconds")


def time_text(time: timedelta) -> str:
    """'09:05:00' for a time of day; a span of a day or more as Excel keeps it, a moment counted from 1899-12-31."""
    at = datetime(1899, 12, 31) + time
    return at.time().isoformat("seconds") if time < timedelta(days=1) else moment_text(at)


def serial_text(serial: float, date_system: int) -> str:
    """A cell that is formatted as a date or time, from the number beneath it; the number itself where no such date
    exists (a learner number in a column of dates)."""
    if not 0 <= serial <= LAST_SERIAL:
        return number_text(serial)
    span = timedelta(milliseconds=round(serial * 86_400_000))
    if span < timedelta(days=1):
        return time_text(span)
    if date_system == 1904:
        return moment_text(datetime(1904, 1, 1) + span)
    # Excel believes in 29 February 1900
    return moment_text(datetime(1899, 12, 31 if serial < 60 else 30) + span)
