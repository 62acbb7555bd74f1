"""What people decide about pairs: it joins what no rule may join, parts what a rule would join, and can be taken back."""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from pupil_rows import ADA, BORN, DECIDED, FEW, LATER, ROWS, ULN, Decision, Row, about, firsts, pupils, row


def test_same_joins_two_upns_and_two_dates_of_birth() -> None:
    one, other = row(upn="A", **ADA), row(upn="B", **ADA | {"date_of_birth": LATER})
    assert firsts(one, other) == [0, 1]
    assert firsts(one, other, decisions=[(0, 1, "same")]) == [0, 0]


def test_same_joins_all_the_rows_of_both_pupils_and_what_only_both_together_can_claim() -> None:
    one, other = row(upn="A", date_of_birth=BORN), row(upn="A", date_of_birth=LATER)
    undated = row(upn="A")
    assert firsts(one, one, other, other, undated) == [0, 0, 2, 2, 4]
    assert firsts(one, one, other, other, undated, decisions=[(3, 1, "same")]) == [0, 0, 0, 0, 0]


def test_same_holds_whichever_rows_named_the_two_pupils_when_it_was_decided() -> None:
    # Each pupil hangs together by a key of its own; the decision names one row of each.
    one, other = (
        [row(uln=ULN), row(upn="A", uln=ULN, **ADA)],
        [row("marsh", mis_id="5"), row("marsh", upn="B", mis_id="5")],
    )
    for pair in ((0, 2), (1, 3), (3, 0)):
        assert firsts(*one, *other, decisions=[(*pair, "same")]) == [0, 0, 0, 0]


def test_apart_parts_what_a_weaker_tier_joins() -> None:
    for shared in ({"uln": ULN}, {"mis_id": "77"}, ADA):
        one, other = row(upn="A", **shared), row(**shared)
        assert firsts(one, other) == [0, 0]
        assert firsts(one, other, decisions=[(0, 1, "apart")]) == [0, 1]


def test_apart_parts_even_one_upn_and_its_rows_go_to_the_pupil_of_their_name() -> None:
    ada, anna = row(upn="A", **ADA), row(upn="A", **ADA | {"forename": "Anna"})
    assert firsts(ada, anna, ada, anna) == [0, 0, 0, 0]
    assert firsts(ada, anna, ada, anna, decisions=[(0, 1, "apart")]) == [0, 1, 0, 1]
    assert firsts(ada, anna, row(upn="A"), decisions=[(0, 1, "apart")]) == [0, 1, 2], "it could be either's"


def test_apart_keeps_two_pupils_from_a_third_that_would_join_them() -> None:
    one, other, between = row(upn="A", mis_id="77"), row("marsh", uln=ULN), row(mis_id="77", uln=ULN)
    assert firsts(one, other, between) == [0, 0, 0]
    assert firsts(one, other, between, decisions=[(0, 1, "apart")]) == [0, 1, 1]


def test_decisions_that_contradict_each_other_join_nobody() -> None:
    rows = row(upn="A"), row(upn="B"), row(upn="C")
    torn: list[Decision] = [(0, 1, "same"), (1, 2, "same"), (0, 2, "apart")]
    assert firsts(*rows, decisions=torn) == [0, 1, 2]
    assert firsts(*rows, decisions=torn[:2]) == [0, 0, 0]


@FEW
@given(ROWS, DECIDED, st.data())
def test_decisions_hold_in_whatever_order_rows_and_decisions_come(
    rows: list[Row], drawn: list[Decision], data: st.DataObject
) -> None:
    decisions = about(rows, drawn)
    order = data.draw(st.permutations(range(len(rows))))
    moved = [(order.index(one), order.index(other), verdict) for one, other, verdict in reversed(decisions)]
    shuffled = [{order[place] for place in pupil} for pupil in pupils([rows[place] for place in order], moved)]
    assert sorted(map(sorted, shuffled)) == sorted(pupils(rows, decisions))


@FEW
@given(ROWS, DECIDED)
def test_what_was_decided_to_be_two_pupils_is_never_one(rows: list[Row], drawn: list[Decision]) -> None:
    decisions = about(rows, drawn)
    found = firsts(*rows, decisions=decisions)
    assert all(found[one] != found[other] for one, other, verdict in decisions if verdict == "apart")


@FEW
@given(ROWS, DECIDED)
def test_what_was_decided_to_be_one_pupil_is_one_and_nobody_is_parted_by_it(
    rows: list[Row], drawn: list[Decision]
) -> None:
    same = [decision for decision in about(rows, drawn) if decision[2] == "same"]
    found = firsts(*rows, decisions=same)
    assert all(found[one] == found[other] for one, other, _ in same)
    undecided = firsts(*rows)
    assert all(found[place] == found[first] for place, first in enumerate(undecided))
