"""A return in the shape of the National Client Caseload Information System: the record that a local authority itself
sends to the department. Only what a school knows stands in it; `nccis.xsd` says what may.

A pupil who opted out has the elements of section 72(1)(a) alone, and the record's own number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from xml.etree import ElementTree as Tree

import polars as pl

from domain.return_columns import CONFIRMED, GUARANTEE, INTENDED, LEAVERS, nccis_codes
from domain.return_profiles import ReturnProfile

__all__ = ["render_nccis"]

SUPPLIER, SUPPLIER_VERSION, SCHEMA_VERSION = "destinations", "1", "2019-20"
_IDS = 10**10
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_FROM_ROW: Sequence[tuple[str, str]] = (
    ("GivenName", "legal_forename"), ("MiddleName", "middle_names"), ("FamilyName", "legal_surname"),
    ("AddressLine1", "address_line_1"), ("AddressLine2", "address_line_2"), ("AddressLine3", "address_line_3"),
    ("AddressLine4", "address_line_4"), ("Town", "town"), ("Postcode", "postcode"),
)  # fmt: skip
_ACTIVITY: Sequence[tuple[str, str]] = (
    ("ActivityCode", "activity_code"), ("StartDate", "activity_start_on"), ("DateAscertained", "date_ascertained"),
    ("DateVerified", "verified_on"), ("ReviewDate", "review_on"), ("DueToLapseDate", "lapses_on"),
)  # fmt: skip
_Row = Mapping[str, Any]
_Parts = Iterator[tuple[str, Any]]


def render_nccis(rows: pl.DataFrame, profile: ReturnProfile, variant: str, as_of: date) -> bytes:
    """The return rows (`domain.return_rows`, opt-outs applied) as XML in UTF-8, the same bytes for the same rows. Codes
    that the profile doesn't set are left out, never guessed. Needs the profile's `database_id`."""
    root = Tree.Element("NCCIS")
    header = Tree.SubElement(root, "FileHeader")
    _add(_under(header, "Databases"), [("DatabaseID", profile.database_id)])
    _add(_under(header, "SourceLEAs"), [("LEACode", profile.la_code)])
    _add(header, [("DateOfSend", as_of), ("PeriodEnd", as_of), ("SupplierName", SUPPLIER)])
    _add(header, [("SupplierXMLVersion", SUPPLIER_VERSION), ("XMLSchemaVersion", SCHEMA_VERSION)])
    ids = _numbers(rows["pupil_id"].to_list(), str(profile.database_id))
    for row in rows.iter_rows(named=True):
        _record(_under(root, "YoungPersonsRecord"), row, ids[row["pupil_id"]], profile, variant)
    Tree.indent(root)
    content: bytes = Tree.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _numbers(pupils: Sequence[str], database_id: str) -> dict[str, str]:
    """A number of 13 digits for each pupil, the same every time: made from ours, and telling nothing."""
    taken: dict[int, str] = {}
    for pupil in sorted(pupils):
        number = int(pupil, 16) % _IDS
        while number in taken:
            number = (number + 1) % _IDS
        taken[number] = pupil
    return {pupil: f"{database_id}{number:010d}" for number, pupil in taken.items()}


def _record(record: Tree.Element, row: _Row, number: str, profile: ReturnProfile, variant: str) -> None:
    _add(_under(record, "PersonalDetails"), _person(row, number, variant))
    if row["is_opted_out"]:
        return
    status = profile.guarantee_codes.get(row["offer_status"])
    if variant == GUARANTEE and status:
        year = _under(_under(record, "SeptemberGuarantee"), f"Year{row['year_group']}")
        _add(year, [("GuaranteeStatus", status), ("LEACode", profile.la_code)])
    if row["sen"]:
        flags = [("SENDFlag", _flag(row["sen"] == "ehc_plan")), ("SENSupportFlag", _flag(row["sen"] == "sen_support"))]
        _add(_under(record, "LevelOfNeed"), flags)
    if variant in (CONFIRMED, LEAVERS) and row["activity_code"]:
        _add(_under(_under(record, "Activities"), "Cohort"), _activity(row))
    intended = profile.intended_codes.get(row["intended_code"])
    if variant == INTENDED and row["year_group"] == "11" and intended:
        _add(_under(record, "IntendedDestination"), [("IntendedDestinationYr11", intended)])


def _person(row: _Row, number: str, variant: str) -> _Parts:
    yield "YoungPersonsID", number
    if not row["is_opted_out"]:
        yield "CohortStatus", "E" if row["participation"] == "outside" else "P"
    yield from ((element, row[column]) for element, column in _FROM_ROW)
    yield "Gender", nccis_codes("sex").get(row["sex"])
    yield "DOB", row["date_of_birth"]
    yield "Ethnicity", nccis_codes("ethnicity").get(row["ethnicity"], row["ethnicity"])
    yield "LeadLEA", row["home_la"]
    yield "EducatedLEA", row["school_la"]
    yield "LEACodeAtYear11", row["school_la"] if row["year_group"] == "11" else None
    yield "UniqueLearnerNo", row["uln"]
    yield "UniquePupilNumber", row["upn"]
    yield "GuaranteeStatusIndicator", "Y" if variant == GUARANTEE and not row["is_opted_out"] else None


def _activity(row: _Row) -> _Parts:
    yield from ((element, row[column]) for element, column in _ACTIVITY)
    yield "CurrencyLapsed", _flag(row["is_stale"])
    authority = row["provider_la"] or row["home_la"]
    without_number = f"{authority}9999" if row["provider_name"] and authority else None
    yield "EstablishmentNumber", row["provider_laestab"] or without_number
    yield "EstablishmentName", row["provider_name"]
    yield "UKProviderReferenceNumber", row["provider_ukprn"]
    yield "NEETStartDate", row["neet_since"]
    yield "PredictedEndDate", row["predicted_end_on"]


def _flag(fact: object) -> str:
    return "Y" if fact else "N"


def _under(parent: Tree.Element, name: str) -> Tree.Element:
    return Tree.SubElement(parent, name)


def _add(parent: Tree.Element, parts: _Parts | Sequence[tuple[str, Any]]) -> None:
    """Elements for what is known; what isn't has none."""
    for name, value in parts:
        text = value.isoformat() if isinstance(value, date) else _NOT_XML.sub("\ufffd", str(value or ""))
        if text:
            Tree.SubElement(parent, name).text = text
