"""Who is who: rows about one pupil are joined, rows that might be about two are not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from pupil_rows import ADA, BEN, BORN, FEW, LATER, OTHER_ULN, ROWS, TEMPORARY, ULN, Row, firsts, pupils, row


def test_no_rows_are_nobody() -> None:
    assert firsts() == []


# What joins two rows, strongest first.
ONE_PUPIL: dict[str, tuple[Row, ...]] = {
    "the same UPN": (row(upn="A"), row(upn="A")),
    "the same UPN at two schools, under two names": (row(upn="A", **ADA), row("marsh", upn="A", surname="Byron")),
    "a former UPN": (row(upn="A"), row(upn="B", former_upn="A")),
    "a former UPN, where the file with the new one came first": (row(upn="B", former_upn="A"), row(upn="A")),
    "the same former UPN under two later ones": (row(upn="B", former_upn="A"), row(upn="C", former_upn="A")),
    "the same ULN at two schools": (row(upn="A", uln=ULN), row("marsh", uln=ULN)),
    "the school's own number": (row(upn="A", mis_id="77"), row(mis_id="77")),
    "name and date of birth at the same school": (row(upn="A", **ADA), row(**ADA)),
    "a name in other letters": (row(upn="A", **ADA), row(surname="LOVELL ", forename="Áda", date_of_birth=BORN)),
    "a name with and without its hyphen": (
        row(upn="A", surname="Lovell-Byron", forename="Ada", date_of_birth=BORN),
        row(surname="Lovell Byron", forename="Ada", date_of_birth=BORN),
    ),
    "a name in another script": (
        row(upn="A", surname="Мороз", forename="Олена", date_of_birth=BORN),
        row(surname="МОРОЗ", forename="Олена", date_of_birth=BORN),
    ),
    "a number where one row has no date of birth": (row(upn="A", date_of_birth=BORN), row(upn="A")),
    # A year in school life.
    "the UPN, from Year 6 to Year 7 at another school": (
        row("dell", cycle="2024-25", upn="A", mis_id="12", **ADA),
        row("hollins", cycle="2025-26", upn="A", mis_id="900", **ADA),
    ),
    "the ULN, from Year 11 to a sixth form that has no UPNs": (
        row("marsh", cycle="2024-25", upn="A", uln=ULN, **ADA),
        row("hollins", cycle="2025-26", uln=ULN, mis_id="900", **ADA),
    ),
    "the UPN, on two rolls at once (a managed move, or a dual registration)": (
        row(upn="A", mis_id="77", **ADA),
        row("marsh", upn="A", mis_id="12", **ADA),
    ),
    "the school's own number, of a late joiner whose UPN comes later": (
        row(mis_id="77", **ADA),
        row(upn="A", mis_id="77", **ADA),
    ),
    "the school's own number, under a new surname": (
        row(mis_id="77", **ADA),
        row(mis_id="77", **ADA | {"surname": "Byron"}),
    ),
    "the school's own number, the name and birthday not sent": (row(upn="A", mis_id="77", **ADA), row(mis_id="77")),
    "the school's own number in one year, the surname misspelt": (
        row(upn="A", mis_id="77", **ADA),
        row(mis_id="77", surname="Lovel", forename="Ada"),
    ),
    # A temporary UPN becomes permanent.
    "a temporary UPN": (row(upn=TEMPORARY), row("marsh", upn=TEMPORARY)),
    "a temporary UPN that became a former one": (row(upn=TEMPORARY), row(upn="A", former_upn=TEMPORARY)),
    "the ULN, the temporary UPN now permanent": (row(upn=TEMPORARY, uln=ULN), row("marsh", upn="A", uln=ULN)),
    "the school's number, the temporary UPN now permanent": (
        row(upn=TEMPORARY, mis_id="77"),
        row(upn="A", mis_id="77"),
    ),
    "name and date of birth, the temporary UPN now permanent": (row(upn=TEMPORARY, **ADA), row(upn="A", **ADA)),
}


@pytest.mark.parametrize("what", ONE_PUPIL)
def test_rows_are_joined_by(what: str) -> None:
    assert firsts(*ONE_PUPIL[what]) == [0] * len(ONE_PUPIL[what])


TWO_PUPILS: dict[str, tuple[Row, ...]] = {
    "nothing in common": (row(upn="A"), row(upn="B")),
    "nothing known at all": (row(), row()),
    "empty cells in common": (
        row(upn="", uln="", mis_id="", surname="", forename=""),
        row(upn="", uln="", mis_id="", surname="", forename=""),
    ),
    "two UPNs and one ULN": (row(upn="A", uln=ULN), row(upn="B", uln=ULN)),
    "two UPNs and one number at the school": (row(upn="A", mis_id="77"), row(upn="B", mis_id="77")),
    "two UPNs, one name and one birthday": (row(upn="A", **ADA), row(upn="B", **ADA)),
    "one UPN and two dates of birth": (row(upn="A", date_of_birth=BORN), row(upn="A", date_of_birth=LATER)),
    "a former UPN and two dates of birth": (
        row(upn="A", date_of_birth=BORN),
        row(upn="B", former_upn="A", date_of_birth=LATER),
    ),
    "one ULN and two dates of birth": (row(uln=ULN, date_of_birth=BORN), row(uln=ULN, date_of_birth=LATER)),
    "one number at the school and two dates of birth": (
        row(mis_id="77", date_of_birth=BORN),
        row(mis_id="77", date_of_birth=LATER),
    ),
    "the number of learners who have none yet": (row(uln="9999999999"), row(uln="9999999999")),
    "one number at two schools": (row(mis_id="77"), row("marsh", mis_id="77")),
    "one name and one birthday at two schools": (row(**ADA), row("marsh", **ADA)),
    "twins": (row(**ADA), row(**{**ADA, "forename": "Anna"})),
    "one name, the date of birth missing": (row(**ADA), row(**{**ADA, "date_of_birth": None})),
    "names that are alike": (row(**ADA), row(**{**ADA, "surname": "Lovel"})),
    "two names in another script and one birthday": (
        row(surname="李", forename="娜", date_of_birth=BORN),
        row(surname="王", forename="伟", date_of_birth=BORN),
    ),
    "names that differ in a vowel sign": (
        row(surname="रवि", forename="राम", date_of_birth=BORN),
        row(surname="रवी", forename="रम", date_of_birth=BORN),
    ),
    "a temporary UPN before two permanent ones": (
        row(upn="A", former_upn=TEMPORARY),
        row(upn="B", former_upn=TEMPORARY),
    ),
    "a temporary UPN and two dates of birth": (
        row(upn=TEMPORARY, date_of_birth=BORN),
        row(upn=TEMPORARY, date_of_birth=LATER),
    ),
    "a number that the school gave to another child, years later": (
        row(cycle="2016-17", mis_id="77", **ADA),
        row(mis_id="77", **BEN),
    ),
    "the same, the date of birth missing": (
        row(cycle="2016-17", mis_id="77", **ADA),
        row(mis_id="77", surname="Okafor", forename="Ben"),
    ),
    "a number in one year under another name, the date of birth missing": (
        row(mis_id="77", **ADA),
        row(mis_id="77", surname="Okafor", forename="Ben"),
    ),
    "names of signs alone": (
        row(surname="-", forename=".", date_of_birth=BORN),
        row(surname="?", forename="?", date_of_birth=BORN),
    ),
}


@pytest.mark.parametrize("what", TWO_PUPILS)
def test_rows_are_never_joined_over(what: str) -> None:
    assert firsts(*TWO_PUPILS[what]) == [0, 1]


def test_a_chain_of_numbers_joins_its_ends() -> None:
    assert firsts(row(upn="A"), row(upn="B", former_upn="A"), row(upn="C", former_upn="B")) == [0, 0, 0]
    assert firsts(row(upn="A", uln=ULN), row("marsh", uln=ULN, mis_id="5"), row("marsh", mis_id="5")) == [0, 0, 0]


def test_a_chain_never_leads_from_one_date_of_birth_to_another() -> None:
    # The row between has no date of its own: it could be either pupil's.
    between = row(upn="B", former_upn="A")
    assert firsts(row(upn="A", date_of_birth=BORN), between, row(upn="B", date_of_birth=LATER)) == [0, 1, 2]
    between = row(uln=ULN, mis_id="77")
    assert firsts(row(uln=ULN, date_of_birth=BORN), between, row(mis_id="77", date_of_birth=LATER)) == [0, 0, 2]


def test_a_chain_never_leads_from_one_upn_to_another_but_by_a_former_upn() -> None:
    between = row(mis_id="77")
    assert firsts(row(upn="A", mis_id="77"), between, row(upn="B", mis_id="77")) == [0, 1, 2]
    named = row(upn="B", former_upn="A", mis_id="77")
    assert firsts(row(upn="A", mis_id="77"), between, named) == [0, 0, 0]


def test_a_shared_upn_is_settled_by_the_date_of_birth_and_a_row_without_one_waits_for_a_person() -> None:
    one, other = row(upn="A", date_of_birth=BORN), row(upn="A", date_of_birth=LATER)
    assert firsts(one, other, one, row(upn="A"), other) == [0, 1, 0, 3, 1]


def test_rows_of_a_number_given_twice_go_to_the_child_of_their_own_year_or_name() -> None:
    ada, ben = row(cycle="2016-17", mis_id="77", **ADA), row(mis_id="77", **BEN)
    bare_then, bare_now = row(cycle="2016-17", mis_id="77"), row(mis_id="77")
    named = row(cycle="2017-18", mis_id="77", surname="Lovell", forename="Ada")
    assert firsts(ada, ben, bare_then, bare_now, named) == [0, 1, 0, 1, 0]
    assert firsts(ada, ben, row(cycle="2019-20", mis_id="77")) == [0, 1, 2], "neither's year"


def test_a_temporary_upn_never_leads_from_one_permanent_upn_to_another() -> None:
    between = row(upn=TEMPORARY, uln=ULN, mis_id="77")
    assert firsts(row(upn="A", uln=ULN), between, row(upn="B", mis_id="77")) == [0, 0, 2]
    assert firsts(row(upn="A", mis_id="77"), between, row(upn="B", mis_id="77")) == [0, 1, 2]


def test_one_wrong_date_of_birth_does_not_part_the_rows_that_agree() -> None:
    right, wrong = row(uln=ULN, **ADA), row("marsh", uln=ULN, **ADA | {"date_of_birth": LATER})
    assert firsts(right, wrong, row("dell", uln=ULN, **ADA)) == [0, 1, 0]


def test_twins_stay_two_though_one_has_no_number_yet() -> None:
    ada, anna = row(upn="A", uln=ULN, **ADA), row(upn="B", uln=OTHER_ULN, **ADA | {"forename": "Anna"})
    assert firsts(ada, anna, row(**ADA), row(**ADA | {"forename": "Anna"})) == [0, 1, 0, 1]


def test_a_namesake_at_another_school_does_not_stand_in_the_way() -> None:
    here, there = row(upn="A", **ADA), row("marsh", upn="B", **ADA)
    assert firsts(here, there, row(**ADA), row("marsh", **ADA)) == [0, 1, 0, 1]


@FEW
@given(ROWS, st.data())
def test_who_is_who_does_not_depend_on_the_order_of_rows(rows: list[Row], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(rows))))
    shuffled = [{order[place] for place in pupil} for pupil in pupils([rows[place] for place in order])]
    assert sorted(map(sorted, shuffled)) == sorted(pupils(rows))


@FEW
@given(ROWS)
def test_a_pupil_is_named_after_the_earliest_of_their_rows_each_time(rows: list[Row]) -> None:
    found = firsts(*rows)
    assert found == firsts(*rows)
    assert all(found[first] == first <= place for place, first in enumerate(found))


@FEW
@given(ROWS)
def test_no_pupil_has_two_dates_of_birth(rows: list[Row]) -> None:
    for pupil in pupils(rows):
        assert len({rows[place]["date_of_birth"] for place in pupil} - {None}) <= 1


@FEW
@given(ROWS)
def test_without_former_upns_no_pupil_has_two_upns(rows: list[Row]) -> None:
    plain = [{**one, "former_upn": None} for one in rows]
    for pupil in pupils(plain):
        assert len({plain[place]["upn"] for place in pupil} - {None, TEMPORARY}) <= 1


@FEW
@given(ROWS)
def test_a_upn_whose_rows_agree_about_the_date_of_birth_is_one_pupil(rows: list[Row]) -> None:
    plain = [{**one, "former_upn": None} for one in rows]
    found = firsts(*plain)
    for upn in "ABC":
        of = [place for place, one in enumerate(plain) if one["upn"] == upn]
        if len({plain[place]["date_of_birth"] for place in of} - {None}) <= 1:
            assert len({found[place] for place in of}) <= 1
