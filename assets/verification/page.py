"""The numbers of a page: what stands in elements that carry the id of a cell, and in the figures' data; and the numbers
that carry none."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from assets.verification.formulas import NotAFormula, parse

_VOID = frozenset(["meta", "link", "br", "hr", "img", "input", "col", "source", "wbr"])
_UNREAD = frozenset(["style", "title", "svg", "code", "nav", "template", "time"])
_DRAWINGS = "drawings"
_NUMERIC = re.compile(r"^[<>+−-]?[\d,]+(\.\d+)?%?$|^c$|^–$")
_SPAN = re.compile(r"^([\d.]+%) to ([\d.]+%)$")
# What stands in words without being a count of anything: dates, cycles, year groups, the confidence of an interval, a
# floor, the number of a heading, nobody.
_MONTH = "(January|February|March|April|May|June|July|August|September|October|November|December)"
_LABELLED = "(Year|Y|KS|[Ll]evels?|[Bb]enchmarks?|[Ss]tage|edition|final-|draft-)"
_NO_COUNT = re.compile(
    rf"\b\d{{1,2}} {_MONTH}( \d{{4}})?|\b{_MONTH} \d{{4}}|\b20\d\d(-\d\d|/\d\d)?\b"
    rf"|\bYears \d+(, \d+)*( (and|to|or) \d+)?|\b{_LABELLED} ?\d+( (and|to|or) \d+)?"
    r"|\b95 ?(%|per cent)|\bby 1[68]\b|\bbelow \d+%|\b\d+ in 1,?0+\b|\b\d years\b|\(0\)|^\s*\d\. "
)
_ANY_NUMBER = re.compile(r"\d[\d,]*(\.\d+)?%?")
# Parts of a page that explain, whose numbers are rules.
_EXPLAINING = frozenset(["method", "methods", "definitions", "how-to-read", "checks"])


@dataclass(frozen=True, slots=True)
class Found:
    """A number of a page: the id it carries and how it is shown. `drawn`: it is a point of a figure, shown by its
    values, with spaces between them: one of them is a share from 0 to 1, points or a count, another may be a place."""

    id: str
    shown: str
    drawn: bool = False


@dataclass
class _Open:
    """An element that is being read."""

    tag: str
    cell: str = ""
    unread: bool = False
    text: list[str] = field(default_factory=list)
    beneath: bool = False  # a <small>: what is worked out from the cell it stands in


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Found] = []
        self.bare: list[str] = []
        self.drawings = ""
        self._open: list[_Open] = []
        self._script = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "script":
            self._script = values.get("id") or ("json" if values.get("type") == "application/json" else "-")
            return
        if tag in _VOID:
            return
        above = self._open[-1] if self._open else None
        unread = tag in _UNREAD or (above.unread if above else False) or values.get("id") in _EXPLAINING
        cell = values.get("data-cell") or ""
        beneath = tag == "small" and not cell and bool(above and above.cell)
        if beneath and above:
            cell = _share_of(above.cell)
        self._open.append(_Open(tag, cell, unread, beneath=beneath))

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._script = ""
            return
        while self._open:
            closed = self._open.pop()
            if closed.cell:
                shown = "".join(closed.text).strip()
                if shown and not (closed.beneath and not _NUMERIC.match(shown)):
                    self.found.append(Found(closed.cell, shown))
            if closed.tag == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._script:
            if self._script == _DRAWINGS:
                self.drawings += data
            return
        if not self._open:
            return
        if self._open[-1].cell:
            self._open[-1].text.append(data)
            return
        # A word within a traced cell (<abbr>c</abbr>) belongs to it
        above = next((element for element in reversed(self._open) if element.cell), None)
        if above is not None and self._open[-1].tag in ("abbr", "b", "strong", "span"):
            above.text.append(data)
        elif not self._open[-1].unread:
            self.bare.append(data)


def _share_of(cell: str) -> str:
    return f"share({cell})"


def numbers_of(html: str) -> tuple[list[Found], list[str]]:
    """Every number of a page that carries an id, and the numbers in words that carry none."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    drawn = list(_drawn(json.loads(reader.drawings))) if reader.drawings.strip() else []
    return [*reader.found, *drawn], list(_bare(reader.bare))


def _bare(texts: list[str]) -> Iterator[str]:
    for text in texts:
        for number in _ANY_NUMBER.finditer(_NO_COUNT.sub(" ", text)):
            around = " ".join(text.split())
            yield f"{number[0]} in “{around[:80]}”"


def _drawn(drawings: dict[str, Any]) -> Iterator[Found]:
    """The points of every figure whose customdata end with an id: its value, and the texts beside the id."""
    for drawing in drawings.values():
        for trace in drawing.get("data", ()):
            yield from _of_trace(trace)
            if "link" in trace:
                yield from _of_trace(trace["link"])


def _of_trace(trace: dict[str, Any]) -> Iterator[Found]:
    for place, custom in enumerate(trace.get("customdata") or ()):
        id = custom[-1] if isinstance(custom, list) and custom else ""
        if not isinstance(id, str) or "#" not in id:
            continue
        axes = [trace.get(name) or () for name in ("value", "x", "y")]
        values = [axis[place] for axis in axes if place < len(axis) and isinstance(axis[place], int | float)]
        if values:
            yield Found(id, " ".join(map(repr, values)), drawn=True)
        for text in custom[:-1]:
            yield from _of_text(str(text), id)


def _of_text(text: str, id: str) -> Iterator[Found]:
    if span := _SPAN.match(text):
        yield Found(f"low({id})", span[1])
        yield Found(f"high({id})", span[2])
    elif _NUMERIC.match(text):
        yield Found(_share_of(id) if text.endswith("%") and _is_count(id) else id, text)


def _is_count(id: str) -> bool:
    try:
        node = parse(id)
    except NotAFormula:
        return False
    return node.is_cell or node.name in ("sum", "less", "of")
