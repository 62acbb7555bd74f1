"""The frames of an extract: their schemas, and the wide one of rows, built by column.

Speed lives here: a network drops thousands of files, and a frame of ninety columns is dear if it is built cell by cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import polars as pl
import pyarrow as pa

from domain.columns import COLUMNS
from intake.body import Body
from intake.headers import Layout, Part

OTHER = pl.List(pl.Struct({"header": pl.String, "value": pl.String}))
SHEETS: dict[str, Any] = {
    "sheet": pl.String,
    "sheet_number": pl.Int32,
    "kind": pl.String,
    "state": pl.String,
    "reason": pl.String,
    "header_line": pl.Int32,
    "date_system": pl.Int32,
    "records": pl.Int32,
    "header_records": pl.Int32,
    "dropped_records": pl.Int32,
    "row_records": pl.Int32,
}
COLUMN_MAP: dict[str, Any] = {
    "sheet": pl.String,
    "part": pl.Int32,
    "position": pl.Int32,
    "letter": pl.String,
    "header": pl.String,
    "column": pl.String,
    "stage": pl.String,
    "moment": pl.String,
}
DROPPED: dict[str, Any] = {"sheet": pl.String, "line": pl.Int32, "reason": pl.String}
ROWS: dict[str, Any] = {
    "sheet": pl.String,
    "sheet_number": pl.Int32,
    "line": pl.Int32,
    "part": pl.Int32,
    "kind": pl.String,
    "in_cycle": pl.String,
    "in_year_group": pl.Int32,
    "in_stage": pl.String,
    **{name: pl.String() for name in COLUMNS},
    "other": OTHER,
}


@cache
def empty(which: str) -> pl.DataFrame:
    """An empty frame: 'sheets', 'columns', 'rows' or 'dropped'."""
    return pl.DataFrame(schema={"sheets": SHEETS, "columns": COLUMN_MAP, "rows": ROWS, "dropped": DROPPED}[which])


@cache
def _one(value: object, dtype: Any) -> pl.Series:
    return pl.Series("", [value], dtype=dtype)


def _repeated(name: str, value: object, dtype: Any, rows: int) -> pl.Series:
    return _one(value, dtype).new_from_index(0, rows).alias(name)


def columns_frame(sheet: str, layout: Layout, body: Body) -> pl.DataFrame:
    """Grain sheet, part, position: which column of the sheet feeds which canonical column of which part.

    A title that every part shares is listed once for each; one that isn't used (unknown, or a twin) has a null
    `column`. A column with neither title nor content isn't listed.
    """
    listed = [title for title in layout.titles if title.text or any(body.column(title.position))]
    rows = []
    for part in layout.parts:
        feeding = {title.position for title in part.titles.values()}
        elsewhere = {title.position for other in layout.parts for title in other.titles.values()} - feeding
        for title in listed:
            if title.position not in elsewhere:
                used = title.column if title.position in feeding else None
                rows.append(
                    (sheet, part.number, title.position, title.letter, title.text, used, title.stage, title.moment)
                )
    return pl.DataFrame(rows, schema=COLUMN_MAP, orient="row")


def rows_frame(
    sheet: str,
    number: int,
    kind: str | None,
    body: Body,
    settled: Sequence[Mapping[str, Sequence[Any]]],
    merged: Mapping[int, Sequence[str | None]],
) -> pl.DataFrame:
    """One row per record and part (`ROWS`). `settled[i]` has in_cycle, in_year_group, in_stage of part i+1; `merged`
    the twins' cells by position."""
    rows = len(body.lines)
    texts: dict[int, pl.Series] = {}

    def text(position: int) -> pl.Series:
        if position not in texts:
            cells = merged.get(position, body.column(position))
            texts[position] = pl.Series("", [cell or None for cell in cells], dtype=pl.String)
        return texts[position]

    lines = pl.Series("line", body.lines, dtype=pl.Int32)
    other = _other(body)
    frames = []
    for part, values in zip(body.layout.parts, settled, strict=True):
        series = [
            _repeated("sheet", sheet, pl.String, rows),
            _repeated("sheet_number", number, pl.Int32, rows),
            lines,
            _repeated("part", part.number, pl.Int32, rows),
            _repeated("kind", kind, pl.String, rows),
            *(pl.Series(name, values[name], dtype=ROWS[name]) for name in ("in_cycle", "in_year_group", "in_stage")),
            *(
                text(part.titles[name].position).alias(name)
                if name in part.titles
                else _repeated(name, None, pl.String, rows)
                for name in COLUMNS
            ),
            other,
        ]
        frames.append(pl.DataFrame(series))
    return frames[0] if len(frames) == 1 else pl.concat(frames).sort("line", "part")


def _used(parts: Sequence[Part]) -> set[int]:
    return {title.position for part in parts for title in part.titles.values()}


def _other(body: Body) -> pl.Series:
    """What stands in columns that no part uses, as (header, value) where there is a value; built flat, with offsets."""
    rows, used = len(body.lines), _used(body.layout.parts)
    unused = [(title.name, body.column(title.position)) for title in body.layout.titles if title.position not in used]
    unused = [(name, cells) for name, cells in unused if any(cells)]
    if not unused:
        return _empty_list().new_from_index(0, rows)
    headers: list[str] = []
    values: list[str] = []
    offsets = [0]
    for row in range(rows):
        for name, cells in unused:
            value = cells[row]
            if value:
                headers.append(name)
                values.append(value)
        offsets.append(len(values))
    # from Polars to Arrow and back: built from Python lists, Arrow would first import pandas, which takes a second
    pairs = pa.StructArray.from_arrays(
        [pl.Series(texts, dtype=pl.String).to_arrow() for texts in (headers, values)], ["header", "value"]
    )
    return pl.Series("other", pa.LargeListArray.from_arrays(pl.Series(offsets, dtype=pl.Int64).to_arrow(), pairs))


@cache
def _empty_list() -> pl.Series:
    return pl.Series("other", [[]], dtype=OTHER)
