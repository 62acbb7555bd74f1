"""Who the providers are: the network's own schools, the lists of a home and the bundled list of universities, merged
into one directory. Reading files is `warehouse/reference_lists.py`'s business, looking names up `providers.py`'s.

How sure the bundled groups are: the Russell Group's founders of 1994, Cardiff and King's (1998), Queen's Belfast (2006)
and the four of 2012 are as the group itself tells them. UCAS codes stand only where there is no doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import polars as pl

from domain.calendar import cycle_of
from domain.package_data import table
from domain.provider_keys import name_key, name_words

PROVIDERS = {
    name: pl.String()
    for name in (
        "provider_id", "name", "kind", "country", "ukprn", "urn", "laestab", "ucas_code", "school_id", "la_code",
        "source", "valid_from", "valid_to",
    )
}  # fmt: skip
NAMES = {name: pl.String() for name in ("name_key", "provider_id", "standing", "name", "words")}
ESTABLISHMENTS = {
    name: pl.String()
    for name in ("urn", "la_code", "laestab", "name", "type", "phase", "is_closed", "closed_on", "ukprn")
}
INSTITUTIONS = {
    name: pl.String() for name in ("institution_id", "name", "ukprn", "closed_in", "synonyms", "suggestions")
}
GROUPS = {name: pl.String() for name in ("provider_group", "ukprn", "valid_from", "valid_to")}
# How far a name may be trusted, best first: the last is for people to choose from and is never taken by itself.
STANDINGS = ("name", "synonym", "suggestion")
SCHOOL, _UNNUMBERED = "school:", "he:"


@dataclass
class _Entry:
    """A provider while the lists are merged: what an earlier, better list says of it stays."""

    facts: dict[str, str | None]
    names: dict[str, tuple[str, str]] = field(default_factory=dict)  # name key -> standing, name

    def add(self, **facts: str | None) -> None:
        for name, value in facts.items():
            self.facts[name] = self.facts.get(name) or value or None

    def call(self, name: str | None, standing: str) -> None:
        if not name:
            return
        held = self.names.get(name_key(name))
        if held is None or STANDINGS.index(standing) < STANDINGS.index(held[0]):
            self.names[name_key(name)] = (standing, name.strip())

    def call_all(self, names: str | None, standing: str) -> None:
        for name in (names or "").split("|"):
            self.call(name.strip(), standing)


def merge(
    schools: pl.DataFrame, establishments: pl.DataFrame, institutions: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The directory: providers (`PROVIDERS`, grain provider_id) and their names (`NAMES`, grain name_key,
    provider_id), from the network's schools and frames of `ESTABLISHMENTS` and `INSTITUTIONS`, which may be empty.

    Where lists meet (a URN, a LAESTAB, a UKPRN) they are one provider, named by the first of them: network,
    establishments, institutions, bundled. A spelling that the home's list of institutions knows is what that list says.
    """
    entries: dict[str, _Entry] = {}
    _add_schools(entries, schools)
    _add_establishments(entries, establishments)
    _add_institutions(entries, institutions)
    _add_bundled(entries, {key for row in institutions.iter_rows(named=True) for key in _keys(row)})
    _yield_to_numbered(entries)
    providers = [{**dict.fromkeys(PROVIDERS), **entry.facts, "provider_id": key} for key, entry in entries.items()]
    names = [
        (spelling, key, standing, name, name_words(name))
        for key, entry in entries.items()
        for spelling, (standing, name) in entry.names.items()
    ]
    return (
        pl.DataFrame(providers, schema=PROVIDERS, orient="row").sort("provider_id"),
        pl.DataFrame(names, schema=NAMES, orient="row").sort("name_key", "provider_id"),
    )


def _add_schools(entries: dict[str, _Entry], schools: pl.DataFrame) -> None:
    kinds = _phase_kinds()
    for row in schools.iter_rows(named=True):
        entry = entries[SCHOOL + row["school_id"]] = _Entry({"source": "network", "country": "England"})
        laestab = _digits(row["laestab"])
        entry.add(
            name=row["name"], kind=kinds[row["phase"]], urn=_digits(row["urn"]), laestab=laestab,
            la_code=laestab[:3] if laestab else None, school_id=row["school_id"],
        )  # fmt: skip
        entry.call(row["name"], "name")


def _add_establishments(entries: dict[str, _Entry], establishments: pl.DataFrame) -> None:
    ours = {
        (column, entry.facts[column]): entry
        for entry in entries.values()
        for column in ("urn", "laestab")
        if entry.facts.get(column)
    }
    # Open ones first: a school that converted left its number to its successor.
    for row in establishments.sort("is_closed", maintain_order=True).iter_rows(named=True):
        is_closed = row["is_closed"] == "yes"
        entry = ours.get(("urn", row["urn"])) or (None if is_closed else ours.get(("laestab", row["laestab"])))
        if entry is None:
            identity = f"ukprn:{row['ukprn']}" if row["ukprn"] else ""
            if not identity or identity in entries:
                identity = f"urn:{row['urn']}"
            entry = entries[identity] = _Entry({"source": "establishments", "valid_to": _last_cycle(row["closed_on"])})
        country = "Wales" if row["type"] == "Welsh establishment" else "England"
        entry.add(**{name: row[name] for name in ("name", "urn", "laestab", "la_code", "ukprn")}, country=country)
        entry.add(kind=establishment_kind(row["type"], row["phase"]))
        if not is_closed or row["closed_on"]:  # closed, nobody knows when: known by its number only
            entry.call(row["name"], "name")


def _add_institutions(entries: dict[str, _Entry], institutions: pl.DataFrame) -> None:
    by_ukprn = _by_ukprn(entries)
    bundled = {row["ukprn"]: row["kind"] for row in table("providers").iter_rows(named=True)}
    for row in institutions.iter_rows(named=True):
        identity = f"ukprn:{row['ukprn']}" if row["ukprn"] else f"{_UNNUMBERED}{row['institution_id']}"
        entry = by_ukprn.get(row["ukprn"]) or entries.setdefault(
            identity, _Entry({"source": "institutions", "valid_to": _last_cycle(row["closed_in"])})
        )
        entry.add(name=row["name"], ukprn=row["ukprn"], kind=bundled.get(row["ukprn"], "higher_education"))
        entry.call(row["name"], "name")
        entry.call_all(row["synonyms"], "synonym")
        entry.call_all(row["suggestions"], "suggestion")


def _add_bundled(entries: dict[str, _Entry], listed: set[str]) -> None:
    by_ukprn = _by_ukprn(entries)
    for row in table("providers").sort("valid_to", nulls_last=False, maintain_order=True).iter_rows(named=True):
        # The present name comes first; an earlier one is a name all the same.
        entry = by_ukprn.get(row["ukprn"])
        if entry is None:
            entry = by_ukprn[row["ukprn"]] = entries[f"ukprn:{row['ukprn']}"] = _Entry({"source": "bundled"})
            entry.add(valid_to=row["valid_to"])
        if entry.facts.get("kind") in ("higher_education", "other"):
            entry.facts["kind"] = row["kind"]  # the register of establishments doesn't tell a university apart
        entry.add(**{name: row[name] for name in ("name", "kind", "country", "ukprn", "ucas_code")})
        for standing, names in (
            ("name", row["name"]),
            ("synonym", row["synonyms"]),
            ("suggestion", row["suggestions"]),
        ):
            entry.call_all("|".join(n for n in (names or "").split("|") if name_key(n) not in listed), standing)


def _yield_to_numbered(entries: Mapping[str, _Entry]) -> None:
    """An institution without an official number (most are history) has no claim to a name that belongs to, or may
    mean, a numbered one."""
    borne = {key for identity, entry in entries.items() if not identity.startswith(_UNNUMBERED) for key in entry.names}
    for identity, entry in entries.items():
        if identity.startswith(_UNNUMBERED):
            entry.names = {key: held for key, held in entry.names.items() if key not in borne}


def _by_ukprn(entries: Mapping[str, _Entry]) -> dict[str | None, _Entry]:
    found: dict[str | None, _Entry] = {}
    for entry in entries.values():
        if entry.facts.get("ukprn"):
            found.setdefault(entry.facts["ukprn"], entry)
    return found


def _keys(institution: Mapping[str, str | None]) -> Iterable[str]:
    for column in ("name", "synonyms", "suggestions"):
        yield from (name_key(name) for name in (institution[column] or "").split("|") if name)


def _digits(text: str | None) -> str | None:
    return "".join(letter for letter in text or "" if letter.isdigit()) or None


def _last_cycle(closed: str | None) -> str | None:
    """The last cycle in which a provider was open that closed on a day (ISO) or in the summer of a year."""
    with suppress(ValueError):
        day = date.fromisoformat(closed) if closed and "-" in closed else date(int(closed or ""), 7, 31)
        return cycle_of(day)
    return None


@cache
def _phase_kinds() -> dict[str, str]:
    return dict(table("provider_phases").iter_rows())


@cache
def _type_kinds() -> dict[str, str]:
    return {name_key(name): kind for name, kind in table("provider_establishment_types").iter_rows()}


def establishment_kind(establishment_type: str | None, phase: str | None) -> str:
    """The kind of an establishment by its type and phase, as the register writes them; `other` where we know none."""
    kind = _type_kinds().get(name_key(establishment_type or ""), "other")
    return _phase_kinds().get((phase or "").lower(), kind) if kind == "school" else kind
