"""The demo network, written once and read back by the intake: what follows looks at what a school would have sent."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from domain.findings import Finding
from intake.extract import read_extract
from pipelines.demo.network import DemoSummary, write_demo
from pipelines.demo.settings import DEMO_SETTINGS
from warehouse.settings import parse_settings


@dataclass(frozen=True)
class Dropped:
    """A written demo: its folder, its summary, every row read back (with `path`), and the reading findings by path."""

    home: Path
    summary: DemoSummary
    rows: pl.DataFrame
    findings: dict[str, tuple[Finding, ...]]

    def of(self, kind: str) -> pl.DataFrame:
        """The rows of one kind of extract that lie in a school's own folder and could be read."""
        schools = pl.read_csv(self.home / "schools.csv", infer_schema=False)["school_id"].implode()
        return self.rows.filter((pl.col("kind") == kind) & pl.col("path").str.split("/").list.first().is_in(schools))


@pytest.fixture(scope="session")
def dropped(tmp_path_factory: pytest.TempPathFactory) -> Dropped:
    home = tmp_path_factory.mktemp("demo")
    summary = write_demo(home)
    aliases = parse_settings(DEMO_SETTINGS).header_aliases
    frames, findings = [], {}
    for file in summary.files:
        data = (home / "inbox" / file.path).read_bytes()
        extract = read_extract(data, file.path, header_aliases=aliases)
        frames.append(extract.rows.drop("other").with_columns(path=pl.lit(file.path)))
        findings[file.path] = extract.findings
    return Dropped(home, summary, pl.concat([frame for frame in frames if not frame.is_empty()]), findings)
