"""A page as a test reads it: its tables by id, its elements in order, its text, and the parts that are neither
(scripts, styles).
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"meta", "br", "link", "img", "input", "hr", "col", "circle", "rect", "path"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    ancestors: tuple[str, ...]
    text: str = ""


@dataclass
class Page(HTMLParser):
    """`elements` in the order of the page, each with all the text inside it."""

    source: str
    elements: list[Element] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[Element] = []
        self.feed(self.source)
        self.close()
        self.problems += [f"<{element.tag}> is never closed" for element in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(e.tag for e in self._open))
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}, ()))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1].tag != tag:
            self.problems.append(f"</{tag}> closes <{self._open[-1].tag if self._open else 'nothing'}>")
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    def by_id(self, id: str) -> Element:
        return next(element for element in self.elements if element.attributes.get("id") == id)

    def table(self, id: str) -> dict[str, dict[str, str]]:
        """The table as row -> column -> text ("1,041 39%")."""
        start = next(i for i, element in enumerate(self.elements) if element.attributes.get("id") == id)
        rows: list[list[Element]] = []
        for element in self.elements[start + 1 :]:
            if element.tag == "table":
                break
            if element.tag == "tr":
                rows.append([])
            elif element.tag in ("th", "td") and "table" in element.ancestors:
                rows[-1].append(element)
        head = [_tidy(cell) for cell in rows[0]]
        return {
            _tidy(row[0]): dict(zip(head[1:], map(_tidy, row[1:]), strict=True)) for row in rows[1:] if len(row) > 1
        }

    def table_of(self, caption_id: str) -> list[list[str]]:
        """The cells of the table with this caption, row by row, without its head."""
        start = next(i for i, element in enumerate(self.elements) if element.attributes.get("id") == caption_id)
        rows: list[list[str]] = []
        for element in self.elements[start + 1 :]:
            if element.tag == "table":
                break
            if element.tag == "tr":
                rows.append([])
            elif element.tag in ("th", "td"):
                rows[-1].append(_tidy(element))
        return rows[1:]

    @property
    def without_plotly(self) -> str:
        """The source without Plotly's own script."""
        return re.sub(r'<script type="text/plain" id="plotly">.*?</script>', "", self.source, flags=re.DOTALL)

    @property
    def drawings(self) -> dict[str, dict[str, object]]:
        """The figures' JSON by id."""
        found = re.findall(r'^"([\w-]+)": (\{.*\}),?$', self.without_plotly, flags=re.MULTILINE)
        return {id: json.loads(text) for id, text in found}

    @property
    def downloads(self) -> dict[str, str]:
        """The CSV behind each download link, by file name."""
        links = [element for element in self.all("a") if "download" in element.attributes]
        return {
            link.attributes["download"]: base64.b64decode(link.attributes["href"].split(",", 1)[1]).decode("utf-8-sig")
            for link in links
        }


def _tidy(element: Element) -> str:
    return " ".join(element.text.split())
