"""The small lists: what is broken down, how the cohort is drawn, and the names that reports print."""

from __future__ import annotations

import pytest

from domain.calendar import EVENTS
from domain.codes import codes
from domain.package_data import table

BREAKDOWNS = {
    "total": "total",
    "disadvantage": "disadvantaged not_disadvantaged not_known",
    "sex": "female male not_known",
    "sen": "ehc_plan sen_support none not_known",
    "ethnicity_major": "asian black mixed white other not_known",
    "first_language": "english other not_known",
    "prior_attainment": "low middle high not_known",
}


def test_breakdowns_are_the_agreed_ones_in_their_order() -> None:
    assert table("breakdown_topics")["breakdown_topic"].to_list() == list(BREAKDOWNS)
    frame = table("breakdowns")
    found = {topic: " ".join(frame.filter(breakdown_topic=topic)["breakdown"]) for topic in BREAKDOWNS}
    assert found == BREAKDOWNS


@pytest.mark.parametrize(
    ("topic", "column"),
    [("sen", "sen_provision"), ("first_language", "first_language"), ("prior_attainment", "prior_attainment")],
)
def test_a_breakdown_speaks_of_its_columns_codes(topic: str, column: str) -> None:
    listed = set(table("breakdowns").filter(breakdown_topic=topic)["breakdown"])
    assert set(codes().filter(column_name=column)["code"]) | {"not_known"} == listed


@pytest.mark.parametrize("name", ["breakdown_topics", "destination_categories", "participations"])
def test_places_in_a_list_count_from_one_and_names_are_unique(name: str) -> None:
    frame = table(name)
    assert frame["position"].to_list() == [str(place) for place in range(1, frame.height + 1)]
    assert frame["label"].is_unique().all() and not sum(frame.null_count().row(0))


def test_unknown_and_undecided_are_categories_like_any_other() -> None:
    assert table("destination_categories")["destination_category"].to_list()[-2:] == ["undecided", "unknown"]
    assert table("participations")["participation"].to_list() == [
        "education", "training", "employment", "re_engagement", "gap_year", "neet", "other", "outside", "undecided", "unknown",
    ]  # fmt: skip


def test_the_cohort_of_each_year_group_is_drawn_as_agreed() -> None:
    rules = {row["year_group"]: row for row in table("cohort_rules").to_dicts()}
    assert {
        year: (rule["reference_event"], rule["late_joiners"], rule["in_year_leavers"], rule["results_event"])
        for year, rule in rules.items()
    } == {
        "6": ("summer_census", "no", "no", None),
        "11": ("january_census", "no", "no", "gcse_results"),
        "12": ("october_census", "yes", "yes", "a_level_results"),
        "13": ("october_census", "yes", "yes", "a_level_results"),
    }
    for rule in rules.values():
        named = {rule[name] for name in rule if name.endswith("_event")} - {None}
        assert named <= set(EVENTS)
        assert rule["enrolment_statuses"] == "C|M"
        assert rule["sentence"].startswith(f"Year {rule['year_group']}: ") and rule["sentence"].endswith(".")


def test_a_schools_phase_and_sixth_form_say_which_year_groups_it_sends() -> None:
    found: dict[tuple[str, str], list[int]] = {}
    for phase, needs_sixth_form, year_group, _ in table("expected_year_groups").iter_rows():
        found.setdefault((phase, needs_sixth_form), []).append(int(year_group))
    assert found == {
        ("primary", "no"): [6],
        ("secondary", "no"): [11],
        ("secondary", "yes"): [12, 13],
        ("all-through", "no"): [6, 11],
        ("all-through", "yes"): [12, 13],
        ("sixth form", "no"): [12, 13],
        ("special", "no"): [6, 11],
        ("special", "yes"): [12, 13],
        ("alternative provision", "no"): [11],
    }


def test_languages_have_the_censuss_codes_once_each_and_english_is_none_of_them() -> None:
    frame = table("languages")
    assert frame.columns == ["code", "names"] and not sum(frame.null_count().row(0))
    assert frame["code"].is_unique().all() and frame["code"].str.contains("^[A-Z]{3,4}$").all()
    assert not {"ENG", "ENB", "OTB", "OTH", "REF", "NOT"} & set(frame["code"])


def test_package_data_is_text_with_nulls_for_empty_cells() -> None:
    frame = table("cohort_rules")
    assert set(map(str, frame.dtypes)) == {"String"}
    assert frame["results_event"].null_count() == 1
    with pytest.raises(FileNotFoundError):
        table("no_such_list")
