"""Lists that a network drops into `reference/`: known by their headers, refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.reference_lists import read_provider_lists
from warehouse.settings import SettingsError

REGISTER = (
    "URN,LA (code),EstablishmentNumber,EstablishmentName,TypeOfEstablishment (name),PhaseOfEducation (name),"
    "EstablishmentStatus (name),CloseDate,Postcode,UKPRN\n"
    "100001,201,14,Café School,Community school,Primary,Open,,EC1A 1AA,10099001\n"
    "100002,201,4002,Old School,Community school,Secondary,Closed,31-08-2024,EC1A 1AB,\n"
)
INSTITUTIONS = "id,name,ukprn,closed,match_synonyms,suggestion_synonyms\nx1,Heather University,10099003,,Heather Uni|HU Heather,HU\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_register_is_known_by_its_headers_in_either_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "edubasealldata20261120.csv").write_bytes(REGISTER.encode(encoding))
    found = read_provider_lists(tmp_path).establishments.rows(named=True)
    assert [(row["name"], row["laestab"], row["is_closed"], row["closed_on"]) for row in found] == [
        ("Café School", "2010014", "no", None),
        ("Old School", "2014002", "yes", "2024-08-31"),
    ]


def test_several_lists_lie_side_by_side_whatever_they_are_called(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text(REGISTER, "utf-8")
    (tmp_path / "two.csv").write_text(INSTITUTIONS, "utf-8")
    (tmp_path / "README.md").write_text("Where these came from.", "utf-8")
    lists = read_provider_lists(tmp_path)
    assert (lists.establishments.height, lists.institutions.height) == (2, 1)
    assert lists.institutions.row(0, named=True)["synonyms"] == "Heather Uni|HU Heather"


def test_a_list_of_a_group_of_universities_says_for_which_years_of_entry_it_holds(tmp_path: Path) -> None:
    head = "provider_group,ukprn,name,valid_from,valid_to\n"
    (tmp_path / "groups.csv").write_text(f"{head}high_tariff,10099003,Heather University,2026/27,2026/27\n", "utf-8")
    assert read_provider_lists(tmp_path).groups.rows() == [("high_tariff", "10099003", "2026-27", "2026-27")]
    (tmp_path / "groups.csv").write_text(f"{head}high_tariff,10099003,Heather University,soon,\n", "utf-8")
    with pytest.raises(SettingsError, match=r'valid_from "soon". Write the academic year of entry'):
        read_provider_lists(tmp_path)


def test_no_folder_is_no_list(tmp_path: Path) -> None:
    lists = read_provider_lists(tmp_path / "absent")
    assert lists.establishments.is_empty() and lists.institutions.is_empty()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("list.csv", "a,b\n1,2\n", "reference/list.csv is no list that we know by its columns"),
        ("list.csv", "", "reference/list.csv is no list that we know"),
        ("list.csv", REGISTER.replace("EstablishmentNumber", "Establishment Number"), 'lacks the column EstablishmentNumber. Did you mean "Establishment Number"?'),
        ("list.xlsx", "PK", "reference/list.xlsx is no CSV. Save it as CSV"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_with_what_to_do(tmp_path: Path, name: str, content: str, message: str) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(SettingsError) as refusal:
        read_provider_lists(tmp_path)
    assert message in str(refusal.value)
