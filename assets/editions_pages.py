"""The report pages of an edition, as files: every page and workbook, and the pages that people print as PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from assets.report_files import ReportFile, report_files
from assets.steps import Step
from reports.pdf import print_pages


def pages_of(step: Step, edition: str, edition_id: str) -> Iterator[ReportFile]:
    """Every file of the step's cycle that leaves with an edition. What is restricted is for its owner alone."""
    yield from report_files(step, edition=edition, edition_id=edition_id)


def pdfs_of(folder: Path, pages: Sequence[str], dated: date) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The PDF of each page (a path below the folder) by its own path, and a sentence for each that can't be printed."""
    printed = print_pages([folder / page for page in pages], dated)
    found = {page.with_suffix(".pdf").relative_to(folder).as_posix(): pdf for page, pdf in printed.pdfs.items()}
    return dict(sorted(found.items())), printed.problems
