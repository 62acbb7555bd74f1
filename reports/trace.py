"""From a number on a page to the cell it came from: the ids of cells, and texts that carry them.

A cell is one number of a table: `release.coverage/2025-26/hollins/11/final#known` is schema and table, the values of
the table's grain in its order, and the column. An empty value is written `-`; in a value the letters `/ # , ( ) %` are
written as `%2F` and so on. What is worked out from cells is written as a formula over their ids:

- `share(A)`: column of A over `cohort` of the same row, in per cent; `share(A,B)`: A over B
  Of a column `at_least` it is rounded down, of `at_most` up: the ends between which a hidden share lies
- `sum(A,B,…)`: the counts added up; a sum stands wherever a count may stand, and so does `less(A,B)`: A minus B
- `points(A,B)`: share of A minus share of B, in percentage points; `abs(…)`: without its sign
- `ratio(A,B)`: share of A over share of B; `ratio_low(A,B)`, `ratio_high(A,B)`: its interval (Walter's)
- `low(A)`, `high(A)`: Wilson's 95 % interval of share(A); `gap_low(A,B)`, `gap_high(A,B)`: Newcombe's of points(A,B)
- `gap_total(A,B,C,D,…)`, `gap_within(…)`, `gap_between(…)`: the gap over schools, each with a pair of groups (A and B,
  C and D, …), in percentage points, and its two parts
- `worst(A,U)`, `best(A,U)`: share of A if none, if all of the unknown U are counted too
- `shrunk(A,A,B,…)`: the beta-binomial estimate of share(A) among the shares A, B, …
- `count_of(…)`: how many lines a rule found; its argument says in words which
A column `share` alone, and a score, are shown in per cent. In a table cell with an id, a `<small>` without one is the
`share` of it.
The denominator of a sum is the sum of its rows' cohorts; where it is another one, A is written `of(A,B)`: A, of B.

A *traced text* is a plain string in which a number stands between marks with its id. The pages turn the marks into
`<data>` elements (`as_html`); pictures, workbooks and titles drop them (`plain`). Nothing is worked out here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

_START, _MIDDLE, _END = "\ue000", "\ue001", "\ue002"
_MARKED = re.compile(f"{_START}([^{_START}{_MIDDLE}{_END}]*){_MIDDLE}([^{_START}{_MIDDLE}{_END}]*){_END}")
_STRAY = re.compile(f"[{_START}{_MIDDLE}{_END}]")
_COLUMN = re.compile("#[a-z_0-9]+")
_ESCAPES = str.maketrans({letter: f"%{ord(letter):02X}" for letter in "/#,()%"})


def cell(table: str, keys: Iterable[object], column: str = "pupils") -> str:
    """The id of a cell: `table` with its schema, the values of the grain in its order, the column."""
    return f"{row(table, keys)}#{column}"


def row(table: str, keys: Iterable[object]) -> str:
    """The id of a row, as it stands before the `#` of its cells."""
    values = (str(key).translate(_ESCAPES) if key not in ("", None) else "-" for key in keys)
    return f"{table}/{'/'.join(values)}"


def formula(name: str, *cells: str) -> str:
    """`name(cells)`; empty as soon as one of the cells has no id."""
    return f"{name}({','.join(cells)})" if all(cells) else ""


def added(cells: Iterable[str]) -> str:
    """The id of a sum, sums of sums laid flat; one cell alone is its own sum, nothing is empty."""
    found = list(cells)
    if len(found) < 2:
        return found[0] if found else ""
    return formula("sum", *(id[4:-1] if id.startswith("sum(") else id for id in found))


def counted_lines(number: int, which: str) -> str:
    """How many lines a rule found, as traced text; `which` says in words which lines."""
    return mark(f"{number:,}", f"count_of({which.translate(_ESCAPES)})")


def cohort_of(cell: str) -> str:
    """The id of the cohort that stands in the cell's row (of a sum: the rows' cohorts added up)."""
    return beside(cell, "cohort")


def beside(cell: str, column: str) -> str:
    """The id of another column in the cell's row."""
    return _COLUMN.sub(f"#{column}", cell)


def mark(text: str, cell: str) -> str:
    """The number as traced text; without an id it stays as it is."""
    return f"{_START}{cell}{_MIDDLE}{text}{_END}" if cell and text else text


def plain(text: str) -> str:
    """The text without its marks: for pictures, titles, workbooks."""
    return _STRAY.sub("", _MARKED.sub(r"\2", text))


def as_html(text: str) -> Markup:
    """The text for a page: each traced number a `<data>` element, all else escaped."""
    parts, end = [], 0
    for found in _MARKED.finditer(text):
        parts.append(escape(_STRAY.sub("", text[end : found.start()])))
        id, shown = found.groups()
        parts.append(Markup('<data data-cell="{}" value="{}">{}</data>').format(id, value(shown), shown))
        end = found.end()
    return Markup("").join([*parts, escape(_STRAY.sub("", text[end:]))])


def shown(text: object) -> object:
    """What a template prints for a value: traced texts become HTML, everything else stays."""
    return as_html(text) if isinstance(text, str) and not isinstance(text, Markup) and _START in text else text


def cells_in(text: str) -> list[tuple[str, str]]:
    """The (id, number as shown) pairs of a traced text, in order."""
    return _MARKED.findall(text)


def value(shown: str) -> str:
    """A number as machines read it: `1,041` → `1041`, `86%` → `86`, `−6.2` → `-6.2`, `<1%` → `<1`."""
    return shown.replace(",", "").replace("%", "").replace("−", "-").removeprefix("+")
