"""What is published about England, local authorities and the network's own schools, as `ref` tables: the list that
comes with the system, and the Department's own files in `reference/dfe/`. No Dagster here."""

from __future__ import annotations

import polars as pl

from domain.package_data import table
from domain.published_figures import GRAIN, bundled
from warehouse.home import Home
from warehouse.published_files import FOLDER, read_published_files


def benchmark_frames(home: Home) -> dict[str, pl.DataFrame]:
    """The `ref` tables of published figures. A file wins over the list, figure by figure; a file that can't be read is
    named in ref.published_files."""
    found = read_published_files(home.path / "reference" / FOLDER, home.schools)
    figures = pl.concat([found.figures, bundled()]).unique(GRAIN, keep="first", maintain_order=True)
    return {
        "ref.published_benchmarks": figures,
        "ref.published_files": found.files,
        "ref.published_measures": table("published_measures"),
        "ref.published_statuses": table("published_statuses"),
    }
