"""Writing files that are never seen half-written, and the archive of bytes as received.

No content is interpreted here.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path

_EXTENSION = re.compile(r"^[a-z0-9]{1,8}$")
_UNFINISHED = ".writing-"


def write_whole(path: Path, content: bytes | str, *, mode: int = 0o644) -> bool:
    """Put `content` at `path` by renaming; returns whether anything changed. `mode` 0600 is for restricted files."""
    content = content.encode() if isinstance(content, str) else content
    if path.exists() and path.stat().st_mode & 0o777 == mode and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=_UNFINISHED)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return True


def sweep(*folders: Path) -> None:
    """Remove what a stopped run left half-written below these folders. Whoever calls holds the warehouse's lock, so
    nobody is writing there."""
    for folder in folders:
        for left in folder.rglob(f"{_UNFINISHED}*"):
            left.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def file_id(content: bytes) -> str:
    """The identity of a file: the SHA-256 of its bytes."""
    return hashlib.sha256(content).hexdigest()


def archived(archive: Path, identity: str, filename: str) -> Path:
    """Where the archive keeps these bytes. The extension is kept for people; an odd one becomes `bin`."""
    folder = archive / identity[:2]
    extension = Path(filename).suffix.lstrip(".").lower()
    kept = folder / f"{identity}.{extension if _EXTENSION.match(extension) else 'bin'}"
    return kept if kept.exists() else next(iter(sorted(folder.glob(f"{identity}.*"))), kept)


def store(archive: Path, content: bytes, filename: str) -> Path:
    """Keep the bytes once, read-only; durable when it returns their path.

    What lies there already is compared, not trusted: a damaged copy is replaced.
    """
    path = archived(archive, file_id(content), filename)
    if write_whole(path, content, mode=0o444):
        sync_folder(path.parent)
        sync_folder(archive)
    return path
