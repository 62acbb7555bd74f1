"""docs/data-dictionary.md, generated from the tables' own descriptions; a test holds the committed file current."""

from __future__ import annotations

import tempfile
from pathlib import Path

from assets.reference import reference_frames
from warehouse.declared import DERIVED, RAW
from warehouse.home import Home
from warehouse.reference import reference_table
from warehouse.schools import COLUMNS
from warehouse.tables import Table, sql_tables

PATH = Path(__file__).parent.parent / "docs" / "data-dictionary.md"
_ORDER = ("ref", "raw", "staged", "core", "mart", "release", "ops")
_HEAD = """# Data dictionary

Every table of the warehouse, from its own description (`make docs` writes this page). *Grain*: the columns that name a
row. *Rebuild*: one cycle at a time, or all of it.
"""


def all_tables(home: Home) -> dict[str, Table]:
    """Every table there is, by name, however it is made."""
    reference = {name: reference_table(name, frame) for name, frame in reference_frames(home).items()}
    tables = {**reference, **RAW, **DERIVED, **sql_tables()}
    return dict(sorted(tables.items(), key=lambda item: (_ORDER.index(item[1].schema), item[0])))


def dictionary(home: Home) -> str:
    """The page's text."""
    parts = [_HEAD]
    schema = ""
    for table in all_tables(home).values():
        if table.schema != schema:
            schema = table.schema
            parts.append(f"## {schema}\n")
        parts.append(
            f"### {table.name}\n\n{table.description}.\n\n"
            f"Grain: {', '.join(table.grain) or 'none'}. Rebuild: {table.rebuild}.\n"
        )
        if table.sources:
            parts.append(f"Reads: {', '.join(table.sources)}.\n")
        rows = [
            f"| {column.name} | {column.type} | {column.description.replace('|', '&#124;')} |"
            for column in table.columns
        ]
        parts.append("\n".join(["| column | type | meaning |", "| --- | --- | --- |", *rows]) + "\n")
    return "\n".join(parts)


def text_of_an_empty_home() -> str:
    """The page as this code would write it: no network's own names are in it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        (home.path / "network.toml").write_text("", "utf-8")
        (home.path / "schools.csv").write_text(",".join(COLUMNS) + "\n", "utf-8")
        return dictionary(home)


def write_dictionary() -> str:
    """Write the page; returns a line that says what was written."""
    text = text_of_an_empty_home()
    PATH.write_text(text, "utf-8")
    return f"{PATH.relative_to(PATH.parent.parent)}: {text.count(chr(10) + '### ')} tables"
