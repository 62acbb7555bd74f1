"""`schools.csv`: the network's schools, read strictly, with an error that names the line. A school's id is the name
of its folder."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import polars as pl

from warehouse.settings import SettingsError, read_settings_text

SCHOOL_ID = re.compile(r"^[a-z0-9][a-z0-9-]{0,39}$")
PHASES = ("primary", "secondary", "all-through", "sixth form", "special", "alternative provision")
COLUMNS = (
    "school_id", "name", "urn", "laestab", "phase", "has_sixth_form", "region", "open_from", "open_to", "succeeds",
    "careers_lead", "link_governor", "principal", "strategic_lead",
)  # fmt: skip
_REQUIRED = ("school_id", "name", "phase")
_YES = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False, "": False}


def read_schools(path: Path) -> pl.DataFrame:
    """The schools of a home: `COLUMNS` as text (blank = null) but `has_sixth_form` as a boolean, sorted by school_id.

    Raises SettingsError for a missing file, a missing or unknown column, an impossible or repeated school_id, an
    unknown phase.
    """
    if not path.exists():
        raise SettingsError(f"There is no {path.name} in {path.parent}. `destinations init` writes one to fill in.")
    reader = csv.DictReader(io.StringIO(read_settings_text(path)))
    headers = reader.fieldnames or []
    missing = [column for column in _REQUIRED if column not in headers]
    if missing:
        raise SettingsError(
            f"schools.csv lacks the column {', '.join(missing)}. Its columns are: {', '.join(COLUMNS)}."
        )
    unknown = [header for header in headers if header not in COLUMNS]
    if unknown:
        raise SettingsError(
            f"schools.csv has a column we don't know: {unknown[0]}. Its columns are: {', '.join(COLUMNS)}."
        )
    records: list[dict[str, object]] = []
    seen: dict[str, int] = {}
    for record in reader:
        line = reader.line_num
        values: dict[str, object] = {column: ((record.get(column) or "").strip() or None) for column in COLUMNS}
        school_id, phase = str(values["school_id"] or ""), str(values["phase"] or "").lower()
        sixth_form = str(values["has_sixth_form"] or "").lower()
        if not SCHOOL_ID.match(school_id):
            raise SettingsError(
                f"schools.csv line {line}: school_id must be lower-case letters, digits and hyphens, at most 40."
            )
        if school_id in seen:
            raise SettingsError(f'schools.csv line {line}: "{school_id}" is already on line {seen[school_id]}.')
        if phase not in PHASES:
            raise SettingsError(f"schools.csv line {line}: phase must be one of {', '.join(PHASES)}.")
        if sixth_form not in _YES:
            raise SettingsError(f"schools.csv line {line}: has_sixth_form must be yes or no.")
        seen[school_id] = line
        records.append({**values, "phase": phase, "has_sixth_form": _YES[sixth_form]})
    schema: dict[str, pl.DataType] = {column: pl.String() for column in COLUMNS} | {"has_sixth_form": pl.Boolean()}
    return pl.DataFrame(records, schema=schema, orient="row").sort("school_id")
