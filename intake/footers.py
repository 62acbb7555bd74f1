"""Rows beneath a table that are about the table and not about a pupil: totals, page footers, legends, signatures.

A row that names a pupil is never one, whatever its cells say: there are pupils called Total, Page, Count and Key.
"""

from __future__ import annotations

import re

from intake.document import Record
from intake.headers import Layout

_NUMBERS = frozenset({"upn", "former_upn", "uln", "mis_id", "date_of_birth"})
_NAMES = frozenset({"surname", "forename", "legal_surname", "legal_forename", "preferred_forename"})
_WHOLE = (
    r"(?:grand|sub|over ?all|school|year(?: group)?(?: \d+)?|y\d+|group|form|class|cohort|trust|network|academy|page"
    r"|report|boys|girls|male|female|pp|running|final)"
)
_COUNTED = r"(?:pupils?|students?|learners?|leavers?|records?|rows?|entries|children)"
_MADE = r"(?:generated|created|produced|exported|extracted|downloaded|printed|prepared|compiled|run|refreshed|updated)"
# what a footer starts with that can't be a name
_PHRASE = re.compile(
    rf"\W*(?:{_WHOLE}[ -]?)+totals?\b(?! [a-z]+$)|\W*totals? ?(?:[:=(]|\d|(?:number|no\.?|count|of|for|{_COUNTED})\b)"
    rf"|\W*(?:(?:report|data|file|list|page|document|date|time) )*{_MADE}[ :]+(?:on|by|at|from|with|using|\d|\w+day)"
    rf"|\W*(?:date|run|print) (?:{_MADE}|date)\s*:"
    r"|\W*page:? \d+|\W*page \w+ of \w+|\W*\d+ of \d+ pages?\b"
    r"|\W*end of (?:report|file|list|data|page|table|document|extract)\b"
    rf"|\W*(?:number|no\.?|count|sum|average|percentage|%) (?:of )?{_COUNTED}\b|\W*{_COUNTED} ?(?:count|total|: ?\d)"
    rf"|\W*\d+ {_COUNTED}\b|\W*counts? ?[:=]"
    r"|\W*(?:signed|signature)\s*(?:[:_.]|by\b|off\b|$)|\W*\w[\w' \u2019-]{0,30} signature\b"
    r"|\W*(?:head ?teacher|principal|head of \w+(?: \w+)?|data manager|careers lead(?:er)?)\s*[:_]"
    r"|\W*(?:completed|checked) by\s*[:_]"
    r"|\W*(?:strictly |private (?:and|&) |highly )?confidential(?:ity)?\b|\W*official[ :-]+sensitive\b|\u00a9|\(c\) "
    r"|\W*(?:key|legend|notes?|nb|source|filters?(?: applied)?|criteria|disclaimer)\s*[:=]|\W*please note\b"
    r"|[A-Z][\w/&. -]{0,20}\s=\s\S",
    re.IGNORECASE,
)
# a footer too where the rest of the row has nothing but numbers, as these may be surnames
_WORD = re.compile(
    r"\W*(?:(?:grand |sub)?-?\s?totals?|count|sum|average|key|legend|notes?|page|signed)\W*", re.IGNORECASE
)
# how many pupils there are: alone beside "Total", it is nobody's number
_COUNT = re.compile(r"\s*\d{1,4}\s*")
_NUMBER = re.compile(r"\W*\d[\d.,]*\W*")


def is_footer(record: Record, layout: Layout) -> bool:
    """Whether a row is about the table: it starts as a footer does, and no other cell of it names a pupil."""
    place, first = next(((place, cell) for place, cell in enumerate(record) if cell and not cell.isspace()), (0, ""))
    if not first:
        return False
    is_word = bool(_WORD.fullmatch(first))
    if not is_word and not _PHRASE.match(first):
        return False
    others = [(other, cell) for other, cell in enumerate(record) if other > place and cell and not cell.isspace()]
    if is_word and len(others) == 1 and _COUNT.fullmatch(others[0][1]):
        return True
    if any(_names(layout, other, cell) for other, cell in others):
        return False
    return not is_word or all(_NUMBER.fullmatch(cell) for _, cell in others)


def _names(layout: Layout, place: int, cell: str) -> bool:
    """Whether this cell says who a row is about: a number that identifies, or a name that is no count."""
    column = layout.titles[place].column if place < len(layout.titles) else None
    if column in _NUMBERS:
        return True
    return column in _NAMES and not _NUMBER.fullmatch(cell) and not _PHRASE.match(cell)
