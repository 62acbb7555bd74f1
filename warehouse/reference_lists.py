"""The lists of providers that a network drops into `HOME/reference/`: the register of establishments, the list of
institutions of higher education, and which of those belong to a group. A file is known by its headers, whatever it is
called. What the lists mean is `domain/provider_lists.py`'s business. Published tables of destinations lie in a folder
of their own, read by `warehouse/published_files.py`."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from domain.calendar import parse_cycle
from domain.provider_lists import ESTABLISHMENTS, GROUPS, INSTITUTIONS
from warehouse.published_files import FOLDER as PUBLISHED
from warehouse.settings import SettingsError

_Record = Mapping[str, str]
_DAYS = ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d")


@dataclass(frozen=True)
class ProviderLists:
    """What lies in a home's `reference/`: frames of `ESTABLISHMENTS`, `INSTITUTIONS` and `GROUPS`, empty where there is
    none."""

    establishments: pl.DataFrame
    institutions: pl.DataFrame
    groups: pl.DataFrame


@dataclass(frozen=True)
class _Layout:
    """A list as its publisher writes it: the headers it is known by, and what each record becomes."""

    list_name: str
    needs: tuple[str, ...]
    read: Callable[[_Record], dict[str, str | None]]


def _day(text: str) -> str | None:
    for pattern in _DAYS:
        try:
            return datetime.strptime(text.strip(), pattern).date().isoformat()
        except ValueError:
            continue
    return None


def _register(record: _Record) -> dict[str, str | None]:
    authority, number = record["LA (code)"], record["EstablishmentNumber"]
    laestab = f"{authority}{number.zfill(4)}" if authority and number else None
    return {
        "urn": record["URN"], "la_code": authority, "laestab": laestab,
        "name": record["EstablishmentName"], "type": record["TypeOfEstablishment (name)"],
        "phase": record["PhaseOfEducation (name)"], "is_closed": _closed(record["EstablishmentStatus (name)"]),
        "closed_on": _day(record.get("CloseDate", "")), "ukprn": record.get("UKPRN"),
    }  # fmt: skip


def _closed(status: str) -> str:
    return "yes" if status.strip().lower() in ("closed", "proposed to open") else "no"


def _performance_register(record: _Record) -> dict[str, str | None]:
    phase = "all-through" if record["is_secondary"] == "1" else "primary" if record["is_primary"] == "1" else None
    return {
        "urn": record["urn"], "la_code": record["la_code"], "laestab": record["laestab"], "name": record["name"],
        "type": record["nftype"] or record["school_type_census"], "phase": phase, "is_closed": "no", "closed_on": None,
        "ukprn": record.get("ukprn"),
    }  # fmt: skip


def _institution(record: _Record) -> dict[str, str | None]:
    return {
        "institution_id": record.get("id") or record["name"], "name": record["name"], "ukprn": record["ukprn"],
        "closed_in": record.get("closed"), "synonyms": record["match_synonyms"],
        "suggestions": record["suggestion_synonyms"],
    }  # fmt: skip


def _group(record: _Record) -> dict[str, str | None]:
    years = {name: _entry_year(record[name], name) for name in ("valid_from", "valid_to")}
    return {"provider_group": record["provider_group"].strip().lower(), "ukprn": record["ukprn"], **years}


def _entry_year(text: str, column: str) -> str:
    year = parse_cycle(text)
    if text.strip() and not year:
        raise SettingsError(
            f'A list of groups of universities says {column} "{text}". Write the academic year of entry, such as '
            "2026-27, or leave it blank."
        )
    return year or ""


_LAYOUTS = (
    _Layout(
        "establishments",
        (
            "URN", "LA (code)", "EstablishmentNumber", "EstablishmentName", "TypeOfEstablishment (name)",
            "PhaseOfEducation (name)", "EstablishmentStatus (name)",
        ),
        _register,
    ),
    _Layout(
        "establishments",
        ("urn", "la_code", "laestab", "name", "school_type_census", "nftype", "is_primary", "is_secondary"),
        _performance_register,
    ),
    _Layout("institutions", ("name", "ukprn", "match_synonyms", "suggestion_synonyms"), _institution),
    _Layout("groups", tuple(GROUPS), _group),
)  # fmt: skip


def read_provider_lists(folder: Path) -> ProviderLists:
    """Every CSV in `folder` (which may be absent) but in its folder of published tables, in UTF-8 or cp1252, in the
    order of the files' names.

    Raises SettingsError for a file that is no CSV, can't be read, or is none of the lists that we know.
    """
    found: dict[str, list[dict[str, str | None]]] = {"establishments": [], "institutions": [], "groups": []}
    for file in sorted(folder.rglob("*")):
        if folder / PUBLISHED in file.parents:
            continue
        if file.is_file() and not file.name.startswith((".", "~$")) and file.suffix.lower() not in (".md", ".txt"):
            layout, records = _read(file)
            found[layout.list_name] += [layout.read(record) for record in records]
    return ProviderLists(
        _frame(found["establishments"], ESTABLISHMENTS, "urn"),
        _frame(found["institutions"], INSTITUTIONS, "name"),
        _frame(found["groups"], GROUPS, "ukprn"),
    )


def _frame(records: Sequence[Mapping[str, str | None]], schema: Mapping[str, pl.DataType], needed: str) -> pl.DataFrame:
    frame = pl.DataFrame(records, schema=schema, orient="row")
    return frame.with_columns(pl.all().str.strip_chars().replace("", None)).filter(pl.col(needed).is_not_null())


def _read(file: Path) -> tuple[_Layout, list[dict[str, str]]]:
    where = f"reference/{file.name}"
    if file.suffix.lower() != ".csv":
        raise SettingsError(f"{where} is no CSV. Save it as CSV, or take it out of that folder.")
    try:
        content = file.read_bytes()
    except OSError:
        raise SettingsError(f"{where} can't be read. Let the account that runs this command read it.") from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    reader = csv.DictReader(io.StringIO(text, newline=""), restval="")
    try:
        headers = reader.fieldnames or []
        layout = _known(headers, where)
        return layout, [{name: value or "" for name, value in record.items() if name} for record in reader]
    except csv.Error as error:
        raise SettingsError(f"{where} can't be read as CSV ({error}). Fetch it again from its publisher.") from None


def _known(headers: Sequence[str], where: str) -> _Layout:
    for layout in _LAYOUTS:
        if set(layout.needs) <= set(headers):
            return layout
    nearest = max(_LAYOUTS, key=lambda layout: len(set(layout.needs) & set(headers)))
    missing = [name for name in nearest.needs if name not in headers]
    if len(missing) < len(nearest.needs):
        close = difflib.get_close_matches(missing[0], headers, n=1)
        hint = f' Did you mean "{close[0]}"?' if close else ""
        raise SettingsError(
            f"{where}: as a list of {nearest.list_name} it lacks the column {', '.join(missing)}.{hint}"
        )
    known = "; ".join(f"{layout.list_name}: {', '.join(layout.needs)}" for layout in _LAYOUTS)
    raise SettingsError(
        f"{where} is no list that we know by its columns. Take it out of that folder, or give it the columns of one: "
        f"{known}."
    )
