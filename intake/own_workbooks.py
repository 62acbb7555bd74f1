"""Our own workbooks coming back: what their guide says, and which of their sheets are ours and not the school's.

They are known by values alone, so that one saved by LibreOffice or Google Sheets is known too. The marks are
`domain.own_workbooks`; writing such workbooks is `reports/`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from domain.columns import kind_of
from domain.own_workbooks import (
    ANSWER,
    BELONGS_IN,
    CODE,
    GUIDE,
    LISTS,
    PLACES,
    QUESTION,
    REFERENCE,
    WORKLIST,
    YES,
    sent,
)
from domain.template_columns import PREFILLED
from domain.worklist_marks import MadeWorklist
from intake.document import IN_ARCHIVE, Record, Sheet
from intake.headers import Match
from intake.title_rows import find_titles

# Kinds whose template names everybody, though not everybody has something to tell.
_MAY_STAY_UNFILLED = frozenset({"applications", "encounters", "compass"})


@dataclass(frozen=True, slots=True)
class OwnWorkbook:
    """What the guide of a returned workbook says: the delivery that it answers (None in a template), the path under the
    inbox that says its collection, the rules of the doubts that are answered with yes, and which worklist it is (None
    for any other workbook)."""

    answers: str | None = None
    belongs_in: str | None = None
    confirms: tuple[str, ...] = ()
    worklist: MadeWorklist | None = None


def returned(sheets: Sequence[Sheet]) -> OwnWorkbook | None:
    """What the guide says where the workbook is one of ours; None where it is the school's own."""
    guides = [_read_guide(sheet) for sheet in sheets if _is_guide(sheet)]
    if not guides:
        return None
    # an archive may hold several; only what they agree on can be said of the whole file
    places = {guide.belongs_in for guide in guides}
    lists = {guide.worklist for guide in guides}
    confirmed = [set(guide.confirms) for guide in guides]
    return OwnWorkbook(
        guides[0].answers,
        places.pop() if len(places) == 1 else None,
        tuple(sorted(set.intersection(*confirmed))),
        lists.pop() if len(lists) == 1 else None,
    )


def _read_guide(guide: Sheet) -> OwnWorkbook:
    rows = [[sent(cell or "").strip() for cell in record] for record in guide.records]
    beside = {_folded(row[0]): (row[1] if len(row) > 1 else "") or None for row in rows if row and row[0]}
    return OwnWorkbook(
        beside.get(_folded(REFERENCE)),
        beside.get(_folded(BELONGS_IN)),
        tuple(_confirmed(rows)),
        MadeWorklist.read(beside.get(_folded(WORKLIST)) or ""),
    )


def is_ours(sheet: Sheet) -> bool:
    """Whether a sheet of a returned workbook holds nothing of the school's: the guide, the legal values, or the places
    of a worklist."""
    return _is_guide(sheet) or _own_name(sheet) in (_folded(LISTS), _folded(PLACES))


def as_sent(sheet: Sheet) -> Sheet:
    """The sheet of a returned workbook with the texts that we were given before we escaped them."""
    return replace(sheet, records=[_unescaped(record) for record in sheet.records])


def without_unfilled(sheet: Sheet, match: Match) -> Sheet:
    """The sheet of a template with the rows emptied that say no more than we wrote into them: a pupil without an
    application, a benchmark without a score. Of destinations such a row stays: it says that nothing is known yet."""
    titles = find_titles(sheet.records, match)
    if titles is None or kind_of(titles.columns) not in _MAY_STAY_UNFILLED:
        return sheet
    ours = {
        place
        for place, text in enumerate(titles.texts)
        if text and (known := match(text)) and known.column in PREFILLED
    }

    def is_filled(record: Record) -> bool:
        return any(cell and not cell.isspace() for place, cell in enumerate(record) if place not in ours)

    rows = [record if is_filled(record) else [None] * len(record) for record in sheet.records[titles.at + 1 :]]
    return replace(sheet, records=[*sheet.records[: titles.at + 1], *rows])


def _is_guide(sheet: Sheet) -> bool:
    return _own_name(sheet) == _folded(GUIDE) and any(
        record and _folded(record[0] or "") == _folded(REFERENCE) for record in sheet.records
    )


def _own_name(sheet: Sheet) -> str:
    """The sheet's name within its workbook, which may lie in an archive."""
    return _folded(sheet.name.rpartition(IN_ARCHIVE)[2])


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _unescaped(record: Record) -> Record:
    if not any(cell and cell.startswith("'") for cell in record):
        return record
    return tuple(sent(cell) if cell else cell for cell in record)


def _confirmed(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The codes beside which yes was typed, beneath the titles of the table of doubts."""
    titles = [_folded(title) for title in (QUESTION, ANSWER, CODE)]
    places: list[int] = []
    for row in rows:
        folded = [_folded(cell) for cell in row]
        if set(titles) <= set(folded):
            places = [folded.index(title) for title in titles]
        elif places and len(row) > max(places):
            _, answer, code = (row[place] for place in places)
            if code and _folded(answer) in YES:
                yield code
