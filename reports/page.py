"""From plain data to one self-contained HTML text: the templates, the style, the drawing script. It asks nothing of
the outside world.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from plotly.offline import get_plotlyjs

from reports.numbers import long_date
from reports.overview import key_cards
from reports.view import Chapter, Figure, View

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
    )
    environment.filters["long_date"] = long_date
    return environment


@cache
def _style() -> Markup:
    return Markup((_TEMPLATES / "theme.css").read_text("utf-8"))


def render(template: str, **values: Any) -> str:
    """The page that `templates/<template>.html.j2` makes of the values, the style inlined."""
    return _environment().get_template(f"{template}.html.j2").render(style=_style(), **values)


def render_report(view: View, chapters: list[Chapter], *, title: str, lead: str) -> str:
    """A report: head, key numbers, chapters, foot; the drawing script once, and only where there is something to
    draw.
    """
    drawings = [
        (part.id, Markup(part.drawing.json))
        for chapter in chapters
        for part in chapter.parts
        if isinstance(part, Figure)
    ]
    return render(
        "report",
        context=view.context,
        title=title,
        lead=lead,
        cards=key_cards(view),
        chapters=chapters,
        drawings=drawings,
        plotly=Markup(get_plotlyjs()) if drawings else None,
    )
