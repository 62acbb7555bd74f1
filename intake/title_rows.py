"""Where the titles of a sheet stand: in one row, or in two that belong together ("Intended" above "Type | Provider",
"Date of" above "birth", a title merged over both).

Looks for titles only; what they mean for the rows beneath is `headers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from domain.columns import HeaderMatch
from intake.document import Record
from intake.headers import IDENTIFIERS, Match, is_ours

SCANNED = 30
# a longer text above the titles is a note, and heads no column
_LONGEST_HEADING = 200
NAMING = IDENTIFIERS | {"surname", "forename", "legal_surname", "legal_forename"}
# a title above others that are about somebody else: "Surname" beneath it is no pupil's
_SOMEBODY_ELSE = re.compile(
    r"\b(?:parents?|carers?|guardians?|mother|father|contacts?|emergency|siblings?|kin|advisers?|staff|doctor)\b",
    re.IGNORECASE,
)
# columns that a list of providers or a count of pupils may have
_SAID_WITHOUT_PUPILS = frozenset(
    {
        *("academic_year", "school", "year_group", "stage", "destination_type", "destination_provider", "sex"),
        *("destination_provider_id", "course", "course_code", "course_level", "activity_code", "postcode", "town"),
        *("address_line_1", "address_line_2", "address_line_3", "pupil_phone", "pupil_email", "home_la", "source"),
    }
)
# columns that no list but of one kind has
_TELLING = frozenset({"places_left", "benchmark", "benchmark_score"})
_COUNTS = re.compile(r"\b(?:count|total|number of|no of|percentage|pupils|students|leavers)\b|%", re.IGNORECASE)
_A_PUPIL = re.compile(
    r"^\W*(?:(?:full|pupil|student|learner|leaver)\W+)?(?:name|pupil|student|learner|child)\W*$", re.IGNORECASE
)
# what a pupil's cell may hold and no title does
_A_VALUE = re.compile(r"\d{5}|\d[/.-]\d+[/.-]\d|@|\d:\d\d")


@dataclass(frozen=True, slots=True)
class TitleRow:
    """Titles found: the last of their records (`at`, from 0), how many records they take (`height`, 1 or 2), the text
    of each column and what the known ones mean."""

    at: int
    height: int
    texts: tuple[str | None, ...]
    known: frozenset[HeaderMatch]

    @property
    def columns(self) -> frozenset[str]:
        return frozenset(title.column for title in self.known)

    @property
    def is_enough(self) -> bool:
        """Three known titles, or two of which one is an identifier or makes a list of its own kind."""
        return len(self.known) >= 3 or (len(self.known) == 2 and bool(self.columns & (IDENTIFIERS | _TELLING)))

    @property
    def lists_no_pupils(self) -> bool:
        """Whether this is a list of something else: of providers, of codes, or numbers of pupils."""
        if self.columns & NAMING or not self.columns <= _SAID_WITHOUT_PUPILS:
            return False
        texts = [text for text in self.texts if text]
        return any(map(_COUNTS.search, texts)) or not any(map(_A_PUPIL.search, texts))

    def is_surely(self, match: Match) -> bool:
        """Whether these are titles beyond doubt. A line of labels above the table ("School: …, Year group: 11") may be
        enough too, but labels alternate with their values and name no pupil."""
        known = [bool(match(text)) for text in self.texts if text]
        return self.is_enough and bool(self.columns & NAMING) and any(map(all, pairwise(known)))


def find_titles(records: Sequence[Record], match: Match) -> TitleRow | None:
    """The fullest titles within the first 30 records, whether or not they are enough; None where no title is known."""
    best: TitleRow | None = None
    for index, record in enumerate(records[:SCANNED]):
        single = _titles(index, 1, record, match)
        if single and _is_fuller(single, best):
            best = single
        if best and best.at == index and best.is_surely(match):
            # to look further costs more than all else; but the second row of its titles may follow
            below = _over_two(records, index + 1, best, None, match)
            return below or _over_two(records, index, None, best, match) or best
        double = _over_two(records, index, None, single, match)
        if double and _is_fuller(double, best):
            best = double
            if best.is_surely(match):
                return best
    return best


def _is_fuller(titles: TitleRow, than: TitleRow | None) -> bool:
    return than is None or (titles.is_enough, len(titles.known)) > (than.is_enough, len(than.known))


def _titles(at: int, height: int, record: Record, match: Match) -> TitleRow | None:
    texts = tuple(cell if cell and not cell.isspace() else None for cell in record)
    if sum(text is not None for text in texts) < 2:
        return None
    known = frozenset(title for text in texts if text and (title := match(text)))
    return TitleRow(at, height, texts, known) if known else None


def _over_two(
    records: Sequence[Record], at: int, upper: TitleRow | None, lower: TitleRow | None, match: Match
) -> TitleRow | None:
    """The titles that the record and the one above it make together, where they know more than either alone."""
    if not 0 < at < len(records):
        return None
    upper = upper or _titles(at - 1, 1, records[at - 1], match)
    lower_known = len(lower.known) if lower else 0
    texts = tuple(_joined(records[at - 1], records[at], match))
    both = _titles(at, 2, texts, match)
    alone = max(lower_known, len(upper.known) if upper else 0)
    if not both or len(both.known) > alone:
        return both
    # A second surname beneath "Parent or carer" is no pupil's: there two rows are right together though they know less
    elsewhere = sum(bool(text and _SOMEBODY_ELSE.search(text)) for text in texts)
    repeated = sum(bool(cell and match(cell)) for cell in records[at]) > lower_known
    return both if repeated and elsewhere and len(both.known) >= alone - elsewhere else None


def _joined(upper: Record, lower: Record, match: Match) -> Iterator[str | None]:
    """The text of each column over two records; nothing where they can't be titles together.

    What stands above is carried to the right over blanks, as a cell merged over several columns arrives.
    """
    if sum(bool(cell and cell.strip()) for cell in upper) < 2 or any(cell and _A_VALUE.search(cell) for cell in lower):
        return
    carried: str | None = None
    taken: set[HeaderMatch] = set()
    for above, below in zip_longest(upper, lower):
        if above and len(above) > _LONGEST_HEADING:
            above = None
        above, below = (above or "").strip() or None, (below or "").strip() or None
        carried = above or (carried if below else None)
        text = _together(carried, below, taken, match) if below else above
        known = match(text) if text else None
        if known:
            taken.add(known)
        yield text


def _together(above: str | None, below: str, taken: set[HeaderMatch], match: Match) -> str:
    """ "Intended Type" where that is a title; "UPN" beneath a mere heading ("Pupil details"), once."""
    both = f"{above} {below}" if above else below
    if is_ours(below):
        return below
    if match(both):
        return both
    alone = match(below)
    return below if alone and alone not in taken and not _SOMEBODY_ELSE.search(above or "") else both
