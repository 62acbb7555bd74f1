"""What the columns of a sheet lack, and which of its titles were guessed or not understood: words for what was seen and
what to write.

Titles only; no pupil's cell is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from domain.columns import COLUMNS, WITHOUT_PUPILS, closest_columns, identifying
from domain.findings import Finding
from intake.body import Body
from intake.findings import found
from intake.headers import TYPE, Title

# columns that a roll does not have
CLAIMS = frozenset({"stage", "destination_provider", "activity_code"})
_NAME = ("surname", "forename", "date_of_birth")
_MOST_NAMED = 12


def about_columns(kind: str | None, body: Body, whole: str | None, expected: str | None) -> Iterator[Finding]:
    """The findings on the columns of a sheet of this kind. `expected`: which name speaks of intended or final ones."""
    columns = body.layout.columns
    unknown = [title.text for title in body.layout.unknown if title.text]
    facts: dict[str, Any] = {"titles": _titles(body.layout.titles), "near": _near(unknown)}
    if not body.lines:
        yield found("no_rows", sheet=whole)
    if kind not in WITHOUT_PUPILS and not identifying(columns):
        yield found("missing_identifier", sheet=whole, seen=_half_a_name(columns), **facts)
    if kind in ("roll", None) and (columns & CLAIMS or expected):
        named = ", ".join(COLUMNS[name].label for name in COLUMNS if name in columns & CLAIMS)
        why = f"there is one for {named}" if named else f"{expected} speaks of intended or final ones"
        yield found("missing_destination", sheet=whole, column=TYPE, why=why, **facts)
    elif kind is None:
        yield found("unknown_kind", sheet=whole, **facts)
    if body.layout.guesses:
        yield found("title_nearly", sheet=whole, readings=_readings(body.layout.guesses))
    if unknown:
        headers = _listed(unknown)
        near = [(text, labels[0]) for text in unknown if (labels := closest_columns(text))]
        hint = f" (is “{near[0][0]}” perhaps {near[0][1]}?)" if near else ""
        yield found("unknown_columns", sheet=whole, headers=headers, hint=hint)


def _listed(texts: Sequence[str]) -> str:
    more = f" and {len(texts) - _MOST_NAMED} more" if len(texts) > _MOST_NAMED else ""
    return ", ".join(f"“{' '.join(text.split())}”" for text in texts[:_MOST_NAMED]) + more


def _titles(titles: Sequence[Title]) -> str:
    return _listed([title.text for title in titles if title.text])


def _near(unknown: Sequence[str]) -> str:
    """The titles that are like one of ours, as a sentence to follow; empty where none is."""
    near = [f"“{text}” to {labels[0]}" for text in unknown if (labels := closest_columns(text))]
    return f" If that is what they are, change {', '.join(near[:3])}." if near else ""


def _half_a_name(columns: set[str]) -> str:
    """Which of surname, forename and date of birth are there, where some are and some aren't."""
    there = [COLUMNS[name].label for name in _NAME if name in columns]
    lacking = [COLUMNS[name].label for name in _NAME if name not in columns]
    return f" ({' and '.join(there)} alone is not enough: {' and '.join(lacking)} is missing)" if there else ""


def _readings(guesses: Sequence[Title]) -> str:
    return ", ".join(f"“{guess.text}” was read as {_label(guess)}" for guess in guesses)


def _label(title: Title) -> str:
    label = COLUMNS[title.column].label if title.column else ""
    return f"{label} ({title.stage})" if title.stage else label
