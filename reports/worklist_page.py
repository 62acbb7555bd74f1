"""A worklist as one page, to call from on paper or a phone: a heading for each call or tutor group, who calls, what is
known of each pupil, how to reach them. Answers are typed into the workbook beside it. No script, no network.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from domain.worklist_columns import WorklistColumn, worklist_columns
from reports.numbers import listed, plural
from reports.page import render
from reports.worklist_parts import HELD, SECRET, Worklist, WorklistSheet, cell_of, days_left, shown_columns

__all__ = ["render_worklist_page"]

_BOARD, _GUIDANCE = "results_day_board", "guidance_list"
_NO_GROUP = "No tutor group"
_MOST_TILES, _MOST_COLUMNS = 6, 4
_NOBODY = "nobody yet"
_NOT_DIALLED = re.compile(r"[^\d+]")


@dataclass(frozen=True, slots=True)
class Way:
    """A way to reach somebody: whose it is, what is read, where it leads (empty: nowhere)."""

    whose: str
    text: str
    link: str


@dataclass(frozen=True, slots=True)
class Pupil:
    """`known`: title and text of what is known, blanks left out; `about`: what tells this pupil from another."""

    name: str
    form: str
    about: str
    known: Sequence[tuple[str, str]]
    ways: Sequence[Way]
    caller: str
    urgency: str


@dataclass(frozen=True, slots=True)
class Group:
    """Pupils beneath one heading: one call, or one tutor group. `columns`: the titles of what is known of anybody, in
    columns of their own where they are few."""

    id: str
    label: str
    callers: str
    pupils: Sequence[Pupil]
    columns: Sequence[str]

    @property
    def side_by_side(self) -> bool:
        return len(self.columns) <= _MOST_COLUMNS


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet of the list."""

    label: str
    pupils: int
    groups: Sequence[Group]


def render_worklist_page(worklist: Worklist) -> str:
    """The list as one self-contained HTML page, the same bytes for the same list. Raises ValueError where nobody is on
    it."""
    if not worklist.filled:
        raise ValueError(f"{worklist.name}: nobody is on this list")
    parts = [_part(worklist, number, sheet) for number, sheet in enumerate(worklist.filled, 1)]
    everybody = [pupil for part in parts for group in part.groups for pupil in group.pupils]
    return render(
        "worklist",
        worklist=worklist,
        secret=SECRET,
        due=worklist.due,
        left=days_left(worklist.as_of, worklist.until_on) if worklist.until_on else "",
        tiles=_tiles(worklist, parts),
        parts=parts,
        first=_call_first(everybody),
        is_board=worklist.name == _BOARD,
        reaches=any(column.role == "contact" for column in worklist_columns(worklist.name)),
        workbook=f"{worklist.name}-{worklist.cycle}.xlsx",
    )


def _part(worklist: Worklist, number: int, sheet: WorklistSheet) -> Part:
    columns = shown_columns(worklist.name, sheet)
    by_group: dict[str, list[Mapping[str, object]]] = {}
    for row in sheet.rows:
        by_group.setdefault(str(row.get("group") or row.get("form") or _NO_GROUP), []).append(row)
    titles = [column.title for column in columns if column.role == "known"]
    groups = [
        _group(f"group-{number}-{place}", label, titles, [_pupil(columns, row, label) for row in rows])
        for place, (label, rows) in enumerate(by_group.items(), 1)
    ]
    return Part(f"Year {sheet.year_group}", len(sheet.rows), groups)


def _group(id_: str, label: str, titles: Sequence[str], pupils: Sequence[Pupil]) -> Group:
    told = {title for pupil in pupils for title, _ in pupil.known}
    return Group(id_, label, _callers(pupils), pupils, [title for title in titles if title in told])


def _callers(pupils: Sequence[Pupil]) -> str:
    """`Who calls: A. Khan (4) and nobody yet (2)`"""
    often = Counter(pupil.caller or _NOBODY for pupil in pupils)
    names = sorted(often, key=lambda name: (name == _NOBODY, name))
    if len(names) == 1:
        return f"Who calls: {names[0]}"
    return f"Who calls: {listed(f'{name} ({often[name]})' for name in names)}"


def _pupil(columns: Sequence[WorklistColumn], row: Mapping[str, object], group: str) -> Pupil:
    known = [(column.title, cell_of(row, column.name)) for column in columns if column.role == "known"]
    born = cell_of(row, "date_of_birth")
    form = cell_of(row, "form")
    about = f"born {born}" if born else cell_of(row, "upn") or cell_of(row, "mis_id")
    return Pupil(
        name=" ".join(filter(None, (cell_of(row, "forename"), cell_of(row, "surname").upper()))),
        form=form,
        about=" · ".join(filter(None, (form if form != group else "", about))),
        known=[(title, text) for title, text in known if text and text != group],
        ways=_ways({column.name: row.get(column.name) for column in columns if column.role == "contact"}),
        caller=cell_of(row, "contacted_by"),
        urgency=cell_of(row, "call_first"),
    )


def _ways(row: Mapping[str, object]) -> list[Way]:
    """How to reach the pupil or a parent, of the ways that the list may show."""
    parent = cell_of(row, "parent_name")
    told = [
        ("Pupil", _telephone(cell_of(row, "pupil_phone"))),
        ("Pupil", _mail(cell_of(row, "pupil_email"))),
        (parent or "Parent", _telephone(cell_of(row, "parent_phone"))),
        (parent or "Parent", _mail(cell_of(row, "parent_email"))),
    ]
    ways = [Way(whose, *way) for whose, way in told if way]
    if parent and not any(way.whose == parent for way in ways):
        ways.append(Way("Parent", parent, ""))
    return ways


def _telephone(number: str) -> tuple[str, str] | None:
    """The number as sent and what a phone dials; nothing to dial where there are no digits."""
    if not number:
        return None
    digits = _NOT_DIALLED.sub("", number.replace("(0)", ""))
    return number, f"tel:{digits}" if len(digits) > 5 else ""


def _mail(address: str) -> tuple[str, str] | None:
    return (address, f"mailto:{quote(address, safe='@.+-_')}" if "@" in address else "") if address else None


def _tiles(worklist: Worklist, parts: Sequence[Part]) -> list[tuple[str, str]]:
    """How many there are, and of what: numbers to have in view before the first call."""
    rows = [row for sheet in worklist.filled for row in sheet.rows]
    pupils = (f"{len(rows):,}", "pupil" if len(rows) == 1 else "pupils")
    if worklist.name == _BOARD:
        outcomes = Counter(cell_of(row, "outcome") for row in rows if cell_of(row, "outcome"))
        if len(outcomes) <= _MOST_TILES:
            return [pupils, *((str(number), outcome) for outcome, number in outcomes.most_common())]
        return [pupils]
    if worklist.name == _GUIDANCE:
        held = sum(cell_of(row, "guidance").startswith(HELD) for row in rows)
        return [pupils, (str(held), "talked with since"), (str(len(rows) - held), "outstanding")]
    groups = sum(len(part.groups) for part in parts)
    of = ("call", "calls") if worklist.name == "chase_list" else ("group", "groups")
    waiting = sum(not cell_of(row, "contacted_by") for row in rows)
    return [pupils, (str(groups), of[groups > 1]), (str(waiting), "without a caller")]


def _call_first(pupils: Sequence[Pupil]) -> list[tuple[str, str, list[Pupil]]]:
    """Whom to call before all others, by urgency: the words, how many, who."""
    urgent: dict[str, list[Pupil]] = {}
    for pupil in pupils:
        if pupil.urgency:
            urgent.setdefault(pupil.urgency, []).append(pupil)
    ordered = sorted(urgent, key=lambda words: (_number(words), words))
    return [(words, plural(len(urgent[words]), "pupil"), urgent[words]) for words in ordered]


def _number(words: str) -> int:
    found = re.match(r"\d+", words)
    return int(found[0]) if found else 99
