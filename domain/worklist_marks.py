"""The marks of a worklist: the line of its guide that says which list it is, and the mark of each row, by which a row
that somebody changed, or sorted apart from the rest, is known when the list comes back. No I/O.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from domain.calendar import CYCLES
from domain.worklist_columns import WORKLISTS

_MARK = re.compile(r"([0-9a-f]{8})\.([0-9a-f]{4})(?:\.([0-9a-f]{4}))?")
_SCHOOL = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?: 00:00:00)?")


@dataclass(frozen=True, slots=True)
class MadeWorklist:
    """Which worklist a workbook is: its name, its cycle and school, and the day whose knowledge it holds."""

    name: str
    cycle: str
    school_id: str
    made_on: date

    @property
    def line(self) -> str:
        """As the guide says it: `chase_list 2025-26 hollins 2026-09-14`"""
        return f"{self.name} {self.cycle} {self.school_id} {self.made_on.isoformat()}"

    @classmethod
    def read(cls, line: str) -> MadeWorklist | None:
        """What such a line says; None where it is none, or names no list and cycle that there are."""
        words = line.split()
        if len(words) != 4 or words[0] not in WORKLISTS or words[1] not in CYCLES or not _SCHOOL.fullmatch(words[2]):
            return None
        with suppress(ValueError):
            return cls(words[0], words[1], words[2], date.fromisoformat(words[3]))
        return None


@dataclass(frozen=True, slots=True)
class RowMark:
    """A row's mark taken apart: who the pupil is, what we knew, how to reach them (None where the list doesn't say)."""

    identity: str
    known: str
    contact: str | None = None

    @classmethod
    def read(cls, text: str | None) -> RowMark | None:
        """The parts of a mark; None where the text is none."""
        found = _MARK.fullmatch((text or "").strip().lower())
        return cls(*found.groups()) if found else None


def row_mark(
    identity: Sequence[str | None], known: Sequence[str | None], contact: Sequence[str | None] | None = None
) -> str:
    """The mark of a row: 8 hex digits of the cells that say who the pupil is, a dot, 4 of those that say what we knew;
    where the list says how to reach the pupil, another dot and 4 of those. Cells compare without case, without
    spaces around them, and dates in either way of writing."""
    parts = [_digits(identity, 8), _digits(known, 4)]
    return ".".join(parts if contact is None else [*parts, _digits(contact, 4)])


def folded(cell: str | None) -> str:
    """A cell as it compares: trimmed, spaces collapsed, without case; a date that a program made a real one as we
    wrote it."""
    text = " ".join((cell or "").split()).casefold()
    iso = _ISO.fullmatch(text)
    return f"{iso[3]}/{iso[2]}/{iso[1]}" if iso else text


def _digits(cells: Sequence[str | None], digits: int) -> str:
    return sha256("\x1f".join(map(folded, cells)).encode()).hexdigest()[:digits]
