"""The Department for Education's own tables of destinations, as a network drops them into `HOME/reference/dfe/`: a file
is known by its headers, whatever it is called, and a stray or broken one never stops a run: it is named with its cure.

What each layout's columns mean is the business of `published_wide.py` and `published_long.py`, what a figure means
`domain/published_figures.py`'s.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from domain.published_figures import FIGURES, GRAIN, NOT_UNDERSTOOD
from warehouse.published_layouts import Areas, Layout, Release, cycle_before
from warehouse.published_long import LONG
from warehouse.published_wide import WIDE

LAYOUTS = (*WIDE, *LONG)
FOLDER = "dfe"
FILES = {"file": pl.String, "layout": pl.String, "leavers": pl.String, "figures": pl.Int64, "notice": pl.String}
_RELEASE = re.compile(r"(?<!\d)(20\d\d)[-_ /]?(?:20)?(\d\d)(?!\d)")
_MEANING = re.compile(r"\b(20\d\d)/(\d\d)\b")
_LARGEST_LIST = 1_000_000  # bytes; the tables themselves are larger
_PASSED_OVER = (".md", ".txt", ".pdf", ".docx")


class _Unread(ValueError):
    """A file that isn't read; the message says why and what to do."""


@dataclass(frozen=True)
class PublishedFiles:
    """`figures`: a frame of `FIGURES`; `files`: a frame of `FILES`, a line for each file with what there is to say."""

    figures: pl.DataFrame
    files: pl.DataFrame


def read_published_files(folder: Path, schools: pl.DataFrame) -> PublishedFiles:
    """Every table in `folder` (which may be absent), less what isn't England's, the local authorities' of `schools`
    (columns school_id, urn, laestab) or those schools' own. Never raises for what a file holds."""
    areas, found = Areas.of(schools), [pl.DataFrame(schema=FIGURES)]
    lines: list[tuple[str, str | None, str | None, int, str | None]] = []
    for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if not file.is_file() or file.name.startswith((".", "~$")) or file.suffix.lower() in _PASSED_OVER:
            continue
        where = f"reference/{file.relative_to(folder.parent).as_posix()}"
        try:
            layout, release, figures = _read(file, folder, areas, where)
        except _Unread as reason:
            lines.append((where, None, None, 0, str(reason)))
            continue
        if layout is not None and release is not None:
            found.append(figures)
            lines.append((where, layout.title, release.leavers, figures.height, _doubts(figures)))
    # The same table twice (a copy, a second download) counts once.
    figures = pl.concat(found).unique(GRAIN, keep="first", maintain_order=True)
    return PublishedFiles(figures, pl.DataFrame(lines, schema=FILES, orient="row"))


def _read(file: Path, folder: Path, areas: Areas, where: str) -> tuple[Layout | None, Release | None, pl.DataFrame]:
    """A file's layout, release and figures; no layout for one that only explains others."""
    if file.suffix.lower() != ".csv":
        cure = "Unpack it" if file.suffix.lower() == ".zip" else "Save it as CSV"
        raise _Unread(f"{where} is no CSV. {cure}, or take it out of that folder.")
    text = _text(file, where)
    headers = _headers(text, where)
    if _explains(headers):
        return None, None, pl.DataFrame(schema=FIGURES)
    layout = next((layout for layout in LAYOUTS if layout.needs <= set(headers)), None)
    if layout is None:
        nearest = max(LAYOUTS, key=lambda known: len(known.needs & set(headers)))
        missing = sorted(nearest.needs - set(headers))
        raise _Unread(
            f"{where} is no table of destinations that we know by its columns. As {nearest.title} it lacks "
            f"{', '.join(missing[:3])}. Fetch it again from the Department, or take it out of that folder."
        )
    try:
        rows = pl.read_csv(text.encode(), infer_schema=False, columns=[c for c in headers if layout.reads(c)])
    except pl.exceptions.PolarsError:
        raise _Unread(f"{where} breaks off or is damaged. Fetch it again from the Department.") from None
    leavers = layout.leavers(rows) if layout.leavers else _leavers(file, folder, layout, where)
    if leavers is None:
        raise _Unread(f"{where} has no row whose period is a year, as 202223. Fetch it again from the Department.")
    release = Release(layout, leavers, where)
    return layout, release, layout.figures(rows, release, areas)


def _leavers(file: Path, folder: Path, layout: Layout, where: str) -> str:
    """Whose destinations a wide table is about: as its list of fields says, else by the year of its release."""
    said = _said_beside(file, layout)
    path = file.relative_to(folder)
    released = next((year for part in (path.name, *reversed(path.parts[:-1])) if (year := _year(part))), None)
    by_release = cycle_before(released, layout.years_late) if released else None
    if said and by_release and said != by_release:
        raise _Unread(
            f"{where} lies where tables of {released} would, about those who left in {by_release}, but the list of "
            f"fields beside it says {said}. Put it into the folder of its own release, reference/{FOLDER}/"
            f"{cycle_before(said, -layout.years_late)}/."
        )
    leavers = said or by_release
    if leavers is None:
        raise _Unread(
            f"{where} doesn't say whose destinations it holds. Put it into a folder named after the release, for "
            f"example reference/{FOLDER}/2024-25/ for the tables of 2024-25, which are about those who left in "
            f"{cycle_before('2024-25', layout.years_late)}."
        )
    return leavers


def _said_beside(file: Path, layout: Layout) -> str | None:
    """The academic year that a list of fields in the same folder gives for the table's cohort."""
    for beside in sorted(file.parent.glob("*.csv")):
        if beside.stat().st_size > _LARGEST_LIST:
            continue
        try:
            text = _text(beside, beside.name)
            if not _explains(_headers(text, beside.name)):
                continue
            records = list(csv.reader(io.StringIO(text, newline="")))
        except (_Unread, csv.Error):
            continue
        for record in records:
            year = _MEANING.search(" ".join(record)) if layout.cohort in record else None
            if year:
                return f"{year[1]}-{year[2]}"
    return None


def _year(text: str) -> str | None:
    """The academic year that a folder's or a file's name holds."""
    return next((f"{a}-{b}" for a, b in _RELEASE.findall(text) if (int(a) + 1) % 100 == int(b)), None)


def _explains(headers: Sequence[str]) -> bool:
    """Whether it is a list of fields or of codes, as they lie beside the tables."""
    return bool({"Variable", "Field Name"} & set(headers)) or "LA Name" in headers


def _text(file: Path, where: str) -> str:
    try:
        content = file.read_bytes()
    except OSError:
        raise _Unread(f"{where} can't be read. Let the account that runs this command read it.") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _headers(text: str, where: str) -> list[str]:
    try:
        return [name.strip() for name in next(csv.reader(io.StringIO(text, newline="")), [])]
    except csv.Error as error:
        raise _Unread(f"{where} can't be read as CSV ({error}). Fetch it again from the Department.") from None


def _doubts(figures: pl.DataFrame) -> str | None:
    """What there is to say about a table that was read."""
    if figures.is_empty():
        return "It holds no figure of England, of your local authorities or of your schools."
    unknown = sorted(figures.filter(pl.col("value_status") == NOT_UNDERSTOOD)["symbol"].unique())
    return f"These symbols are not known and are shown as they are: {', '.join(unknown[:5])}." if unknown else None
