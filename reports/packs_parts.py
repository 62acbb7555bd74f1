"""What the packs' tables are made of: cells of traced text, and small bars beside them. No HTML here, and nothing is
looked up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports import trace
from reports.numbers import Count
from reports.packs_cells import said
from reports.share_ranges import between, ends, is_told

# What a bar says of hidden and missing numbers in the words of its label.
_UNTOLD = {"c": "hidden", "–": "nothing to count"}


@dataclass(frozen=True, slots=True)
class Bar:
    """Parts of a whole from the left, each a share of 1 and its class in the style; `mark` is where a line crosses the
    bar (the network's share); `label` says the same in words.
    """

    parts: tuple[tuple[float, str], ...]
    label: str
    mark: float | None = None

    @property
    def boxes(self) -> list[tuple[float, float, str]]:
        """(start, width, class) of each part in hundredths of the bar."""
        found, start = [], 0.0
        for share, kind in self.parts:
            found.append((round(100 * start, 2), round(100 * share, 2), kind))
            start += share
        return found


@dataclass(frozen=True, slots=True)
class PackCell:
    """What a cell says, or the bar that it holds."""

    text: str
    bar: Bar | None = None


@dataclass(frozen=True, slots=True)
class PackRow:
    head: str
    cells: tuple[PackCell, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class PackTable:
    """A table with its rows in groups (label, rows); a group without a label has no heading."""

    id: str
    caption: str
    head: str
    columns: tuple[str, ...]
    groups: tuple[tuple[str, tuple[PackRow, ...]], ...]
    note: str = ""

    @property
    def rows(self) -> list[PackRow]:
        return [row for _, rows in self.groups for row in rows]


def texts(*values: str) -> tuple[PackCell, ...]:
    return tuple(PackCell(value) for value in values)


def beside(count: Count, network: Count) -> tuple[PackCell, PackCell, PackCell]:
    """The school's share, its bar, which the network's share crosses as a line, and the network's share. Of a hidden
    share the bar is pale between its ends."""
    own, whole = PackCell(said(count)), PackCell(said(network))
    if is_told(count):
        low, high = ends(count)
        label = f"School {trace.plain(between(count))}, network {_in_label(network)}"
        return own, PackCell("", Bar(((low, "first"), (high - low, "between")), label, network.share)), whole
    if count.share is None:
        return own, PackCell(""), whole
    label = f"School {count.percent}, network {_in_label(network)}"
    return own, PackCell("", Bar(((count.share, "first"),), label, network.share)), whole


def _in_label(count: Count) -> str:
    told = trace.plain(between(count)) if is_told(count) else count.percent
    return _UNTOLD.get(told, told)


BESIDE = ("School", "School, network marked", "Network")


def stacked(counts: Sequence[tuple[str, Count, str]]) -> Bar | None:
    """A bar of (word, count, class) of one cohort; None as soon as one of them isn't shown, for the rest would give it
    away.
    """
    if not all(count.share is not None for _, count, _ in counts):
        return None
    label = ", ".join(f"{word} {count.percent}" for word, count, _ in counts)
    return Bar(tuple((count.share or 0, kind) for _, count, kind in counts), trace.plain(label))
