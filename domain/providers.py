"""Which provider a school's words mean. Only what is certain is taken: a number, a person's decision, a whole name.

What is merely likely becomes a question for a person (`provider_suggestions`), never an answer. Who the providers are
is `provider_lists.py`'s business, how spellings are compared `provider_keys.py`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import polars as pl

from domain.destination_types import destination_types
from domain.package_data import table
from domain.provider_keys import id_key, name_key
from domain.provider_lists import SCHOOL, STANDINGS


@dataclass(frozen=True)
class Said:
    """What a school wrote about where a pupil goes; "" where it wrote nothing. `destination_type` is the code of
    `destination_text`."""

    school_id: str
    year_group: int
    destination_type: str
    destination_text: str
    provider_text: str
    provider_number: str


@dataclass(frozen=True)
class Match:
    """`match` says by what a provider is known: id, ledger, own_school, name or synonym. `review_reason` says why a
    person should look: trap, placeholder, ambiguous, suggest_only, unknown or id_disagrees. `candidates` are the
    providers that the name leads to."""

    provider_id: str | None = None
    match: str | None = None
    review_reason: str | None = None
    candidates: tuple[str, ...] = ()


_NOTHING = Match()


@cache
def looked_up_types() -> frozenset[str]:
    """The destination types whose provider is one of education or training; another's is an employer, or nobody."""
    return frozenset(table("provider_types").filter(is_looked_up="yes")["destination_type"])


@cache
def _reasons() -> dict[str, str]:
    return {name_key(name): reason for name, reason in table("provider_traps").iter_rows()}


@cache
def _words(cell: str, says: str) -> frozenset[str]:
    return frozenset(name_key(words) for words in table("provider_words").filter(cell=cell, says=says)["words"])


@cache
def _own_unless_said() -> frozenset[tuple[str, int]]:
    """Types and year groups that mean the pupil's own school where no other is said: staying on into Year 13."""
    rows = destination_types().filter(pl.col("own_school_category").is_not_null())
    return frozenset(rows.select("code", "year_group").iter_rows())


def is_trap(text: str) -> bool:
    """Whether a name says nothing by itself: "St Mary's", "City College"."""
    return _reasons().get(name_key(text)) == "trap"


def is_placeholder(text: str) -> bool:
    """Whether the words only hold a place: "TBC", "XXXX"."""
    return _reasons().get(name_key(text)) == "placeholder"


class Directory:
    """Everything that a name, a number or a decision leads to in one cycle."""

    def __init__(self, providers: pl.DataFrame, names: pl.DataFrame, aliases: pl.DataFrame, cycle: str) -> None:
        """Frames as `provider_lists.merge` makes them; `aliases`: text_key, school_id ("": everywhere), provider_id."""
        self.names = dict(providers.select("provider_id", "name").iter_rows())
        open_then = providers.filter(
            pl.col("valid_from").is_null() | (pl.col("valid_from") <= cycle),
            pl.col("valid_to").is_null() | (pl.col("valid_to") >= cycle),
        )
        valid = set(open_then["provider_id"])
        self._numbers = self._by_number(providers, valid)
        self._spellings: dict[str, dict[str, str]] = {}
        for spelling, provider, standing in names.select("name_key", "provider_id", "standing").iter_rows():
            if provider in valid:
                self._spellings.setdefault(spelling, {})[provider] = standing
        self._aliases = {
            (spelling, school): provider
            for spelling, school, provider in aliases.select("text_key", "school_id", "provider_id").iter_rows()
            if provider in self.names
        }

    @staticmethod
    def _by_number(providers: pl.DataFrame, valid: set[str]) -> dict[str, str]:
        """Number -> provider; a number that several had is that of the one that is open, if it is just one."""
        owners: dict[str, list[str]] = {}
        for row in providers.select("provider_id", "ukprn", "urn", "laestab", "ucas_code").iter_rows(named=True):
            for kind, column in (("ukprn", "ukprn"), ("urn", "urn"), ("laestab", "laestab"), ("ucas", "ucas_code")):
                if row[column]:
                    owners.setdefault(f"{kind}:{row[column]}", []).append(row["provider_id"])
        found = {}
        for number, held in owners.items():
            best = held if len(held) == 1 else [provider for provider in held if provider in valid]
            if len(best) == 1:
                found[number] = best[0]
        return found

    def numbered(self, text: str) -> str | None:
        """The provider with this number: UKPRN, URN, LAESTAB or UCAS code in any spelling, a school's folder, or an id
        of ours."""
        plain = text.strip()
        for identity in (plain, SCHOOL + plain):
            if identity in self.names:
                return identity
        return self._numbers.get(id_key(plain) or "")

    def called(self, text: str) -> dict[str, str]:
        """The providers that a name leads to, with its best standing (`STANDINGS`) for each; suggestions only where
        nobody bears the name."""
        found = self._spellings.get(name_key(text), {})
        return {provider: how for provider, how in found.items() if how != STANDINGS[-1]} or found

    def resolve(self, said: Said) -> Match:
        """What the words mean. A number leads; where the name says another provider, a person should look."""
        if said.destination_type not in looked_up_types():
            return _NOTHING
        by_name = self._by_name(said)
        numbered = self.numbered(said.provider_number) if said.provider_number else None
        if numbered is None and id_key(said.provider_text):
            numbered = self.numbered(said.provider_text)
            by_name = _NOTHING if numbered else by_name
        if numbered is None:
            is_lost = bool(said.provider_number) and by_name == _NOTHING
            return Match(review_reason="unknown") if is_lost else by_name
        others = {by_name.provider_id} if by_name.provider_id else set(by_name.candidates)
        disagrees = bool(others) and numbered not in others and not is_trap(said.provider_text)
        return Match(
            numbered, "id", "id_disagrees" if disagrees else None, by_name.candidates or tuple(filter(None, others))
        )

    def _by_name(self, said: Said) -> Match:
        text, own = said.provider_text, SCHOOL + said.school_id
        if not text:
            return self._unsaid(said, own)
        spelling = name_key(text)
        for school in (said.school_id, ""):
            if provider := self._aliases.get((spelling, school)):
                return Match(provider, "ledger")
        if own in self.names and spelling in _words("destination_provider", "own_school"):
            return Match(own, "own_school")
        found = self.called(text)
        candidates = tuple(sorted(found))
        if reason := _reasons().get(spelling):
            return Match(review_reason=reason, candidates=candidates)
        if found.get(own) == STANDINGS[0]:  # its own name, whoever else bears it
            return Match(own, "own_school")
        if not found:
            return Match(review_reason="unknown")
        if STANDINGS[-1] in found.values():
            return Match(review_reason="suggest_only", candidates=candidates)
        if len(found) > 1:
            return Match(review_reason="ambiguous", candidates=candidates)
        return Match(candidates[0], found[candidates[0]])

    def _unsaid(self, said: Said, own: str) -> Match:
        """No provider is written: the destination itself may say that the pupil stays."""
        spelling = name_key(said.destination_text)
        stays = spelling in _words("destination_type", "own_school") or (
            not said.provider_number
            and (said.destination_type, said.year_group) in _own_unless_said()
            and spelling not in _words("destination_type", "other_school")
        )
        return Match(own, "own_school") if stays and own in self.names else _NOTHING


def aliases_in_force(decisions: Iterable[tuple[str, Mapping[str, str | int]]]) -> list[dict[str, str]]:
    """The ledger: of decisions (alias or unalias, its data), oldest first, the newest on each text and school, without
    those taken back: text_key, school_id ("": everywhere), text, provider_id."""
    held: dict[tuple[str, str], dict[str, str]] = {}
    for kind, data in decisions:
        if kind not in ("alias", "unalias"):
            continue
        text, school = str(data["text"]), str(data.get("school_id") or "")
        place = (name_key(text), school)
        held.pop(place, None)
        if kind == "alias":
            held[place] = {
                "text_key": place[0], "school_id": school, "text": text, "provider_id": str(data["provider_id"])
            }  # fmt: skip
    return list(held.values())
