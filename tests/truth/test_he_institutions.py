"""Every institution of a real list of higher education is found by its names, and nobody by a mere suggestion.

Exceptions are rules, not names: a name that several bear, one that says nothing by itself (a trap), the name of a closed
institution, and a suggestion that is the very name of another institution.
"""

from __future__ import annotations

import csv
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from domain.provider_keys import name_key
from domain.provider_lists import merge
from domain.providers import Directory, Said, is_trap
from warehouse.reference_lists import read_provider_lists

DATA = Path(__file__).resolve().parents[2] / "../shared/data"
INSTITUTIONS, ESTABLISHMENTS = DATA / "he/institutions.csv", DATA / "gias/establishments.csv"
SCHOOLS = pl.DataFrame(schema=dict.fromkeys(("school_id", "name", "urn", "laestab", "phase"), pl.String))
NO_ALIASES = pl.DataFrame(schema=dict.fromkeys(("text_key", "school_id", "provider_id"), pl.String))
Listed = list[dict[str, str]]


def directory(folder: Path, *files: Path) -> Directory:
    for file in files:
        if not file.exists():
            pytest.skip(f"published data is absent: {file}")
        shutil.copy(file, folder)
    lists = read_provider_lists(folder)
    return Directory(*merge(SCHOOLS, lists.establishments, lists.institutions), NO_ALIASES, "2025-26")


@pytest.fixture(scope="module")
def listed() -> Listed:
    if not INSTITUTIONS.exists():
        pytest.skip(f"published data is absent: {INSTITUTIONS}")
    with INSTITUTIONS.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def with_the_list(tmp_path_factory: pytest.TempPathFactory) -> Directory:
    return directory(tmp_path_factory.mktemp("reference"), INSTITUTIONS)


def safe(row: dict[str, str]) -> list[str]:
    return [row["name"], *filter(None, row["match_synonyms"].split("|"))]


def suggested(rows: Listed) -> Iterator[tuple[str, str]]:
    for row in rows:
        yield from ((text, row["ukprn"]) for text in filter(None, row["suggestion_synonyms"].split("|")))


def owners(rows: Listed) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for text in safe(row):
            found[name_key(text)].add(row["ukprn"])
    return found


def ask(directory: Directory, text: str) -> tuple[str | None, str | None]:
    match = directory.resolve(Said("nowhere", 13, "HIGHER_EDUCATION", "university", text, ""))
    return match.provider_id, match.review_reason


def test_every_name_and_safe_synonym_leads_to_the_right_number(with_the_list: Directory, listed: Listed) -> None:
    bears, wrong, right, traps = owners(listed), [], 0, 0
    open_ = [row for row in listed if row["ukprn"] and not row["closed"]]
    for row in open_:
        for text in safe(row):
            provider, reason = ask(with_the_list, text)
            if is_trap(text):
                traps += 1
                assert (provider, reason) == (None, "trap"), text
            elif len(bears[name_key(text)] - {""}) > 1:
                assert (provider, reason) == (None, "ambiguous"), text
            elif provider == f"ukprn:{row['ukprn']}":
                right += 1
            else:
                wrong.append((text, provider, reason))
    assert wrong == []
    assert (len(open_), right, traps) == (303, 525, 4), "the list has changed: look at it, then write its numbers here"


def test_no_suggestion_is_taken_by_itself(with_the_list: Directory, listed: Listed) -> None:
    bears = owners(listed)
    taken = {text for text, _ in suggested(listed) if ask(with_the_list, text)[0]}
    assert all(bears[name_key(text)] for text in taken), "taken is only what is somebody's very name"
    assert len(taken) <= 3


def test_the_bundled_list_takes_nothing_for_another(listed: Listed, tmp_path: Path) -> None:
    bundled, found = directory(tmp_path), 0
    for row in listed:
        for text in safe(row):
            provider, _ = ask(bundled, text)
            if row["ukprn"] and provider:
                assert provider == f"ukprn:{row['ukprn']}", text
                found += text == row["name"]
    assert found >= 170


def test_a_register_of_schools_tells_twins_apart_by_number_only(tmp_path: Path) -> None:
    found = directory(tmp_path, ESTABLISHMENTS)
    assert ask(found, "Mayfield School") == (None, "ambiguous")
    numbers = {}
    with ESTABLISHMENTS.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["name"] == "Mayfield School":
                numbers[row["urn"]] = row["laestab"]
    assert len(numbers) > 1
    for urn, laestab in numbers.items():
        assert found.numbered(urn) == found.numbered(laestab) == f"urn:{urn}"
        assert found.numbered(f"{laestab[:3]}/{laestab[3:]}") == f"urn:{urn}"
