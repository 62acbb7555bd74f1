"""Which folders a school finds made: the cycles that are open on a day, and what its phase sends."""

from __future__ import annotations

from datetime import date

import pytest

from domain.calendar import Calendar
from domain.collection_folders import collection_folders, open_cycles


@pytest.mark.parametrize(
    ("day", "cycles"),
    [
        (date(2026, 8, 31), ("2025-26",)),
        (date(2026, 9, 1), ("2025-26", "2026-27")),
        (date(2026, 12, 3), ("2025-26", "2026-27")),
        (date(2026, 12, 4), ("2026-27",)),
        (date(2015, 9, 1), ("2015-16",)),
        (date(2051, 1, 1), ()),
    ],
)
def test_a_cycle_is_open_in_its_year_and_until_its_leaders_pack_is_due(day: date, cycles: tuple[str, ...]) -> None:
    assert open_cycles(Calendar(), day) == cycles


def test_a_networks_own_date_of_the_pack_closes_a_cycle() -> None:
    calendar = Calendar({"2025-26": {"leaders_pack_due": date(2026, 12, 18)}})
    assert open_cycles(calendar, date(2026, 12, 17)) == ("2025-26", "2026-27")


@pytest.mark.parametrize(
    ("phase", "has_sixth_form", "folders"),
    [
        ("primary", False, "roll Y6-intended Y6-final"),
        ("secondary", False, "roll Y11-intended Y11-final applications enrolments encounters compass"),
        (
            "secondary",
            True,
            "roll Y11-intended Y11-final Y12-intended Y13-intended Y13-final"
            " applications enrolments encounters places compass",
        ),
        (
            "sixth form",
            False,
            "roll Y12-intended Y13-intended Y13-final applications enrolments encounters places compass",
        ),
        (
            "alternative provision",
            True,
            "roll Y11-intended Y11-final applications enrolments encounters compass",
        ),
    ],
)
def test_a_school_has_a_folder_for_all_that_it_sends(phase: str, has_sixth_form: bool, folders: str) -> None:
    assert collection_folders(phase, has_sixth_form) == tuple(folders.split())
