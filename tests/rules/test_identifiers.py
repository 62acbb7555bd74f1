"""Identifiers: published worked examples, every vector at hand, and what check digits promise."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import identifiers
from domain.identifiers import (
    PROBLEMS,
    laestab_problem,
    normalise_laestab,
    normalise_postcode,
    normalise_uln,
    normalise_upn,
    postcode_problem,
    problems,
    ukprn_problem,
    uln_problem,
    upn_check_letter,
    upn_is_temporary,
    upn_problem,
)

DATA = Path(__file__).parents[2] / "../shared/data"
LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
BODIES = st.from_regex(rf"\A[0-9]{{11}}[0-9{LETTERS}]\Z")


def vectors(name: str) -> list[dict[str, str | None]]:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{path} is not here: published vectors are read in place, never copied")
    return pl.read_csv(path, infer_schema=False).to_dicts()


@pytest.mark.parametrize("upn", ["B801200005001", "P207000016049", "Y202400025001", "X82043210300A"])
def test_worked_examples_of_pupil_numbers_are_right(upn: str) -> None:
    assert upn_problem(upn) is None
    assert upn_is_temporary(upn) == upn.endswith("A")


@pytest.mark.parametrize(
    ("upn", "problem"),
    [
        ("Q207000016049", "check_letter"),
        ("B801200005002", "check_letter"),
        ("B80120000500", "length"),
        ("", "length"),
        ("I801200005001", "alphabet"),
        ("B80120000500S", "alphabet"),
        ("B8012000O5001", "alphabet"),
        ("b801200005001", "alphabet"),
        ("B80120000500²", "alphabet"),
        ("B80120000500١", "alphabet"),
    ],
)
def test_a_broken_pupil_number_says_how_it_is_broken(upn: str, problem: str) -> None:
    assert upn_problem(upn) == problem


@pytest.mark.parametrize("authority", ["838", "839", "840", "841", "842", "940", "941", "942", "943", "999", "001"])
def test_a_number_from_an_authority_that_is_new_is_no_fault(authority: str) -> None:
    body = f"{authority}400026001"
    assert upn_problem(upn_check_letter(body) + body) is None


def test_case_and_spaces_are_taken_off_before_judging() -> None:
    assert normalise_upn(" b801 2000\xa005001 ") == "B801200005001"
    assert normalise_uln("9276308686.0") == "9276308686"


def test_every_vector_of_pupil_numbers_is_judged_right() -> None:
    listed = vectors("codes/upn_vectors.csv")
    assert len(listed) == 568
    for vector in listed:
        text = vector["upn"] or ""
        assert (upn_problem(text) is None) == (vector["check_letter_ok"] == "True"), vector
        if vector["stdnum_valid"] == "True":
            assert upn_problem(normalise_upn(text)) is None, vector


def test_every_vector_of_a_broken_pupil_number_is_broken_in_the_way_it_says() -> None:
    problem_of = {"InvalidLength": "length", "InvalidFormat": "alphabet", "InvalidChecksum": "check_letter"}
    for vector in vectors("codes/upn_vectors.csv"):
        expected = problem_of.get(vector["stdnum_error"] or "")
        # A letter that is never used is a check letter that can't be right: said of the alphabet, which is nearer.
        if expected and "never valid" not in (vector["why"] or ""):
            assert upn_problem(vector["upn"] or "") == expected, vector


def test_every_vector_of_a_temporary_pupil_number_is_told_from_a_permanent_one() -> None:
    right = [vector for vector in vectors("codes/upn_vectors.csv") if vector["check_letter_ok"] == "True"]
    kinds = [(vector, kind) for vector in right for kind in ("temporary", "permanent") if kind in (vector["why"] or "")]
    assert len(kinds) > 300
    for vector, kind in kinds:
        assert upn_is_temporary(vector["upn"] or "") == (kind == "temporary"), vector


def test_vectors_from_authorities_that_an_old_list_lacks_are_accepted() -> None:
    listed = vectors("codes/upn_vectors.csv")
    new = [v for v in listed if v["stdnum_error"] == "InvalidComponent" and v["check_letter_ok"] == "True"]
    assert len(new) == 11
    assert [upn_problem(vector["upn"] or "") for vector in new] == [None] * 11


def test_every_vector_of_learner_numbers_is_judged_right() -> None:
    listed = vectors("codes/uln_vectors.csv")
    assert len(listed) == 383
    for vector in listed:
        assert (uln_problem(vector["uln"] or "") is None) == (vector["valid"] == "True"), vector


def test_every_number_of_a_school_in_england_and_of_a_provider_of_higher_education_is_accepted() -> None:
    schools, providers = vectors("gias/establishments.csv"), vectors("he/institutions.csv")
    written = [f"{school['la_code']}/{school['estab']}" for school in schools if school["estab"]]
    assert len(written) > 20_000
    assert not [text for text in written if laestab_problem(text)]
    assert not [school["laestab"] for school in schools if school["laestab"] and laestab_problem(school["laestab"])]
    assert not [provider["ukprn"] for provider in providers if provider["ukprn"] and ukprn_problem(provider["ukprn"])]


@given(BODIES, st.data())
def test_any_one_digit_changed_is_noticed(body: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, 11 if body[-1].isdigit() else 10))
    digit = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != body[place]]))
    changed = body[:place] + digit + body[place + 1 :]
    assert upn_problem(upn_check_letter(body) + body) is None
    assert upn_problem(upn_check_letter(body) + changed) == "check_letter"


@given(BODIES, st.integers(0, 9))
def test_any_two_neighbouring_digits_swapped_are_noticed(body: str, place: int) -> None:
    swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
    expected = None if swapped == body else "check_letter"
    assert upn_problem(upn_check_letter(body) + swapped) == expected


@pytest.mark.parametrize("body", ["", "80120000500", "80120000500S", "8012000050011", "8012000O5001"])
def test_a_check_letter_is_made_for_a_well_formed_body_alone(body: str) -> None:
    with pytest.raises(ValueError, match="eleven digits"):
        upn_check_letter(body)


@pytest.mark.parametrize(
    ("uln", "problem"),
    [
        ("9276308686", None),
        ("9276308687", "check_digit"),
        ("927630868", "length"),
        ("1.23457E+09", "length"),
        ("9999999999", None),
        ("", "length"),
    ],
)
def test_learner_numbers_are_judged_by_their_check_digit(uln: str, problem: str | None) -> None:
    assert uln_problem(uln) == problem


@given(st.from_regex(r"\A[1-9][0-9]{8}\Z").filter(lambda nine: nine != "9" * 9))
def test_of_the_ten_last_digits_at_most_one_makes_a_learner_number(nine: str) -> None:
    good = [digit for digit in "0123456789" if uln_problem(nine + digit) is None]
    assert len(good) <= 1


def test_provider_and_school_numbers_are_judged_by_their_shape() -> None:
    assert (ukprn_problem("10007784"), ukprn_problem("20007784"), ukprn_problem("1000778")) == (
        None,
        "length",
        "length",
    )
    assert [laestab_problem(text) for text in ("202/4000", "2024000", "202-4000", "202 4000")] == [None] * 4
    assert [laestab_problem(text) for text in ("24000", "2024/000", "0024000", "")] == ["length"] * 4
    assert normalise_laestab("202/4000") == "2024000"


@pytest.mark.parametrize(
    "postcode", ["SW1A 1AA", "sw1a1aa", "M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "GIR 0AA", "EC1A 1BB"]
)
def test_real_postcodes_are_accepted_however_they_are_written(postcode: str) -> None:
    assert postcode_problem(postcode) is None
    assert normalise_postcode(postcode.lower().replace(" ", ""))[-4] == " "


@pytest.mark.parametrize("postcode", ["", "SW1A", "12345", "SW1A 1A", "SW1A 1CC", "QW1 1AA", "SW1A 1AA extra"])
def test_what_is_no_postcode_is_said_to_be_none(postcode: str) -> None:
    assert postcode_problem(postcode) == "pattern"


def test_every_postcode_of_a_school_in_england_is_accepted() -> None:
    path = DATA / "gias/establishments.csv"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    postcodes = pl.read_csv(path, infer_schema=False)["postcode"].drop_nulls()
    assert problems(postcodes, "postcode").null_count() == len(postcodes)


@given(st.lists(st.one_of(st.none(), st.text(max_size=14), st.sampled_from(["B801200005001", "10007784", "M1 1AE"]))))
def test_a_column_is_judged_as_its_values_are_one_by_one(values: list[str | None]) -> None:
    series = pl.Series("value", values, dtype=pl.String)
    for kind, problem in PROBLEMS.items():
        assert problems(series, kind).to_list() == [None if value is None else problem(value) for value in values]
        assert problems(series, kind).name == "value"


def test_a_learner_without_a_number_yet_is_told_from_one_with_a_wrong_number() -> None:
    assert identifiers.uln_is_temporary("9999999999")
    assert not identifiers.uln_is_temporary("9276308686")
