"""The home: which folder holds what, its settings and its schools. Paths are made here and nowhere else; no folder
from a dropped name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path, PurePosixPath

import polars as pl

from warehouse.schools import read_schools
from warehouse.settings import Settings, SettingsError, parse_settings, read_settings_text

NETWORK_FOLDER = "_network"


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

    @cached_property
    def settings(self) -> Settings:
        file = self.path / "network.toml"
        if not file.exists():
            raise SettingsError(
                f"{self.path} is not a home: it has no network.toml. Make one with: destinations init {self.path}"
            )
        return parse_settings(read_settings_text(file))

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
        """Make the folders that must exist before anything runs. Raises SettingsError where this is no home."""
        _ = self.settings
        for folder in (self.inbox / NETWORK_FOLDER, self.archive, self.event_log.parent, self.published, self.dagster):
            folder.mkdir(parents=True, exist_ok=True)
        for school_id in self.schools["school_id"]:
            (self.inbox / school_id).mkdir(exist_ok=True)


def folder_of(path: str) -> str | None:
    """The school's folder that a path under the inbox lies in; None for a file in the inbox itself."""
    parts = PurePosixPath(path).parts
    return parts[0] if len(parts) > 1 else None
