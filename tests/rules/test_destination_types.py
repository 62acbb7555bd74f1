"""Destination types: the list as it was agreed. What schools write for it is in `test_destination_words.py`."""

from __future__ import annotations

import polars as pl
import pytest

from domain.destination_types import destination_types
from domain.package_data import table

TYPES = destination_types()
LABELS: dict[str, str] = dict(TYPES.select("code", "label").unique().iter_rows())


def test_the_list_has_one_line_for_each_type_and_year_group() -> None:
    assert TYPES.select("code", "year_group").is_unique().all()
    assert TYPES.schema["year_group"] == pl.Int64
    assert set(TYPES["year_group"]) == {6, 11, 12, 13}
    assert TYPES.columns == [
        "code", "label", "year_group", "stages", "destination_category", "own_school_category", "participation", "nccis_code", "valid_from", "valid_to",
    ]  # fmt: skip
    assert TYPES.select("code", "label").unique().height == TYPES["code"].n_unique() == TYPES["label"].n_unique()


def years(code: str) -> list[int]:
    return sorted(TYPES.filter(code=code)["year_group"])


def test_year_groups_are_as_agreed() -> None:
    for_all = {"SPECIAL", "INDEPENDENT", "ALTERNATIVE_PROVISION", "HOME_EDUCATED", "LEFT_ENGLAND", "DECEASED", "UNDECIDED", "UNKNOWN", "REFUSED"}  # fmt: skip
    for code in LABELS:
        if code in {"SECONDARY", "SELECTIVE"}:
            expected = [6]
        elif code in {"HIGHER_EDUCATION", "GAP_YEAR", "GAP_YEAR_DEFERRED"}:
            expected = [12, 13]
        else:
            expected = [6, 11, 12, 13] if code in for_all else [11, 12, 13]
        assert years(code) == expected, code


def category(code: str, year_group: int) -> object:
    return TYPES.filter(code=code, year_group=year_group)["destination_category"].item()


@pytest.mark.parametrize(
    ("code", "by_year"),
    [
        ("SPECIAL", {6: "special", 11: "other_education", 13: "other_education"}),
        ("INDEPENDENT", {6: "independent", 12: "other_education"}),
        ("ALTERNATIVE_PROVISION", {6: "alternative_provision", 11: "other_education"}),
        ("HOME_EDUCATED", {6: "home_educated", 13: "other_education"}),
        ("SIXTH_FORM", {11: "school_sixth_form", 12: "school_sixth_form", 13: "other_education"}),
        ("SIXTH_FORM_COLLEGE", {11: "sixth_form_college", 12: "sixth_form_college", 13: "other_education"}),
        ("FE_COLLEGE", {11: "further_education", 13: "further_education"}),
        ("TRAINING", {11: "further_education"}),
        ("APPRENTICESHIP", {11: "apprenticeship", 13: "apprenticeship"}),
        ("ARMED_FORCES", {13: "employment"}),
        ("VOLUNTEERING", {12: "not_participating"}),
        ("CUSTODY", {11: "not_participating"}),
        ("REFUSED", {6: "unknown", 13: "unknown"}),
        ("DECEASED", {11: None}),
    ],
)
def test_the_category_depends_on_the_year_group_as_agreed(code: str, by_year: dict[int, str | None]) -> None:
    assert {year: category(code, year) for year in by_year} == by_year


def test_participation_and_nccis_codes_are_as_agreed() -> None:
    found = {
        code: (participation, nccis)
        for code, participation, nccis in TYPES.filter(year_group=12)
        .select("code", "participation", "nccis_code")
        .iter_rows()
    }
    assert found == {
        "SPECIAL": ("education", "280"), "INDEPENDENT": ("education", "270"), "ALTERNATIVE_PROVISION": ("education", "270"),
        "HOME_EDUCATED": ("education", "270"), "SIXTH_FORM": ("education", "210"), "SIXTH_FORM_COLLEGE": ("education", "220"),
        "FE_COLLEGE": ("education", "230"), "POST16_UNSPECIFIED": ("education", None), "REPEAT_YEAR": ("education", None),
        "HIGHER_EDUCATION": ("education", "240"), "PART_TIME_EDUCATION": ("education", "250"), "APPRENTICESHIP": ("employment", "310"),
        "TRAINING": ("training", "410"), "SUPPORTED_INTERNSHIP": ("training", "460"), "EMPLOYMENT_WITH_STUDY": ("employment", "320"),
        "EMPLOYMENT_WITH_TRAINING": ("employment", "340"), "EMPLOYMENT": ("employment", "330"),
        "PART_TIME_EMPLOYMENT": ("employment", "360"), "TEMPORARY_EMPLOYMENT": ("employment", "350"),
        "SELF_EMPLOYMENT": ("employment", "380"), "ARMED_FORCES": ("employment", "330"), "GAP_YEAR_DEFERRED": ("gap_year", "260"),
        "GAP_YEAR": ("gap_year", "619"), "VOLUNTEERING": ("neet", "540"), "RE_ENGAGEMENT": ("re_engagement", "530"),
        "START_DATE_AGREED": ("neet", "615"), "SEEKING": ("neet", "619"), "NOT_AVAILABLE": ("neet", "680"), "CUSTODY": ("other", "710"),
        "LEFT_ENGLAND": ("outside", None), "DECEASED": (None, None), "UNDECIDED": ("undecided", None), "UNKNOWN": ("unknown", "810"),
        "REFUSED": ("unknown", "830"),
    }  # fmt: skip
    assert TYPES.filter(year_group=6, participation="education")["nccis_code"].null_count() == 6


def test_nobody_ends_up_undecided() -> None:
    stages = dict(TYPES.select("code", "stages").unique().iter_rows())
    assert stages.pop("UNDECIDED") == "intended"
    assert set(stages.values()) == {"intended|final"}


def test_categories_and_participations_are_those_that_have_a_name() -> None:
    for column, name in (("destination_category", "destination_categories"), ("participation", "participations")):
        known = table(name)[column]
        assert set(TYPES[column].drop_nulls()) <= set(known)
        # In the own sixth form is derived from the provider, so no type that a school can write has it.
        assert set(known) - set(TYPES[column]) <= {"continuing_own_sixth_form"}
