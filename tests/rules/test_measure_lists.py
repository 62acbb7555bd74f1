"""The lists behind the measures: what they name is there, and what is there is named."""

from __future__ import annotations

from domain.calendar import parse_cycle
from domain.package_data import table

MEASURES = table("measures").to_dicts()
NAMES = {row["measure"] for row in MEASURES}
SHARED, MORE = table("breakdowns"), table("measure_breakdowns")
PARTS = {(row["breakdown_topic"], row["breakdown"]) for frame in (SHARED, MORE) for row in frame.iter_rows(named=True)}
TOPICS = {topic for topic, _ in PARTS}


def listed(text: str | None) -> list[str]:
    return text.split("|") if text else []


def test_measures_stand_in_their_order_under_names_and_topics_that_there_are() -> None:
    assert [row["position"] for row in MEASURES] == [str(place) for place in range(1, len(MEASURES) + 1)]
    assert len(NAMES) == len(MEASURES)
    for row in MEASURES:
        assert {*listed(row["topics"]), *listed(row["network_topics"])} <= TOPICS and "total" in listed(row["topics"])
        assert row["kind"] in ("outcome", "activity") and row["better"] in ("more", "fewer", "neither")
        assert {int(year) for year in listed(row["year_groups"])} <= set(range(6, 14))
        assert row["of"].startswith("of ") and row["label"][0].islower()


def test_a_denominator_is_the_cohort_the_roll_or_the_pupils_of_another_measure_of_the_same_years_and_topics() -> None:
    by_name = {row["measure"]: row for row in MEASURES}
    for row in MEASURES:
        if row["cohort_item"] not in ("cohort", "on_roll"):
            whole = by_name[row["cohort_item"]]
            assert (whole["year_groups"], whole["topics"]) == (row["year_groups"], row["topics"])


def test_a_part_is_compared_with_a_part_of_its_own_topic_and_crossed_ones_need_twenty_pupils() -> None:
    crossed = {topic for row in MEASURES for topic in listed(row["network_topics"])}
    for row in table("breakdown_references").to_dicts():
        topic = row["breakdown_topic"]
        assert {(topic, row["breakdown"]), (topic, row["reference"])} <= PARTS
        assert row["breakdown"] != row["reference"] and row["small_below"] == "20"
        assert row["fewest"] == ("20" if topic in crossed else "0")


def test_the_topics_that_measures_have_beside_the_others_come_after_them() -> None:
    topics = MORE.unique(["breakdown_topic"], keep="first", maintain_order=True)
    first = table("breakdown_topics").height + 1
    assert topics["topic_position"].to_list() == [str(place) for place in range(first, first + topics.height)]
    assert not set(topics["breakdown_topic"]) & set(SHARED["breakdown_topic"])


def test_every_reason_for_a_change_is_a_measure_and_its_words_are_lower_case_letters() -> None:
    reasons = table("change_reasons")
    said = {f"reason_{reason}" for reason in reasons["change_reason"]} | {"reason_other", "reason_not_said"}
    assert said == {row["measure"] for row in MEASURES if row["theme"] == "change_reasons"}
    assert reasons["words"].is_unique().all() and reasons["words"].str.contains("^[a-z0-9 ]+$").all()


def test_every_group_of_higher_education_is_measured_from_application_to_entry() -> None:
    groups = {"he" if name == "any" else name for name in table("he_groups")["he_group"]}
    assert {f"{group}_{step}" for group in groups for step in ("applied", "offered", "placed", "entered")} <= NAMES


def test_a_break_in_definition_names_cycles_measures_and_topics_that_there_are() -> None:
    for row in table("definition_breaks").to_dicts():
        assert parse_cycle(row["from_cycle"]) == row["from_cycle"]
        assert set(listed(row["measures"])) <= NAMES and set(listed(row["topics"])) <= TOPICS
        assert row["sentence"].endswith(".")
