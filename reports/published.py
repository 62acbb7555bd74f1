"""The chapter on what is published about England, the local authorities and the school: sustained destinations, which
are another measure, and so are never drawn on an axis with the network's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reports.numbers import HIDDEN, NOT_AVAILABLE, share_percent
from reports.rates import measured
from reports.tables import Cell, Column, Row, Table, grouped
from reports.view import Chapter, Heading, Part, Sentence, View

Line = dict[str, Any]
Figures = tuple[str, str, str, str, str]
_GROUPS = (("total", "All pupils"), ("disadvantaged", "Disadvantaged"), ("not_disadvantaged", "Others"))
_FIRST = "sustained_overall"
_AREAS = ("england", "local_authority", "school")
_CAVEAT = (
    "These are the Department for Education's figures. They count destinations sustained for six months, of pupils who "
    "left some years ago, and are matched from administrative records; the network's own shares say where this year's "
    "pupils are now. Read them as a landmark, never as a score to set the own share against."
)


def published_chapter(view: View) -> Chapter:
    """The newest published figures of each year group and measure, each with its leaver year; and as published then,
    where a later publication says otherwise.
    """
    title = "What is published about England"
    if not {11, 13} & set(view.year_groups):
        return Chapter("published", title, "", ())
    parts: list[Part] = []
    for year_group in (11, 13):
        found = [row for row in view.frames.rows("benchmarks", ("year_group",), year_group) if _is_ours(view, row)]
        if found and year_group in view.year_groups:
            parts += [
                Heading(f"Year {year_group}", f"published-{year_group}-heading"),
                *_tables(view, year_group, found),
            ]
    if not parts:
        return Chapter("published", title, "", (Sentence("No published figures are at hand to set beside these."),))
    return Chapter("published", title, _CAVEAT, tuple(parts))


def _is_ours(view: View, row: Line) -> bool:
    if row["breakdown"] not in ("total", "disadvantaged", "not_disadvantaged"):
        return False
    if row["area_kind"] == "school":
        return row["area"] in (view.subject.schools or ())
    return row["area_kind"] == "england" or row["area"] in _authorities(view)


def _authorities(view: View) -> set[str]:
    """The local authorities of whom the page is about, by their three digits."""
    if "laestab" not in view.frames.schools.columns:
        return set()
    schools = view.subject.schools
    return {
        str(row["laestab"])[:3]
        for row in view.frames.schools.to_dicts()
        if row["laestab"] and (schools is None or row["school_id"] in schools)
    }


def _tables(view: View, year_group: int, found: Sequence[Line]) -> list[Part]:
    """The newest figure of each measure; and what was published before, where that was another number."""
    ordered = sorted(found, key=lambda row: (row["leavers"], bool(row["is_latest"])))
    newest = {(row["area_kind"], row["area"], row["measure"], row["breakdown"]): row for row in ordered}
    parts: list[Part] = [_newest_table(view, year_group, newest)]
    latest = {_figure(row): row for row in found if row["is_latest"]}
    earlier = [
        row
        for row in ordered
        if not row["is_latest"] and _figure(row) in latest and _differs(row, latest[_figure(row)])
    ]
    return [*parts, _then_table(view, year_group, earlier, latest)] if earlier else parts


def _figure(row: Line) -> Figures:
    return row["area_kind"], row["area"], row["measure"], row["breakdown"], row["leavers"]


def _differs(row: Line, latest: Line) -> bool:
    shown = [
        share_percent(entry["share"]) if entry["share"] is not None else entry["symbol"] for entry in (row, latest)
    ]
    return shown[0] != shown[1]


def _newest_table(view: View, year_group: int, newest: dict[tuple[str, str, str, str], Line]) -> Table:
    lines: dict[tuple[str, str, str], dict[str, Line]] = {}
    for (kind, area, measure, breakdown), row in newest.items():
        lines.setdefault((kind, area, measure), {})[breakdown] = row
    order = {
        row["measure"]: place for place, row in enumerate(view.frames.rows("benchmarks", ("year_group",), year_group))
    }
    rows = []
    places = sorted(lines, key=lambda key: (_AREAS.index(key[0]), key[1], key[2] != _FIRST, order[key[2]]))
    for area, parts in ((place[1], lines[place]) for place in places):
        row = parts.get("total") or next(iter(parts.values()))
        cells = [Cell(str(row["leavers"]))]
        cells += [_number(view, parts[name]) if name in parts else Cell(NOT_AVAILABLE) for name, _ in _GROUPS]
        rows.append((str(row.get("area_name") or area), Row(_label(row), tuple(cells))))
    columns = (Column("Leavers of"), *(Column(label) for _, label in _GROUPS))
    caption = f"Published destinations of Year {year_group}, sustained where it says so: share of that year's leavers"
    return Table(
        f"table-published-{year_group}",
        caption,
        "What",
        columns,
        grouped(rows),
        _note(view, year_group, list(newest.values())),
    )


def _then_table(view: View, year_group: int, earlier: Sequence[Line], latest: dict[Figures, Line]) -> Table:
    groups = dict(_GROUPS)
    rows = []
    for row in earlier:
        cells = (
            Cell(str(row["leavers"])),
            _number(view, row),
            _number(view, latest[_figure(row)]),
            Cell(str(row["publication"])),
        )
        rows.append(
            (str(row.get("area_name") or row["area"]), Row(f"{_label(row)} · {groups[row['breakdown']]}", cells))
        )
    columns = (
        Column("Leavers of"),
        Column("As published then"),
        Column("Latest"),
        Column("Then published in", is_text=True),
    )
    caption = f"Published destinations of Year {year_group}: as published then beside the latest"
    return Table(f"table-then-{year_group}", caption, "What", columns, grouped(rows))


def _label(row: Line) -> str:
    label = str(row.get("label") or row["measure"].replace("_", " "))
    word = "" if not row["is_sustained"] or "sustained" in label.lower() else " (sustained)"
    return f"{label[:1].upper()}{label[1:]}{word}"


def _number(view: View, row: Line) -> Cell:
    if row["share"] is None:
        return Cell(str(row["symbol"] or (HIDDEN if row["value_status"] == "suppressed" else NOT_AVAILABLE)))
    return Cell(share_percent(row["share"]), cell=view.frames.cell("benchmarks", row, "share"))


def _note(view: View, year_group: int, shown: Sequence[Line]) -> str:
    """Where the figures were published, and the own share that is nearest, said in words and as another measure."""
    names = dict.fromkeys(str(row["compares_with"]) for row in shown if row.get("compares_with"))
    told = []
    for measure in names:
        count = measured(view.frames, view.subject, view.context.cycle, year_group, measure)
        rows = view.frames.rows("measures", ("measure",), measure)
        if count.is_published and rows:
            told.append(f"{count.told} {rows[0]['label']}")
    hidden = "Letters where a share would be are the publisher's: the number is hidden there. "
    note = hidden if any(row["share"] is None for row in shown) else ""
    note += f"Published in: {'; '.join(dict.fromkeys(str(row['publication']) for row in shown))}. "
    if not told:
        return note.strip()
    own = f"of the leavers of {view.context.cycle}, by this report, {'; '.join(told)}."
    return f"{note}Another measure, for orientation: {own}"
