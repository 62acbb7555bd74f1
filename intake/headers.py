"""What the titles of a sheet mean: which canonical column each one is, and how many claims (parts) one row carries.

Knows titles only, never a pupil's row. Where they stand is `title_rows`; the spellings themselves live in
`domain.columns`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from domain.columns import COLUMNS, HeaderMatch, is_bare_destination, match_header, nearly, steps_back
from domain.own_workbooks import SUGGESTED
from domain.text import key
from intake.letters import column_letter

Match = Callable[[str], HeaderMatch | None]
Meaning = tuple[str, str | None, str | None]

IDENTIFIERS = frozenset({"upn", "former_upn", "uln", "mis_id"})
TYPE, PROVIDER = "destination_type", "destination_provider"
# a title that says what sort of destination, so that a bare "Destination" beside it says where
_SORT = ("type", "category", "route")


@lru_cache(maxsize=8)
def _matcher(aliases: tuple[tuple[str, str], ...]) -> Match:
    extra = dict(aliases)
    return lru_cache(maxsize=20_000)(lambda text: match_header(text, extra))


def matcher(header_aliases: Mapping[str, str]) -> Match:
    """`match_header` with a network's own spellings, remembered: the same few titles come back thousands of times."""
    return _matcher(tuple(sorted(header_aliases.items())))


@dataclass(frozen=True, slots=True)
class Title:
    """One column of a sheet: `position` from 1, `text` as sent (None where blank), `column` None where unknown.

    `is_guess`: it isn't spelt as we know it, but can mean nothing else; it is used and said.
    """

    position: int
    text: str | None
    column: str | None
    stage: str | None
    moment: str | None
    is_guess: bool = False

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

    @property
    def steps_back(self) -> bool:
        """Whether it yields in silence to another title of the same meaning."""
        return bool(self.text and steps_back(self.text))

    @property
    def meaning(self) -> Meaning:
        return self.column or "", self.stage, self.moment


@dataclass(frozen=True, slots=True)
class Part:
    """One claim that every row carries: its stage as titles say it, and the titles that feed it, by column."""

    number: int
    stage: str | None
    moment: str | None
    titles: Mapping[str, Title]


@dataclass(frozen=True, slots=True)
class Layout:
    """What the titles of a sheet mean. `twins`: groups of titles that mean the same, the first of which is used.
    `ours`: positions of columns that we wrote into a workbook ourselves, which nobody reads."""

    titles: tuple[Title, ...]
    parts: tuple[Part, ...]
    twins: tuple[tuple[Title, ...], ...]
    unknown: tuple[Title, ...]
    ours: frozenset[int]

    @property
    def columns(self) -> set[str]:
        return {title.column for title in self.titles if title.column}

    @property
    def stages(self) -> frozenset[str]:
        return frozenset(part.stage for part in self.parts if part.stage)

    @property
    def guesses(self) -> tuple[Title, ...]:
        return tuple(title for title in self.titles if title.is_guess)


@lru_cache(maxsize=512)
def read_titles(texts: tuple[str | None, ...], match: Match) -> Layout:
    """The layout that the titles describe."""
    ours = frozenset(place for place, text in enumerate(texts, 1) if text and is_ours(text))
    titles = [_title(place, None if place in ours else text, match) for place, text in enumerate(texts, 1)]
    titles = _with_misspelt(_with_places(titles))
    groups: dict[Meaning, list[Title]] = {}
    for title in sorted(titles, key=lambda title: (title.steps_back, not title.is_canonical)):
        if title.column:
            groups.setdefault(title.meaning, []).append(title)
    return Layout(
        titles=tuple(titles),
        parts=_parts(sorted((group[0] for group in groups.values()), key=lambda title: title.position)),
        twins=tuple(tuple(group) for group in groups.values() if len(group) > 1),
        unknown=tuple(title for title in titles if not title.column),
        ours=ours,
    )


def is_ours(text: str) -> bool:
    """Whether a title is that of a column which we wrote into a workbook ourselves."""
    return text.strip().lower().startswith(SUGGESTED.strip().lower())


def _title(position: int, cell: str | None, match: Match) -> Title:
    text = cell if cell and not cell.isspace() else None
    known = match(text) if text else None
    column = known.column if known and known.column in COLUMNS else None
    return Title(position, text, column, known.stage if known else None, known.moment if known else None)


def _with_places(titles: list[Title]) -> list[Title]:
    """A bare "Destination" beside "Destination type" says where, unless a title for the provider is there too."""
    sorts = {
        title.meaning
        for title in titles
        if title.column == TYPE and any(word in key(title.text or "") for word in _SORT)
    }
    placed = {(title.stage, title.moment) for title in titles if title.column == PROVIDER}
    return [
        replace(title, column=PROVIDER, is_guess=True)
        if title.meaning in sorts
        and (title.stage, title.moment) not in placed
        and is_bare_destination(title.text or "")
        else title
        for title in titles
    ]


def _with_misspelt(titles: list[Title]) -> list[Title]:
    """A misspelt title stands for the one column that it can mean, if no other title of the sheet does."""
    meant = {
        title.position: near for title in titles if title.text and not title.column and (near := nearly(title.text))
    }
    said = {title.meaning for title in titles} | {(title.column, None, None) for title in titles if title.column}
    often = Counter(meant.values())
    return [
        replace(title, column=near.column, stage=near.stage, moment=near.moment, is_guess=True)
        if (near := meant.get(title.position))
        and often[near] == 1
        and (near.column, near.stage, near.moment) not in said
        else title
        for title in titles
    ]


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
