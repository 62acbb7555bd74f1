"""What lies in the inbox: listed without opening anything, and read so that a file which changes meanwhile is noticed.

The inbox is only ever read. Which files are news is `assets/landing.py`'s business, what they say `intake/`'s.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

# Neither follow a link nor wait for the other end of a pipe, should one have taken a file's place since it was listed.
_CAREFULLY = os.O_NOFOLLOW | os.O_NONBLOCK
_BEING_COPIED = (".tmp", ".part", ".crdownload")
# What operating systems and file servers leave in any folder, lower case.
_LEFT_BY_SYSTEMS = frozenset(
    {
        "thumbs.db",
        "desktop.ini",
        "__macosx",
        "@eadir",
        "#recycle",
        "$recycle.bin",
        "system volume information",
        "lost+found",
    }
)
# Why something is passed over -> what to do about it, where there is something to do.
PASSED_OVER: Mapping[str, str | None] = {
    "a link": "links are never followed: put the file itself there",
    "a name that can't be written down": "rename it, with ordinary letters and digits",
    "neither a file nor a folder": "take it out of the inbox",
    "a folder that can't be opened": "let the account that runs this command read it",
    "half-copied by its name": "it is taken in once it has its proper name",
    "not meant to be read": None,
}


class FileMoved(Exception):
    """The file changed, or went, between listing and the end of reading: it waits for the next time."""


class FileUnreadable(Exception):
    """The file may not be opened, or its disk can't give it."""


@dataclass(frozen=True, slots=True)
class InboxFile:
    """A file as it was listed: `path` is POSIX, under the inbox; `state` changes whenever the file does."""

    path: str
    file: Path
    state: tuple[int, ...]

    @property
    def changed_at(self) -> float:
        """When it last changed, in seconds since 1970 by the clock of its disk."""
        return max(self.state[-2:]) / 1e9

    def stands_still(self) -> bool:
        """Whether it still is what was listed."""
        try:
            return _state(self.file.lstat()) == self.state
        except OSError:
            return False

    def read(self) -> bytes:
        """Its bytes. Raises FileMoved where they are not the ones that were listed, FileUnreadable."""
        try:
            with open(self.file, "rb", opener=_open_carefully) as file:
                before = _state(os.fstat(file.fileno()))
                content = file.read() if before == self.state else b""
        except OSError:
            if self.stands_still():
                raise FileUnreadable(self.path) from None
            raise FileMoved(self.path) from None
        if before == self.state and self.stands_still():
            return content
        raise FileMoved(self.path)


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Something in the inbox that is not taken in: its name made fit to print, and a key of PASSED_OVER."""

    name: str
    reason: str


@dataclass(frozen=True)
class Listing:
    """What lies in an inbox, sorted by path."""

    files: tuple[InboxFile, ...]
    passed_over: tuple[PassedOver, ...]


def list_inbox(inbox: Path) -> Listing:
    """Everything below `inbox`; what goes while it is listed is left out. Raises OSError for an inbox that can't be
    opened."""
    found = list(_walk(inbox, PurePosixPath()))
    files = sorted((entry for entry in found if isinstance(entry, InboxFile)), key=lambda entry: entry.path)
    passed_over = sorted((entry for entry in found if isinstance(entry, PassedOver)), key=lambda entry: entry.name)
    return Listing(tuple(files), tuple(passed_over))


def printable(name: str) -> str:
    """A name fit for a message: line breaks, marks that turn the writing round and broken letters as escapes, and cut
    where it is very long."""
    spelt = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in name)
    return spelt if len(spelt) <= 120 else f"{spelt[:80]} … {spelt[-30:]}"


def _walk(folder: Path, inside: PurePosixPath) -> Iterator[InboxFile | PassedOver]:
    with os.scandir(folder) as entries:
        listed = list(entries)
    for entry in listed:
        path = inside / entry.name
        try:
            about = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue
        reason = _reason(entry.name, about.st_mode)
        if reason:
            yield PassedOver(printable(str(path)), reason)
        elif stat.S_ISDIR(about.st_mode):
            yield from _below(Path(entry.path), path)
        else:
            yield InboxFile(str(path), Path(entry.path), _state(about))


def _below(folder: Path, inside: PurePosixPath) -> Iterator[InboxFile | PassedOver]:
    try:
        yield from _walk(folder, inside)
    except FileNotFoundError:
        return
    except OSError:
        yield PassedOver(printable(str(inside)), "a folder that can't be opened")


def _reason(name: str, mode: int) -> str | None:
    """Why an entry of this name and kind is passed over, a key of PASSED_OVER; None where it isn't."""
    if name.startswith((".", "~$")) or name.lower() in _LEFT_BY_SYSTEMS:
        return "not meant to be read"
    if stat.S_ISLNK(mode):
        return "a link"
    if not _is_text(name):
        return "a name that can't be written down"
    if stat.S_ISDIR(mode):
        return None
    if not stat.S_ISREG(mode):
        return "neither a file nor a folder"
    return "half-copied by its name" if name.lower().endswith(_BEING_COPIED) else None


def _is_text(name: str) -> bool:
    """Whether a name can be written into the log: one that isn't UTF-8 (from an old archive or share) can't."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _state(about: os.stat_result) -> tuple[int, ...]:
    return (about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns)


def _open_carefully(path: str, flags: int) -> int:
    return os.open(path, flags | _CAREFULLY)
