"""Which pairs a person is shown: what might be one pupil or shares a number against a gate; each once, and few."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given

sys.path.insert(0, str(Path(__file__).parent))
from pupil_rows import (
    ADA,
    BEN,
    BORN,
    DECIDED,
    FEW,
    LATER,
    OTHER_ULN,
    ROWS,
    TEMPORARY,
    ULN,
    Decision,
    Row,
    about,
    decided,
    frame,
    row,
)

from domain.identity import link_rows
from domain.identity_review import meaning, review_pairs
from domain.package_data import table


def review(rows: Sequence[Row], decisions: Sequence[Decision] = ()) -> pl.DataFrame:
    answers = decided(*decisions)
    return review_pairs(frame(rows), link_rows(frame(rows), answers), answers)


def reasons(*rows: Row, decisions: Sequence[Decision] = ()) -> dict[tuple[int, int], str]:
    """The open pairs, by the places of their rows."""
    found = review(rows, decisions).filter(pl.col("decision").is_null())
    return {(one, other): reason for one, other, reason in found.select("one", "other", "reason").iter_rows()}


SHOWN: dict[str, tuple[str, Row, Row]] = {
    "one UPN, two birthdays": (
        "upn_two_birthdays",
        row(upn="A", date_of_birth=BORN),
        row(upn="A", date_of_birth=LATER),
    ),
    "a former UPN, another birthday": (
        "upn_two_birthdays",
        row(upn="A", date_of_birth=BORN),
        row(upn="B", former_upn="A", date_of_birth=LATER),
    ),
    "one temporary UPN, two permanent ones": (
        "temporary_upn_two_upns",
        row(upn="A", former_upn=TEMPORARY),
        row(upn="B", former_upn=TEMPORARY),
    ),
    "one ULN, two UPNs": ("uln_two_upns", row(upn="A", uln=ULN), row("marsh", upn="B", uln=ULN)),
    "one ULN, two birthdays": (
        "uln_two_birthdays",
        row(uln=ULN, date_of_birth=BORN),
        row(uln=ULN, date_of_birth=LATER),
    ),
    "one number at the school, one name, two birthdays": (
        "mis_id_two_birthdays",
        row(mis_id="77", **ADA),
        row(mis_id="77", **ADA | {"date_of_birth": LATER}),
    ),
    "one number at the school, two UPNs": ("mis_id_two_upns", row(upn="A", mis_id="77"), row(upn="B", mis_id="77")),
    "one number at the school, another surname, no birthday": (
        "mis_id_two_names",
        row(mis_id="77", **ADA),
        row(cycle="2016-17", mis_id="77", surname="Byron", forename="Ada"),
    ),
    "one name and birthday at a school, two UPNs": ("name_two_upns", row(upn="A", **ADA), row(upn="B", **ADA)),
    "one name and birthday at two schools, no UPN at one": (
        "name_two_schools",
        row(upn="A", **ADA),
        row("marsh", **ADA),
    ),
    "one name and birthday at two schools, two UPNs but no ULN": (
        "name_two_schools",
        row(upn="A", **ADA),
        row("marsh", upn="B", uln=ULN, **ADA),
    ),
}


@pytest.mark.parametrize("what", SHOWN)
def test_a_person_is_shown(what: str) -> None:
    reason, one, other = SHOWN[what]
    assert reasons(one, other) == {(0, 1): reason}


NOT_SHOWN: dict[str, tuple[Row, ...]] = {
    "who is one pupil": (row(upn="A", **ADA), row("marsh", upn="A", **ADA)),
    "who has nothing in common": (row(upn="A", **ADA), row(upn="B", **BEN)),
    "twins": (row(upn="A", **ADA), row(upn="B", **ADA | {"forename": "Anna"})),
    "namesakes with other UPNs and ULNs at two schools": (
        row(upn="A", uln=ULN, **ADA),
        row("marsh", upn="B", uln=OTHER_ULN, **ADA),
    ),
    "a number given again to another child": (row(cycle="2016-17", mis_id="77", **ADA), row(mis_id="77", **BEN)),
    "a number that stands for nobody": tuple(row(mis_id="0000", upn=f"A{place}") for place in range(30)),
}


@pytest.mark.parametrize("who", NOT_SHOWN)
def test_a_person_is_not_troubled_with(who: str) -> None:
    assert reasons(*NOT_SHOWN[who]) == {}


def test_a_pair_says_in_which_columns_it_agrees_and_differs_and_never_a_value() -> None:
    pair = review([row(upn="A", uln=ULN, mis_id="77", **ADA), row("marsh", upn="B", uln=ULN, mis_id="5", **ADA)])
    (told,) = pair.select("agrees", "differs").rows()
    # Two schools number their pupils independently.
    assert told == (["uln", "surname", "forename", "date_of_birth"], ["upn", "school_id"])


def test_rows_that_could_be_either_of_two_pupils_wait_until_it_is_decided_about_these() -> None:
    rows = row(upn="A", date_of_birth=BORN), row(upn="A", date_of_birth=LATER), row(upn="A")
    assert reasons(*rows) == {(0, 1): "upn_two_birthdays"}
    assert reasons(*rows, decisions=[(0, 1, "same")]) == {}
    assert reasons(*rows, decisions=[(0, 1, "apart")]) == {(0, 2): "upn_of_several", (1, 2): "upn_of_several"}
    assert reasons(*rows, decisions=[(0, 1, "apart"), (1, 2, "same")]) == {}


def test_a_decided_pair_stays_with_its_decision() -> None:
    rows = [row(upn="A", **ADA), row(upn="B", **ADA)]
    for verdict in ("same", "apart"):
        told = review(rows, [(1, 0, verdict)])
        assert told.select("one", "other", "reason", "differs", "decision").rows() == [
            (0, 1, "name_two_upns", ["upn"], 0)
        ]


def test_every_reason_is_explained() -> None:
    assert all(meaning(reason) for reason in table("identity_reasons")["reason"])


@FEW
@given(ROWS, DECIDED)
def test_each_pair_of_pupils_is_shown_once_and_by_their_earliest_rows(rows: list[Row], drawn: list[Decision]) -> None:
    decisions = about(rows, drawn)
    first = link_rows(frame(rows), decided(*decisions)).to_list()
    found = review(rows, decisions)
    shown = found.filter(pl.col("decision").is_null()).select("one", "other").rows()
    assert all(first[one] == one < other == first[other] for one, other in shown)
    closed = {frozenset((first[one], first[other])) for one, other, _ in decisions}
    assert len(shown) == len({*shown}) and not {*map(frozenset, shown)} & closed
    assert sorted(found["decision"].drop_nulls()) == list(range(len(decisions)))
