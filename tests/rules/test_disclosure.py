"""What leaders and the public may not see, on networks small enough to be worked out by eye."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.disclosure import Hidden, hide
from domain.judged import Rules
from domain.released_counts import NETWORK, TOTAL, Key

LINE = Key("destination", "hollins", 11, "final", TOTAL, TOTAL, "")


def school(cells: Mapping[str, int], school_id: str = "hollins", part: str = TOTAL) -> dict[Key, int]:
    """Where the pupils of a school went, and how many there are."""
    topic = TOTAL if part == TOTAL else "disadvantage"
    line = LINE._replace(school_id=school_id, topic=topic, part=part)
    return {line.cohort(): sum(cells.values())} | {line._replace(item=item): found for item, found in cells.items()}


def hidden_of(counts: Mapping[Key, int], rules: Rules | None = None, **before: object) -> Hidden:
    return hide(counts, {}, rules or Rules(), **before)  # type: ignore[arg-type]


def items(found: Hidden, school_id: str = "hollins") -> dict[str, str]:
    return {key.item: reason for key, reason in found.reasons.items() if key.school_id == school_id}


def test_a_small_count_is_hidden_and_the_cheapest_other_with_it() -> None:
    found = hidden_of(school({"further_education": 60, "apprenticeship": 3, "employment": 12, "repeating": 0}))
    assert items(found) == {"apprenticeship": "small_count", "employment": "complement"}
    assert not found.exposed


@pytest.mark.parametrize(("pupils", "is_hidden"), [(0, False), (1, True), (5, True), (6, False)])
def test_from_one_to_five_a_count_is_small_and_a_true_nought_is_shown(pupils: int, is_hidden: bool) -> None:
    found = hidden_of(school({"further_education": 60, "apprenticeship": pupils, "employment": 12}))
    assert ("apprenticeship" in items(found)) is is_hidden


def test_of_a_year_group_of_five_nothing_is_told_but_that_there_are_five() -> None:
    found = hidden_of(school({"further_education": 5, "apprenticeship": 0}))
    assert set(items(found)) == {"further_education", "apprenticeship"}


def test_how_many_are_not_known_is_shown_however_few() -> None:
    found = hidden_of(school({"further_education": 60, "unknown": 2, "employment": 12}))
    assert items(found) == {}


def test_to_the_public_that_is_hidden_too_and_more_is_small() -> None:
    counts = school({"further_education": 60, "unknown": 2, "employment": 12, "apprenticeship": 9})
    found = hidden_of(counts, Rules(1, 9, is_public=True))
    assert {"unknown", "apprenticeship"} <= set(items(found))


def test_what_the_network_and_one_school_show_gives_nothing_of_the_other_away() -> None:
    hollins = {"further_education": 60, "apprenticeship": 3, "employment": 12}
    lowfold = {"further_education": 50, "apprenticeship": 40, "employment": 30}
    both = {item: hollins[item] + lowfold[item] for item in hollins}
    found = hidden_of(school(hollins) | school(lowfold, "lowfold") | school(both, NETWORK))
    # Otherwise 43 in all less 40 at the other school would be 3.
    assert "apprenticeship" in items(found, "lowfold") or "apprenticeship" in items(found, NETWORK)


def test_disadvantaged_pupils_are_not_what_is_left_when_the_others_are_taken_away() -> None:
    every = {"further_education": 60, "apprenticeship": 30}
    few, others = {"further_education": 16, "apprenticeship": 4}, {"further_education": 44, "apprenticeship": 26}
    found = hidden_of(school(every) | school(few, part="disadvantaged") | school(others, part="not_disadvantaged"))
    hidden = {(key.part, key.item) for key in found.reasons}
    assert ("disadvantaged", "apprenticeship") in hidden
    assert hidden & {("not_disadvantaged", "apprenticeship"), (TOTAL, "apprenticeship")}


def test_what_an_edition_has_shown_is_not_taken_back_and_what_it_hid_stays_hidden() -> None:
    counts = school({"further_education": 60, "apprenticeship": 3, "employment": 12, "training": 20})
    employment, training = LINE._replace(item="employment"), LINE._replace(item="training")
    assert set(items(hidden_of(counts, shown_before={(employment, 12)}))) == {"apprenticeship", "training"}
    assert {"apprenticeship", "training"} <= set(items(hidden_of(counts, hidden_before={training})))


@given(st.lists(st.integers(0, 40), min_size=2, max_size=6), st.integers(1, 9))
def test_no_small_count_is_ever_shown(cells: list[int], high: int) -> None:
    counts = school({f"category-{place}": found for place, found in enumerate(cells)})
    found = hidden_of(counts, Rules(1, high))
    assert not [
        key
        for key, value in counts.items()
        if key.level == "destination" and 1 <= value <= high and key not in found.reasons
    ]
