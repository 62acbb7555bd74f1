"""Arrivals: which of the files in the inbox are news, and taking them in as bytes in the archive and deliveries in the
event log. No Dagster here; reading what they say is `landing.py`'s business.

The order makes a crash harmless: bytes, then events, in one write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from domain.calendar import parse_cycle
from warehouse.events import Event, EventLog
from warehouse.files import file_id, store, sweep
from warehouse.home import Home
from warehouse.inbox import FileMoved, FileUnreadable, InboxFile, PassedOver, list_inbox


@dataclass(frozen=True)
class News:
    """What an inbox holds that has not been taken in.

    `arrivals`: files whose bytes are not the ones in force for their path, of them `cut_off` the workbooks that lack
    their end. `moving`: paths of files that changed while they were looked at, `unreadable`: of files that can't be
    opened.
    """

    arrivals: tuple[InboxFile, ...] = ()
    cut_off: tuple[InboxFile, ...] = ()
    moving: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()


def look_into(home: Home, events: Iterable[Event]) -> News:
    """What the inbox holds, told apart by content: an unchanged file is no news, however often it is saved."""
    in_force = {str(event.data["path"]): event.data["file_id"] for event in events if event.kind == "delivery"}
    listing = list_inbox(home.inbox)
    found: list[InboxFile] = []
    cut_off: list[InboxFile] = []
    moving, unreadable = [], []
    for file in listing.files:
        try:
            content = file.read()
            if in_force.get(file.path) != file_id(content):
                found.append(file)
                cut_off += [file] if _is_cut_off(content) else []
        except FileMoved:
            moving += [file.path] if file.file.exists() else []
        except FileUnreadable:
            unreadable.append(file.path)
    return News(tuple(found), tuple(cut_off), tuple(moving), tuple(unreadable), listing.passed_over)


def arrivals(
    home: Home, events: Iterable[Event], pause: Callable[[Iterable[float]], bool] = lambda changes: False
) -> list[InboxFile]:
    """The files to take in: news that stands still.

    `pause` hears when each of them last changed (seconds since 1970), waits a moment where that has just been and says
    whether it waited; what changes meanwhile is still being written and is left for the next time. A workbook that is
    cut off may be half-copied: it is given all the time that `pause` waits for.

    Older years come first, so that a pupil's earliest row lies in their earliest year, whichever school's folder comes
    first by name.
    """
    news = look_into(home, events)
    found, cut_off = news.arrivals, [file.changed_at for file in news.cut_off]
    if pause([file.changed_at for file in found]):
        while cut_off and pause(cut_off):
            continue
        found = tuple(file for file in found if file.stands_still())
    return sorted(found, key=lambda file: (_cycle_in(file.path), file.path))


def _is_cut_off(content: bytes) -> bool:
    """Whether this is the beginning of a workbook (a ZIP archive): the list of its contents, at its end, is missing."""
    return content.startswith(b"PK\x03\x04") and b"PK\x05\x06" not in content[-66_000:]


def _cycle_in(path: str) -> str:
    return next((cycle for part in PurePosixPath(path).parts if (cycle := parse_cycle(part))), "")


def take_in(home: Home, log: EventLog, found: Iterable[InboxFile], at: datetime) -> list[Event]:
    """Keep the bytes of each arrival and write its delivery into the log; whoever calls holds the warehouse's lock.

    A file that changes while it is read waits for the next time.
    """
    sweep(home.archive, home.published, home.written / "outbox")
    drafts: list[tuple[str, dict[str, str | int], str, str]] = []
    for file in found:
        try:
            content = file.read()
        except (FileMoved, FileUnreadable):
            continue
        store(home.archive, content, file.file.name)
        data: dict[str, str | int] = {"path": file.path, "file_id": file_id(content), "size_bytes": len(content)}
        drafts.append(("delivery", data, "inbox", "dropped"))
    return log.append(drafts, at)
