"""The event log: one append-only, hash-chained JSON-lines file; the only source of human decisions and of when a file
came.

It lies outside the warehouse, which can be rebuilt from it and the archive. Whoever appends holds the warehouse's lock.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from warehouse.files import sync_folder

LONDON = ZoneInfo("Europe/London")
_START = "0" * 64


class EventLogError(RuntimeError):
    """The log was altered: its chain of hashes is broken at the line the message names."""


@dataclass(frozen=True)
class Event:
    """One line of the log. `at` is UTC; `data` holds ids and paths, never a pupil's value."""

    number: int
    at: datetime
    kind: str
    who: str
    why: str
    data: Mapping[str, str | int]

    @property
    def on(self) -> date:
        """The London calendar date on which the event became known."""
        return self.at.astimezone(LONDON).date()


class EventLog:
    """Reads and appends the log at `path`; a half-written last line (a crash) was never an event and is dropped before
    appending."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def events(self, until: date | None = None) -> list[Event]:
        """All events, oldest first, up to the end of the London day `until`.

        Raises EventLogError when the chain is broken.
        """
        found = [event for event, _ in self._chain()]
        return found if until is None else [event for event in found if event.on <= until]

    def append(self, drafts: Iterable[tuple[str, Mapping[str, str | int], str, str]], at: datetime) -> list[Event]:
        """Add events (kind, data, who, why) at `at` or just after the newest one, whichever is later; durable when it
        returns."""
        chain = list(self._chain())
        number, previous = (chain[-1][0].number, chain[-1][1]) if chain else (0, _START)
        newest = chain[-1][0].at if chain else None
        added: list[Event] = []
        lines: list[str] = []
        for kind, data, who, why in drafts:
            at = max(at, newest + timedelta(microseconds=1)) if newest else at
            number += 1
            event = Event(number, at.astimezone(UTC), kind, who, why, dict(data))
            line, previous = _line(event, previous)
            newest = event.at
            added.append(event)
            lines.append(line)
        if lines:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._drop_half_line()
            self._write("".join(lines).encode())
        return added

    def _write(self, content: bytes) -> None:
        """All of it or, where the disk is full, nothing."""
        whole = self.path.stat().st_size if self.path.exists() else 0
        try:
            with self.path.open("ab") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            self._cut(whole)
            raise
        if not whole:
            sync_folder(self.path.parent)

    def _drop_half_line(self) -> None:
        if not self.path.exists():
            return
        content = self.path.read_bytes()
        whole = content.rfind(b"\n") + 1
        if whole != len(content):
            self._cut(whole)

    def _cut(self, size: int) -> None:
        if self.path.exists():
            with self.path.open("r+b") as file:
                file.truncate(size)

    def _chain(self) -> Iterator[tuple[Event, str]]:
        if not self.path.exists():
            return
        previous = _START
        # Only a line feed ends a line: a file's name may hold other letters that `splitlines` breaks at. What follows
        # the last one is half a line.
        for number, line in enumerate(self.path.read_bytes().split(b"\n")[:-1], start=1):
            event = _read(line)
            expected, digest = _line(event, previous) if event else ("", "")
            if event is None or expected.encode() != line + b"\n" or event.number != number:
                raise EventLogError(
                    f"{self.path} line {number} was altered: restore the file from a copy before going on."
                )
            previous = digest
            yield event, digest


def _read(line: bytes) -> Event | None:
    """The event that a line tells; None where it tells none."""
    try:
        told = json.loads(line)
        at = datetime.fromisoformat(told["at"])
        return Event(told["number"], at, told["kind"], told["who"], told["why"], told["data"])
    except (ValueError, KeyError, TypeError):
        return None


def _line(event: Event, previous: str) -> tuple[str, str]:
    """The event's line and its hash, which covers the hash before it."""
    body = {
        "number": event.number, "at": event.at.isoformat(), "kind": event.kind, "who": event.who, "why": event.why,
        "data": dict(event.data), "previous": previous,
    }  # fmt: skip
    digest = hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    return json.dumps({**body, "hash": digest}, sort_keys=True, ensure_ascii=False) + "\n", digest
