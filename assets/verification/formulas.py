"""Formulas over cells: how they are read, and what counts and denominators they come to. What is worked out from those
stands in `shown.py` and `intervals.py`.

A formula is written over the ids of cells (the grammar stands in reports/trace.py). A part that can't be told makes the
whole untold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction


class Untold(Exception):
    """A cell has no number: it is hidden (`suppressed`) or there is none (`not_available`)."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


class Untrue(Exception):
    """What a page tells of a hidden count doesn't hold of it; the message says what."""


class NotAFormula(ValueError):
    """The id can't be read; the message says where."""


@dataclass(frozen=True, slots=True)
class Node:
    """A formula: `name` with its `parts`, or a cell, whose id is `name` and which has none."""

    name: str
    parts: tuple[Node, ...] = ()
    is_cell: bool = False


Lookup = Callable[[str], int | Fraction]


def parse(text: str) -> Node:
    """The formula that an id writes. Raises NotAFormula."""
    node, rest = _node(text)
    if rest:
        raise NotAFormula(f"{rest!r} is left over")
    return node


def _node(text: str) -> tuple[Node, str]:
    end = next((place for place, letter in enumerate(text) if letter in "(),"), len(text))
    name = text[:end]
    if end == len(text) or text[end] != "(":
        if "#" not in name:
            raise NotAFormula(f"{name!r} is no cell")
        return Node(name, is_cell=True), text[end:]
    if name == "count_of":  # its argument is in words
        if not text.endswith(")"):
            raise NotAFormula("a bracket is missing")
        return Node(name), ""
    parts, rest = [], text[end:]
    while rest[:1] in ("(", ","):
        node, rest = _node(rest[1:])
        parts.append(node)
    if rest[:1] != ")":
        raise NotAFormula("a bracket is missing")
    return Node(name, tuple(parts)), rest[1:]


def cells_of(node: Node) -> Iterator[str]:
    """The ids of the cells that a formula is made of."""
    if node.is_cell:
        yield node.name
    for part in node.parts:
        yield from cells_of(part)


def count(node: Node, look: Lookup) -> int | Fraction:
    """A count: of a cell, of cells added up, of one less another. Raises Untold."""
    if node.is_cell:
        return look(node.name)
    if node.name == "sum":
        return _sum(node.parts, look)
    if node.name == "less":
        return count(node.parts[0], look) - count(node.parts[1], look)
    if node.name == "of":
        return count(node.parts[0], look)
    raise NotAFormula(f"{node.name} is no count")


def _sum(parts: tuple[Node, ...], look: Lookup) -> int | Fraction:
    """The counts added up that there are; a hidden one hides the sum."""
    told = []
    for part in parts:
        try:
            told.append(count(part, look))
        except Untold as reason:
            if reason.status != "not_available":
                raise
    if not told:
        raise Untold("not_available")
    return sum(told)


def whole(node: Node, look: Lookup) -> int | Fraction:
    """What a count is a part of: the cohort of its row, the rows' cohorts added up, or what `of` says."""
    if node.is_cell:
        return look(f"{node.name.rsplit('#', 1)[0]}#cohort")
    if node.name == "sum":
        return sum(whole(part, look) for part in node.parts)
    if node.name == "less":
        return whole(node.parts[0], look)
    if node.name == "of":
        return count(node.parts[1], look)
    raise NotAFormula(f"{node.name} has no denominator")


def rate(node: Node, look: Lookup) -> tuple[Fraction, Fraction]:
    """The count and what it is a part of. Raises Untold where that is nobody."""
    told, of = Fraction(count(node, look)), Fraction(whole(node, look))
    if not of:
        raise Untold("not_available")
    return told, of


def share(node: Node, look: Lookup) -> Fraction:
    """The count as a part of its whole, a fraction from 0 to 1."""
    told, of = rate(node, look)
    return told / of
