"""The home: which folder holds what, its settings and its schools. Paths are made here and nowhere else; no folder
from a dropped name."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path, PurePosixPath

import polars as pl

from domain.calendar import Calendar
from domain.collection_folders import collection_folders, open_cycles
from warehouse.schools import read_schools
from warehouse.settings import Settings, SettingsError, parse_settings, read_settings_text

NETWORK_FOLDER = "_network"


class FolderError(RuntimeError):
    """A folder of the home can't be used; the message names it and says what to do."""


@dataclass(frozen=True)
class Home:
    """One network's folder (design: `--home`, `DESTINATIONS_HOME`)."""

    path: Path
    past: date | None = None

    def as_it_was(self, day: date) -> Home:
        """The same home on a past day: same inbox, archive, log and settings; warehouse and everything written lie
        in `as-of/<day>/`."""
        return Home(self.path, day)

    @property
    def written(self) -> Path:
        """Where what is made from the log and the archive lies."""
        return self.path / "as-of" / self.past.isoformat() if self.past else self.path

    @property
    def inbox(self) -> Path:
        return self.path / "inbox"

    @property
    def archive(self) -> Path:
        return self.path / "archive"

    @property
    def event_log(self) -> Path:
        return self.path / "events" / "log.jsonl"

    @property
    def warehouse_file(self) -> Path:
        return self.written / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        return self.written / "published"

    @property
    def dagster(self) -> Path:
        return self.path / ".dagster"

    def school_outbox(self, school_id: str, room: str) -> Path:
        return self.written / "outbox" / school_id / room

    def network_outbox(self, room: str) -> Path:
        return self.written / "outbox" / "network" / room

    def authority_outbox(self, la_code: str) -> Path:
        return self.written / "outbox" / "local-authorities" / la_code

    def editions(self, cycle: str) -> Path:
        """Where the editions of a cycle lie; what left doesn't change with the day that is looked at."""
        return self.path / "editions" / cycle

    @cached_property
    def settings(self) -> Settings:
        file = self.path / "network.toml"
        if not file.exists():
            raise SettingsError(
                f"{self.path} is not a home: it has no network.toml. Make one with: destinations init {self.path}"
            )
        return parse_settings(read_settings_text(file))

    @cached_property
    def calendar(self) -> Calendar:
        """The dates of every cycle, with the network's own. Raises SettingsError where those can't be used."""
        try:
            return Calendar(self.settings.calendar)
        except ValueError as error:
            raise SettingsError(f"network.toml: {error}") from None

    @cached_property
    def schools(self) -> pl.DataFrame:
        return read_schools(self.path / "schools.csv")

    def reference_hash(self) -> str:
        """A fingerprint of everything a person may set: settings, schools and reference lists."""
        digest = hashlib.sha256()
        files = [self.path / "network.toml", self.path / "schools.csv", *sorted((self.path / "reference").rglob("*"))]
        for file in files:
            if file.is_file():
                digest.update(file.relative_to(self.path).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
        return digest.hexdigest()

    def prepare(self) -> None:
        """Make the folders that must exist before anything runs; the inbox may be one that can only be read.

        Raises SettingsError where this is no home, FolderError for a folder that can't be made or written.
        """
        _ = self.settings
        for folder in (self.archive, self.event_log.parent, self.published, self.path / "outbox", self.dagster):
            _make_writable(folder)
        for name in (NETWORK_FOLDER, *self.schools["school_id"]):
            with suppress(OSError):
                (self.inbox / name).mkdir(parents=True, exist_ok=True)
        if not os.access(self.inbox, os.R_OK | os.X_OK):
            raise FolderError(
                f"{self.inbox} can't be read. Let the account that runs this command list it and read what is in it, "
                "then run again."
            )

    def open_folders(self, day: date) -> None:
        """Make the inbox's folders for every collection that is open on a day: `hollins/2025-26/Y11-final`.

        They are a help, not a need: one that can't be made (a read-only inbox, a file of that name) is left out, and
        nothing is made where a school's folder is a link.
        """
        cycles = open_cycles(self.calendar, day)
        for school_id, phase, has_sixth_form in self.schools.select("school_id", "phase", "has_sixth_form").iter_rows():
            folder = self.inbox / school_id
            if folder.is_symlink():
                continue
            for cycle in cycles:
                for collection in collection_folders(phase, has_sixth_form):
                    with suppress(OSError):
                        (folder / cycle / collection).mkdir(parents=True, exist_ok=True)


def _make_writable(folder: Path) -> None:
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise FolderError(
            f"{folder} can't be written. Let the account that runs this command write there (see who owns it with "
            f"ls -ld {folder.parent} {folder}), then run again. Nothing is lost."
        )


def folder_of(path: str) -> str | None:
    """The school's folder that a path under the inbox lies in; None for a file in the inbox itself."""
    parts = PurePosixPath(path).parts
    return parts[0] if len(parts) > 1 else None
