"""Truths across tables: each file of `truths/` is one query that returns the offenders. Read here, run elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).with_suffix("")


@dataclass(frozen=True, slots=True)
class Truth:
    """What must be true (`description`), and the query (`sql`) that returns the offenders: no rows mean that it holds.

    While a `blocking` one doesn't hold nothing may be published. The query reads `getvariable('cycle')` where its
    tables have a cycle.
    """

    id: str
    description: str
    blocking: bool
    sql: str


@cache
def truths() -> tuple[Truth, ...]:
    """All truths, by name. A file without a description, or without `blocks: yes` or `blocks: no`, is a ValueError."""
    return tuple(read_truth(path) for path in sorted(_FOLDER.glob("*.sql")))


def read_truth(path: Path) -> Truth:
    """One truth from its file: the first comment line says what must be true, the next whether it blocks."""
    sql = path.read_text(encoding="utf-8")
    comments = [line.removeprefix("--").strip() for line in sql.splitlines() if line.startswith("--")]
    blocks = {"blocks: yes": True, "blocks: no": False}.get(comments[1] if len(comments) > 1 else "")
    if blocks is None or not comments[0]:
        raise ValueError(
            f'{path.name}: the first line must say what must be true, the second "-- blocks: yes" or "-- blocks: no".'
        )
    return Truth(id=path.stem, description=comments[0], blocking=blocks, sql=sql)
