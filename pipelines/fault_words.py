"""What stopped a run, in one sentence with its cure, where the person who started it can put it right: a full disk, a
folder that may not be written, a lost copy.

Dagster keeps an error's class and text, not the error, and DuckDB and SQLite tell of a disk in words alone: so it is
words that are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # Dagster takes seconds to import, and most faults are met without it
    from dagster import DagsterEvent

_FULL = re.compile(r"No space left on device|disk is full|Disk quota exceeded|out of disk ?space", re.IGNORECASE)
_FORBIDDEN = re.compile(
    r"Permission denied|Read-only file system|Operation not permitted|readonly database|unable to open database file",
    re.IGNORECASE,
)
_PATH = re.compile(r"""['"](/[^'"]+)['"]""")
# Errors whose own message is written for that person.
_WRITTEN_FOR_PEOPLE = frozenset({"ArchiveError", "EventLogError", "FolderError", "SettingsError", "WarehouseBusy"})

Told = tuple[str, str]  # an error's class and its text


def told_by_exception(error: BaseException | None) -> Iterator[Told]:
    """An exception and what caused it."""
    while error is not None:
        yield type(error).__name__, str(error)
        error = error.__cause__ or error.__context__


def told_by_events(failures: Iterable[DagsterEvent]) -> Iterator[Told]:
    """The same of the failed steps of a run."""
    for failure in failures:
        error = failure.step_failure_data.error
        while error is not None:
            yield str(error.cls_name), error.message.partition(": ")[2].strip()
            error = error.cause or error.context


def fault_in_words(told: Iterable[Told], home: Path) -> str | None:
    """The sentence for the first of these errors that a person can put right; None where there is none."""
    for name, text in told:
        if name in _WRITTEN_FOR_PEOPLE:
            return text
        if _FULL.search(text):
            return (
                f"The disk that holds {home} is full. Nothing is lost: what was taken in is kept, the rest still lies "
                "in the inbox. Free some space, then run the same command again."
            )
        if _FORBIDDEN.search(text):
            place = _place(text, home)
            return (
                f"{place} can't be used. Let the account that runs this command read and write there (who owns it: "
                f"ls -ld {place}), then run the same command again. Nothing is lost."
            )
    return None


def _place(text: str, home: Path) -> Path:
    """What an error's text is about: the folder a file was to be made in, else what is there. SQLite names nothing,
    and its files are Dagster's."""
    named = _PATH.search(text)
    path = Path(named[1]) if named else home / ".dagster"
    return path if path.exists() and not path.name.startswith(".writing-") else path.parent
