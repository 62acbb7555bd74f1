"""From plain data to one self-contained HTML text: the templates, the style, the drawing script. It asks nothing of
the outside world.
"""

from __future__ import annotations

import gzip
from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from plotly.offline import get_plotlyjs

from reports import trace
from reports.numbers import long_date
from reports.overview import key_cards
from reports.theme import dark_paints
from reports.view import Figure, ReportPage

_TEMPLATES = Path(__file__).parent / "templates"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # Nothing prints the marks of a traced number, whatever a template does.
        finalize=trace.shown,
    )
    environment.filters["long_date"] = long_date
    environment.filters["told"] = trace.as_html
    environment.filters["plain"] = trace.plain
    environment.filters["css"] = _css_string
    return environment


@cache
def _style() -> Markup:
    return Markup((_TEMPLATES / "theme.css").read_text("utf-8"))


def render(template: str, **values: Any) -> str:
    """The page that `templates/<template>.html.j2` makes of the values, the style inlined."""
    return _environment().get_template(f"{template}.html.j2").render(style=_style(), **values)


@cache
def _packed_plotly() -> Markup:
    """plotly.js packed, for the page's script to unpack: a third of its size. The same bytes on every day."""
    return Markup(b64encode(gzip.compress(_unwrapped(get_plotlyjs()).encode(), 9, mtime=0)).decode())


def _unwrapped(source: str) -> str:
    """plotly.js without the function around it that tells modules from pages: a browser reads what stands in such a
    function twice, which keeps the first chart waiting a third of a second."""
    head, opens, rest = source.partition("() => {\n")
    body, closes, _ = rest.rpartition("\nreturn Plotly;")
    is_known = opens and closes and body.startswith('"use strict";var Plotly=')
    return head[: head.index("*/") + 2] + "\n" + body if is_known else source


def _css_string(text: str) -> Markup:
    """Text as it may stand between quotes in a style sheet inside a page."""
    safe = (letter if letter.isalnum() or letter in " .,-·" else f"\\{ord(letter):x} " for letter in text)
    return Markup("".join(safe))


def render_page(page: ReportPage) -> str:
    """A report: head, what to know first, chapters, foot; the drawing script once, and only where there is something
    to draw.
    """
    context = page.view.context
    figures = [part for chapter in page.chapters for part in chapter.parts if isinstance(part, Figure)]
    return render(
        "report",
        context=context,
        running=" · ".join(filter(None, (page.title, f"destinations {context.cycle}", context.edition))),
        dark_paints=Markup(dark_paints()),
        summary=page.summary,
        title=page.title,
        lead=page.lead,
        cards=key_cards(page.view),
        chapters=page.chapters,
        twins={figure.twin for figure in figures},
        drawings=[(figure.id, Markup(figure.drawing.json)) for figure in figures],
        plotly=_packed_plotly() if figures else None,
    )
