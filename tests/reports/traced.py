"""Looks an id up in the tables of the sample and works its formula out again, to hold what a page shows against it."""

from __future__ import annotations

import re
from urllib.parse import unquote

import polars as pl
from statsmodels.stats.proportion import proportion_confint

from domain.rounding import percent_text
from reports.grains import GRAINS
from reports.numbers import percent_of, share_percent, signed

_CELL = re.compile(r"([a-z]+\.[a-z_]+)/([^#]*)#([a-z_]+)")


class Sheet:
    """The tables by name, each line found by its key."""

    def __init__(self, frames: dict[str, pl.DataFrame]) -> None:
        self.lines: dict[tuple[str, tuple[str, ...]], dict[str, object]] = {}
        for name, (table, grain) in GRAINS.items():
            frame = frames.get(name, pl.DataFrame())
            for row in frame.to_dicts():
                row = {"cycle": "2025-26", **row}
                self.lines[table, tuple(str(row[key]) if row[key] not in ("", None) else "-" for key in grain)] = row

    def number(self, id: str, column: str = "") -> int:
        """A cell's number, or a sum's."""
        if id.startswith("sum("):
            return sum(self.number(part, column) for part in arguments(id))
        if id.startswith("of("):
            count, whole = arguments(id)
            return self.number(whole) if column == "cohort" else self.number(count)
        found = _CELL.fullmatch(id)
        assert found, id
        table, keys, own = found.groups()
        line = self.lines[table.replace("mart.", "release."), tuple(unquote(key) for key in keys.split("/"))]
        assert line.get("status", "published") == "published" or own not in ("pupils", "share"), f"{id} is hidden"
        return int(float(line[column or own]))  # type: ignore[arg-type]

    def share(self, id: str) -> float:
        """A share that is published as such."""
        table, keys, _ = _CELL.fullmatch(id).groups()  # type: ignore[union-attr]
        return float(self.lines[table, tuple(unquote(key) for key in keys.split("/"))]["share"])  # type: ignore[arg-type]

    def shown(self, id: str, places: int = 0) -> str | None:
        """What a page should show for the id (a share with so many decimals); None for a formula that isn't worked out
        here.
        """
        name = id.split("(")[0] if "(" in id else ""
        if id.endswith("#share"):
            return share_percent(self.share(id))
        if name in ("", "sum"):
            return f"{self.number(id):,}"
        parts = arguments(id)
        if name == "share":
            pupils = self.number(parts[0])
            cohort = self.number(parts[1]) if len(parts) > 1 else self.number(parts[0], "cohort")
            return percent_text(pupils, cohort, places) if places else percent_of(pupils, cohort)
        if name in ("low", "high"):
            ends = proportion_confint(self.number(parts[0]), self.number(parts[0], "cohort"), method="wilson")
            return share_percent(float(ends[name == "high"]))
        if name in ("worst", "best"):
            more = self.number(parts[1]) if name == "best" else 0
            return percent_of(self.number(parts[0]) + more, self.number(parts[0], "cohort"))
        if name == "points":
            one, other = (1000 * self.number(part) / self.number(part, "cohort") for part in parts)
            return signed(int(abs(one - other) + 0.5) * (1 if one >= other else -1))
        return None


def arguments(id: str) -> list[str]:
    """What stands between a formula's brackets, divided at its own commas."""
    inner, found, depth, start = id[id.index("(") + 1 : -1], [], 0, 0
    for place, letter in enumerate(inner):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and not depth:
            found.append(inner[start:place])
            start = place + 1
    return [*found, inner[start:]]
