"""A file that is doubted waits until a person settles it, by a command or in its own workbook; what is wrong in rows is
mended in the workbook and comes back."""

from __future__ import annotations

import re
import sys
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from school_files import SURNAMES, drop, final, receipts, roll, upn
from steps import land_and_build, land_only, new_home, write_receipts

from pipelines.decisions import decide
from tests.returned import saved, say_yes, take_suggestions
from warehouse.database import Warehouse
from warehouse.home import Home
from warehouse.settings import SettingsError

DAY = date(2026, 10, 6)
ROLL = "hollins/2025-26/roll/roll.csv"
FINAL = "hollins/2025-26/Y11-final/final.csv"


# What these tests look at, and what receipts are written from.
TABLES = ("core.claims", "core.cohort", "core.destinations", "core.row_fates", "mart.conservation", "mart.submissions")


def run(home: Home, days: int = 0) -> None:
    day = DAY + timedelta(days)
    land_and_build(home, day, TABLES)
    write_receipts(home, day)


def land(home: Home, days: int = 0) -> None:
    """As far as the doubts that the rolls raise; nothing is built."""
    land_only(home, DAY + timedelta(days))


def query(home: Home, sql: str) -> list[tuple]:  # type: ignore[type-arg]
    with Warehouse(home.warehouse_file).open("test") as database:
        return database.query(sql).rows()


def on_the_newest_roll(home: Home) -> int:
    return len(query(home, "from staged.roll where is_newest and school_id = 'hollins' and year_group = 11"))


def doubts(home: Home) -> list[str]:
    return [rule for (rule,) in query(home, "select rule from staged.delivery_findings where severity = 'blocking'")]


def newest_delivery(home: Home) -> str:
    return str(query(home, "select delivery_id from raw.deliveries order by delivery_number desc limit 1")[0][0])


def to_fix(home: Home, name: str = "", school: str = "hollins") -> openpyxl.Workbook:
    (file,) = sorted((home.path / "outbox" / school / "receipts").glob(f"*{name or '-'}*to-fix.xlsx"))
    return openpyxl.load_workbook(file)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    there = new_home(tmp_path)
    drop(there, ROLL, roll(range(30)))
    land(there)
    return there


def test_a_roll_that_loses_a_fifth_waits_and_the_one_before_stays_in_force(home: Home) -> None:
    drop(home, ROLL, roll(range(23)))
    run(home, 1)
    assert doubts(home) == ["roll_shrank"] and on_the_newest_roll(home) == 30
    drop(home, ROLL, roll(range(28)))
    run(home, 2)
    assert on_the_newest_roll(home) == 28, "a better file has come"


def test_an_accepted_roll_counts_from_the_day_it_came(home: Home) -> None:
    drop(home, ROLL, roll(range(20)))
    run(home, 1)
    chosen = newest_delivery(home)
    decide(home.path, "accept", chosen, "ten pupils left with the closing unit", DAY + timedelta(5))
    run(home, 5)
    assert doubts(home) == [] and on_the_newest_roll(home) == 20
    left = query(home, "select distinct left_on from core.cohort where left_on is not null")
    assert left == [(DAY + timedelta(1),)]
    page = next(words for name, words in receipts(home).items() if chosen[:8] in name)
    assert "a person has confirmed that they left" in page
    decide(home.path, "reconsider", chosen, "it was a filter after all", DAY + timedelta(6))
    run(home, 6)
    assert doubts(home) == ["roll_shrank"] and on_the_newest_roll(home) == 30


def test_a_yes_typed_in_the_to_fix_workbook_settles_the_doubt(home: Home) -> None:
    drop(home, ROLL, roll(range(20)))
    run(home, 1)
    book = to_fix(home)
    assert say_yes(book) == ["roll_shrank"]
    drop(home, "hollins/roll-to-fix.xlsx", saved(book))  # into the school's root: the workbook knows where it belongs
    run(home, 2)
    assert on_the_newest_roll(home) == 20
    assert query(home, "select answers is not null from raw.deliveries order by delivery_number desc limit 1") == [
        (True,)
    ]
    states = query(
        home, "select distinct held_rows from mart.submissions where school_id = 'hollins' and collection = 'roll'"
    )
    assert states == [(0,)], "the file that was answered is nobody's to chase any more"


def test_a_list_of_another_year_group_another_school_or_strangers_waits(home: Home) -> None:
    drop(home, "marsh/2025-26/roll/roll.csv", roll(range(100, 112)))
    drop(home, FINAL, final(dict.fromkeys(range(100, 112), "FE_COLLEGE")))
    land(home, 1)
    assert doubts(home) == ["pupils_of_another_school"]
    drop(home, FINAL, final(dict.fromkeys(range(500, 512), "FE_COLLEGE")))
    land(home, 2)
    assert sorted(doubts(home)) == ["few_pupils_on_the_roll", "pupils_of_another_school"]
    drop(home, FINAL, final(dict.fromkeys(range(3), "FE_COLLEGE")))
    run(home, 3)
    assert len(doubts(home)) == 2, "three pupils out of thirty are news, and no reason for a doubt"
    assert query(
        home, "select count(*) from core.destinations where stage = 'final' and destination_type = 'FE_COLLEGE'"
    ) == [(3,)]


def test_numbers_that_were_sorted_away_from_their_names_wait(home: Home) -> None:
    lines = final(dict.fromkeys(range(12), "FE_COLLEGE")).splitlines()
    numbers = [upn((number + 1) % 12) for number in range(12)]
    shifted = [f"{number},{line.partition(',')[2]}" for number, line in zip(numbers, lines[1:], strict=True)]
    drop(home, FINAL, "\n".join([lines[0], *shifted]))
    land(home, 1)
    assert doubts(home) == ["numbers_beside_other_names"]


def test_a_system_that_has_rolled_over_is_asked_about_and_counts_after_a_yes(home: Home) -> None:
    text = final(dict.fromkeys(range(30), "FE_COLLEGE")).splitlines()
    text = [text[0] + ",Year group", *(f"{line},12" for line in text[1:])]
    drop(home, FINAL, "\n".join(text))
    run(home, 1)
    assert query(home, "select count(*) from core.claims") == [(0,)]
    book = to_fix(home, "final")
    assert say_yes(book) == ["rolled_over"]
    drop(home, "hollins/2025-26/Y11-final/final-to-fix.xlsx", saved(book))
    run(home, 2)
    assert query(home, "select count(*), min(year_group), max(year_group) from core.claims") == [(30, 11, 11)]


def test_finals_copied_from_the_intentions_before_results_wait_but_later_ones_only_warn(tmp_path: Path) -> None:
    home = new_home(tmp_path)
    everybody = {number: "FE_COLLEGE" if number % 3 else "APPRENTICESHIP" for number in range(60)}
    drop(home, ROLL, roll(range(60)))
    drop(home, "hollins/2025-26/Y11-intended/intended.csv", final(everybody, "10/03/2026"))
    land(home)
    drop(home, FINAL, final(everybody, "01/07/2026"))
    run(home, 1)
    held = query(home, "select rule, severity from staged.findings where line is null")
    assert held == [("final_copies_intended", "blocking")]
    drop(home, FINAL, final(everybody, "10/09/2026"))
    run(home, 2)
    assert ("final_same_as_intended", "warning") in query(
        home, "select rule, severity from staged.findings where line is null"
    )
    assert query(home, "select count(*) from core.claims where stage = 'final'") == [(60,)]


def test_last_years_bytes_under_this_years_name_wait(home: Home) -> None:
    text = final(dict.fromkeys(range(30), "FE_COLLEGE"))
    drop(home, "hollins/2024-25/Y11-final/final.csv", text)
    land(home, 1)
    drop(home, FINAL, text)
    land(home, 2)
    assert "same_file_of_another_year" in doubts(home)


def test_what_is_wrong_in_rows_is_mended_in_the_workbook_and_comes_back(home: Home) -> None:
    codes = dict.fromkeys(range(30), "FE_COLLEGE") | {4: "APPRENTICSHIP", 9: "EMPLOYMNT"}
    drop(home, FINAL, final(codes))
    run(home, 1)
    held = "select count(*) from staged.row_verdicts where verdict = 'held'"
    assert query(home, held) == [(2,)]
    book = to_fix(home, "final")
    assert take_suggestions(book) == 2
    drop(home, "hollins/2025-26/Y11-final/final-to-fix.xlsx", saved(book))
    run(home, 2)
    newest = newest_delivery(home)
    assert query(home, f"{held} and delivery_id = '{newest}'") == [(0,)]
    assert query(
        home, "select count(*) from core.destinations where stage = 'final' and destination_type <> 'UNKNOWN'"
    ) == [(30,)]
    page = next(words for name, words in receipts(home).items() if newest[:8] in name)
    assert re.search(r"\b2\s+new\b", page) and re.search(r"\b28\s+unchanged\b", page)


def test_a_receipt_tells_what_changed_and_who_is_missing(home: Home) -> None:
    drop(home, FINAL, final(dict.fromkeys(range(30), "FE_COLLEGE")))
    land(home, 1)
    drop(home, FINAL, final({**dict.fromkeys(range(29), "FE_COLLEGE"), 3: "APPRENTICESHIP"}, "16/09/2026"))
    run(home, 2)
    newest = newest_delivery(home)
    page = next(words for name, words in receipts(home).items() if newest[:8] in name)
    assert f"Forename3 {SURNAMES[3]}" in page and "Further education college" in page and "Apprenticeship" in page
    assert f"Forename29 {SURNAMES[29 % 8]}" in page


def test_rows_are_never_accepted_and_nothing_is_decided_twice(home: Home) -> None:
    drop(home, FINAL, final(dict.fromkeys(range(30), "APPRENTICSHIP")))
    run(home, 1)
    chosen = newest_delivery(home)
    with pytest.raises(SettingsError, match="no doubt about the whole file"):
        decide(home.path, "accept", chosen, "it is right", DAY + timedelta(2))
    with pytest.raises(SettingsError, match="nothing to undo"):
        decide(home.path, "restore", chosen, "it is right", DAY + timedelta(2))
    decide(home.path, "withdraw", chosen, "sent by mistake", DAY + timedelta(2))
    with pytest.raises(SettingsError, match="withdrawn already"):
        decide(home.path, "withdraw", chosen, "sent by mistake", DAY + timedelta(2))
    run(home, 3)
    page = next(words for name, words in receipts(home).items() if chosen[:8] in name)
    assert "sent by mistake" in page and "Thank you" not in page
