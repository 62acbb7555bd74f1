"""The rules of a return: for each a row that breaks it, among rows that don't."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from assets.return_checks import faults_of
from domain.package_data import table
from domain.return_columns import return_columns
from domain.return_profiles import ReturnProfile
from expectations.activity_codes import CODES
from expectations.return_rows import MANDATORY_IN_A_RECORD, RETURN_RULES

DAY = date(2026, 11, 20)
EVERY_COLUMN = ReturnProfile("383", columns=tuple(return_columns()))
RIGHT: dict[str, object] = {
    "pupil_id": "0", "la_code": "383", "is_opted_out": False, "legal_surname": "Right", "legal_forename": "Ada",
    "date_of_birth": date(2009, 10, 1), "address_line_1": "1 Mill Lane", "postcode": "LS1 4AP", "uln": None,
    "upn": "A000000000001", "sen": None, "activity_code": "230", "activity_type": "FE_COLLEGE", "participation": "education",
    "provider_ukprn": "10003854", "provider_laestab": "3838601", "provider_country": "England", "neet_since": None,
    "activity_start_on": date(2026, 9, 7), "date_ascertained": date(2026, 9, 15), "verified_on": date(2026, 9, 20),
    "review_on": None, "predicted_end_on": date(2027, 7, 31),
}  # fmt: skip
SEEKING: dict[str, object] = {"activity_code": "619", "participation": "neet", "activity_type": "SEEKING"}
WRONG: dict[str, dict[str, object]] = {
    "return_gives_surname": {"legal_surname": None},
    "return_gives_forename": {"legal_forename": None},
    "return_gives_birthday": {"date_of_birth": None},
    "return_gives_address": {"address_line_1": None},
    "nccis_30_uln": {"uln": "0123456789"},
    "nccis_38_upn": {"upn": "A00000000001"},
    "nccis_43_postcode": {"postcode": "Leeds 1"},
    "return_gives_activity": {"activity_code": None, "activity_type": "POST16_UNSPECIFIED"},
    "nccis_229_code_after_year_11": {"activity_code": "110"},
    "nccis_254_255_send": {"activity_code": "280", "sen": "none"},
    "nccis_39_ukprn": {"provider_ukprn": "20003854"},
    "nccis_228_establishment": {"provider_laestab": "383860"},
    "nccis_228_authority": {"provider_laestab": "9998601"},
    "nccis_224_neet_since": SEEKING,
    "nccis_237_started_before_said": {"date_ascertained": date(2026, 8, 20)},
    "nccis_242_said_before_verified": {"date_ascertained": date(2026, 9, 30)},
    "nccis_256_started_before_verified": {"verified_on": date(2026, 9, 1), "date_ascertained": None},
    "nccis_305_verified_in_the_period": {"verified_on": date(2026, 12, 1)},
    "nccis_257_review_before_end": {"review_on": date(2027, 8, 1)},
    "nccis_259_predicted_end": {"predicted_end_on": None},
    "nccis_262_review_date": {"activity_code": "350", "participation": "employment"},
}
FINE: dict[str, dict[str, object]] = {
    "abroad": {"provider_laestab": None, "provider_country": "Scotland", "postcode": None},
    "agreed": {"activity_code": "615", "participation": "neet", "neet_since": date(2026, 9, 1), "activity_start_on": date(2027, 1, 4)},
    "apprentice": {"activity_code": "310", "predicted_end_on": None},
    "moved away": {"activity_code": None, "participation": "outside", "activity_type": "LEFT_ENGLAND"},
    "special": {"activity_code": "280", "sen": "ehc_plan"},
    "today": {"verified_on": DAY},
    "opted out": {
        **dict.fromkeys(RIGHT), "legal_surname": "Opted", "legal_forename": "Out", "date_of_birth": date(2009, 1, 1),
        "address_line_1": "2 Mill Lane", "postcode": "LS1 4AP", "is_opted_out": True,
    },
}  # fmt: skip


def faults(rows: dict[str, dict[str, object]], profile: ReturnProfile = EVERY_COLUMN) -> dict[str, set[str]]:
    """The rules that each row breaks."""
    people = [{**RIGHT, "legal_forename": f"Ada {name}", **row, "pupil_id": name, "la_code": "383"} for name, row in rows.items()]  # fmt: skip
    frame = pl.DataFrame(people, infer_schema_length=None).with_columns(pl.col("uln", "neet_since", "review_on"))
    types = {"uln": pl.String, "sen": pl.String, "neet_since": pl.Date, "review_on": pl.Date}
    found = faults_of({"383": frame.cast(types)}, {"383": profile}, DAY)  # type: ignore[arg-type]
    broken: dict[str, set[str]] = {name: set() for name in rows}
    for name, rule in found.select("pupil_id", "rule").iter_rows():
        broken[name].add(rule)
    return broken


def test_each_rule_is_broken_by_its_row_and_by_no_other() -> None:
    broken = faults({**WRONG, **FINE})
    assert {name: rules for name, rules in broken.items() if rules != ({name} if name in WRONG else set())} == {}
    untried = {rule.id for rule in RETURN_RULES} - WRONG.keys()
    assert untried == {"nccis_907_uln_of_one", "nccis_908_name_of_one", "return_letters_exist"}, "tried elsewhere"


def test_two_pupils_of_one_return_share_no_number_and_better_no_name() -> None:
    twins = {"legal_forename": "Ada"}
    broken = faults(
        {"a": {"uln": "9276308686"}, "b": {"uln": "9276308686"}, "c": twins, "d": {"legal_forename": "ADA "}}
    )
    assert broken == {
        "a": {"nccis_907_uln_of_one"}, "b": {"nccis_907_uln_of_one"}, "c": {"nccis_908_name_of_one"}, "d": {"nccis_908_name_of_one"},
    }  # fmt: skip


def test_a_rule_looks_at_what_leaves_and_at_nothing_else() -> None:
    names = ReturnProfile("383", columns=("legal_surname", "legal_forename", "date_of_birth"))
    assert set().union(*faults(WRONG, names).values()) == {
        "return_gives_surname", "return_gives_forename", "return_gives_birthday",
    }  # fmt: skip
    withheld = {name: {**row, "is_opted_out": True} for name, row in WRONG.items()}
    assert set().union(*faults(withheld).values()) == {
        "return_gives_surname", "return_gives_forename", "return_gives_birthday", "return_gives_address", "nccis_43_postcode",
    }  # fmt: skip


@pytest.mark.parametrize("rule", RETURN_RULES, ids=lambda rule: rule.id)
def test_every_rule_names_columns_that_a_return_has_and_says_what_to_do(rule: object) -> None:
    assert set(rule.columns) <= set(return_columns())  # type: ignore[attr-defined]
    assert rule.message.endswith(".") and rule.repair.endswith(".")  # type: ignore[attr-defined]


def test_the_lists_of_the_return_fit_together() -> None:
    assert {rule.id for rule in RETURN_RULES} >= MANDATORY_IN_A_RECORD
    sensitive = table("return_codes").filter(column="sensitive_activity")
    assert {*sensitive["code"], *sensitive["nccis"]} <= set(CODES)
