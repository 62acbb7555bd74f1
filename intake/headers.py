"""The title row: where it is, which canonical column each title means, and how many claims (parts) one row carries.

Knows titles only, never a pupil's row. The spellings themselves live in `domain.columns`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from domain.columns import COLUMNS, HeaderMatch, match_header
from domain.text import key
from intake.document import Record
from intake.workbook import column_letter

Match = Callable[[str], HeaderMatch | None]

SCANNED = 30
IDENTIFIERS = frozenset({"upn", "former_upn", "uln", "mis_id"})
NAMING = IDENTIFIERS | {"surname", "forename", "legal_surname", "legal_forename"}
TYPE = "destination_type"


@lru_cache(maxsize=8)
def _matcher(aliases: tuple[tuple[str, str], ...]) -> Match:
    extra = dict(aliases)
    return lru_cache(maxsize=20_000)(lambda text: match_header(text, extra))


def matcher(header_aliases: Mapping[str, str]) -> Match:
    """`match_header` with a network's own spellings, remembered: the same few titles come back thousands of times."""
    return _matcher(tuple(sorted(header_aliases.items())))


def find_titles(records: Sequence[Record], match: Match) -> tuple[int | None, int]:
    """Index of the title row within the first 30 records, and how many titles the best record holds.

    A title row has three known titles, or two of which one is an identifier. A line of labels above the table
    ("School: …, Year group: 11") may pass too, so unless a record is surely titles, the fullest of all is taken.
    """
    best, most, seen = None, 0, 0
    for index, record in enumerate(records[:SCANNED]):
        cells = [cell for cell in record if cell and not cell.isspace()]
        if len(cells) < 2:
            continue
        matches = [match(cell) for cell in cells]
        known = {title for title in matches if title}
        columns = {title.column for title in known}
        seen = max(seen, len(known))
        enough = len(known) >= 3 or (len(known) == 2 and columns & IDENTIFIERS)
        if enough and len(known) > most:
            best, most = index, len(known)
            # labels alternate with their values and name no pupil; and to look further costs more than all else
            if columns & NAMING and any(left and right for left, right in pairwise(matches)):
                break
    return best, seen


@dataclass(frozen=True, slots=True)
class Title:
    """One column of a sheet: `position` from 1, `text` as sent (None where blank), `column` None where unknown."""

    position: int
    text: str | None
    column: str | None
    stage: str | None
    moment: str | None

    @property
    def letter(self) -> str:
        return column_letter(self.position)

    @property
    def name(self) -> str:
        return self.text or f"column {self.letter}"

    @property
    def is_canonical(self) -> bool:
        """Whether it is spelt as we spell it: "Surname" then wins over "Chosen surname", which means the same to us."""
        return bool(self.text and self.column and key(self.text) in (key(self.column), key(COLUMNS[self.column].label)))


@dataclass(frozen=True, slots=True)
class Part:
    """One claim that every row carries: its stage as titles say it, and the titles that feed it, by column."""

    number: int
    stage: str | None
    moment: str | None
    titles: Mapping[str, Title]


@dataclass(frozen=True, slots=True)
class Layout:
    """What the titles of a sheet mean. `twins`: groups of titles that mean the same, the first of which is used."""

    titles: tuple[Title, ...]
    parts: tuple[Part, ...]
    twins: tuple[tuple[Title, ...], ...]
    unknown: tuple[Title, ...]

    @property
    def columns(self) -> set[str]:
        return {title.column for title in self.titles if title.column}

    @property
    def stages(self) -> frozenset[str]:
        return frozenset(part.stage for part in self.parts if part.stage)


@lru_cache(maxsize=512)
def read_titles(record: tuple[str | None, ...], match: Match) -> Layout:
    """The layout that a title row describes."""
    titles = []
    for position, cell in enumerate(record, 1):
        text = cell if cell and not cell.isspace() else None
        known = match(text) if text else None
        column = known.column if known and known.column in COLUMNS else None
        titles.append(Title(position, text, column, known.stage if known else None, known.moment if known else None))
    groups: dict[tuple[str, str | None, str | None], list[Title]] = {}
    for title in sorted(titles, key=lambda title: not title.is_canonical):
        if title.column:
            groups.setdefault((title.column, title.stage, title.moment), []).append(title)
    return Layout(
        titles=tuple(titles),
        parts=_parts(sorted((group[0] for group in groups.values()), key=lambda title: title.position)),
        twins=tuple(tuple(group) for group in groups.values() if len(group) > 1),
        unknown=tuple(title for title in titles if not title.column),
    )


def _parts(titles: list[Title]) -> tuple[Part, ...]:
    """One part per stage (and moment) that the titles name; a title without a stage belongs to every part.

    A destination type without a stage beside staged ones is a claim of its own: copied, it would overrule nothing and
    say nothing.
    """
    shared = {title.column: title for title in titles if title.column and not title.stage}
    staged: dict[tuple[str | None, str | None], dict[str, Title]] = {}
    for title in titles:
        if title.column and title.stage:
            staged.setdefault((title.stage, title.moment), {})[title.column] = title
    _join_providers_to_types(staged)
    if staged and TYPE in shared and all(TYPE in own for own in staged.values()):
        staged[None, None] = {TYPE: shared.pop(TYPE)}
    return tuple(
        Part(number, stage, moment, {**shared, **own})
        for number, ((stage, moment), own) in enumerate(staged.items() or _single(), 1)
    )


def _single() -> Iterable[tuple[tuple[None, None], dict[str, Title]]]:
    return [((None, None), {})]


def _join_providers_to_types(staged: dict[tuple[str | None, str | None], dict[str, Title]]) -> None:
    """`Intended provider` beside `Intended (Feb)`: titles without a moment complete the last one of their stage."""
    for stage in [stage for stage, moment in staged if moment is None and TYPE not in staged[stage, None]]:
        typed = [key for key, own in staged.items() if key[0] == stage and key[1] and TYPE in own]
        if typed:
            own = staged.pop((stage, None))
            staged[typed[-1]] = {**own, **staged[typed[-1]]}
