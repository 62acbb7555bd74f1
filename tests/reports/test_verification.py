"""The second way on which a report's numbers are worked out: its formulas, its reading of pages, what it takes for right."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from assets.verification.formulas import NotAFormula, Untold, parse
from assets.verification.intervals import gap_parts, newcombe, shrunk, walter, wilson
from assets.verification.page import Found, numbers_of
from assets.verification.shown import Answer, agrees, answer, expected
from domain.statistics_schools import shrunk as by_scipy

COUNTS = {
    "a#pupils": 41,
    "a#cohort": 120,
    "b#pupils": 30,
    "b#cohort": 60,
    "u#pupils": 9,
    "u#cohort": 120,
    "n#pupils": 0,
    "n#cohort": 7,
    "h#at_least": 175,
    "h#at_most": 187,
    "h#cohort": 200,
}


def look(id: str) -> int:
    if id not in COUNTS:
        raise Untold("suppressed")
    return COUNTS[id]


@given(st.integers(1, 400), st.data())
def test_wilsons_interval_is_that_of_statsmodels(cohort: int, data: st.DataObject) -> None:
    pupils = data.draw(st.integers(0, cohort))
    low, high = proportion_confint(pupils, cohort, method="wilson")
    assert wilson((Fraction(pupils), Fraction(cohort))) == pytest.approx((low, high), abs=1e-9)


@given(st.integers(1, 400), st.integers(1, 400), st.data())
def test_newcombes_interval_is_that_of_statsmodels(one: int, other: int, data: st.DataObject) -> None:
    first, second = data.draw(st.integers(0, one)), data.draw(st.integers(0, other))
    low, high = confint_proportions_2indep(first, one, second, other, method="newcomb", compare="diff")
    found = newcombe((Fraction(first), Fraction(one)), (Fraction(second), Fraction(other)))
    assert found == pytest.approx((low, high), abs=1e-9)


@given(st.integers(1, 400), st.integers(1, 400), st.data())
def test_walters_interval_is_that_of_statsmodels_with_the_ratio_inside(
    one: int, other: int, data: st.DataObject
) -> None:
    first, second = data.draw(st.integers(0, one)), data.draw(st.integers(1, other))
    low, high = confint_proportions_2indep(first, one, second, other, method="log-adjusted", compare="ratio")
    ratio = (first / one) / (second / other)
    found = walter((Fraction(first), Fraction(one)), (Fraction(second), Fraction(other)))
    assert found == pytest.approx((min(low, ratio), max(high, ratio)), rel=1e-9)


def test_a_gap_over_schools_is_the_whole_gap_and_each_rate_is_drawn_towards_the_others() -> None:
    def rate(count: int, of: int) -> tuple[Fraction, Fraction]:
        return Fraction(count), Fraction(of)

    pairs = [(rate(8, 10), rate(27, 30)), (rate(15, 40), rate(10, 20))]
    within, between = gap_parts(pairs)
    assert within + between == Fraction(23, 50) - Fraction(37, 50)
    rates = [rate(1, 4), rate(45, 50), rate(40, 50)]
    estimates = [shrunk(one, rates) for one in rates]
    assert 0.25 < estimates[0] < estimates[2] < estimates[1] < 0.90
    assert estimates == pytest.approx([one.value for one in by_scipy([1, 45, 40], [4, 50, 50]) if one])


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("a#pupils", "41"),
        ("share(a#pupils)", "34%"),
        ("share(a#pupils)", "34.2%"),
        ("share(a#pupils,b#cohort)", "68%"),
        ("share(of(a#pupils,b#cohort))", "68%"),
        ("sum(a#pupils,b#pupils)", "71"),
        ("share(sum(a#pupils,b#pupils))", "39%"),  # of 180: the rows' cohorts added up
        ("less(a#pupils,b#pupils)", "11"),
        ("points(a#pupils,b#pupils)", "−15.8"),
        ("points(a#pupils,b#pupils)", "15.8"),  # words say that it is lower
        ("points(a#pupils,b#pupils)", "−16 points"),
        ("ratio(b#pupils,a#pupils)", "1.5"),
        ("low(a#pupils)", "26%"),
        ("high(a#pupils)", "43%"),
        ("worst(a#pupils,u#pupils)", "34%"),
        ("best(a#pupils,u#pupils)", "42%"),
        ("share(h#at_least)", "87%"),  # 87.5% and 93.5%: outwards
        ("share(h#at_most)", "94%"),
        ("share(n#pupils)", "0%"),
        ("n#pupils", "Nobody"),
        ("share(n#pupils)", "none"),
        ("abs(points(a#pupils,b#pupils))", "15.8"),
        ("gap_total(a#pupils,b#pupils)", "−15.8"),
    ],
)
def test_a_formula_comes_to_what_a_page_shows(formula: str, shown: str) -> None:
    assert agrees(answer(parse(formula), look), shown)


@pytest.mark.parametrize(
    ("formula", "shown", "right"),
    [
        ("a#pupils", "42", "41"),
        ("share(a#pupils)", "35%", "34%"),
        ("share(h#at_least)", "88%", "87%"),
        ("share(h#at_most)", "93%", "94%"),
        ("points(a#pupils,b#pupils)", "+15.8", "−15.8"),
        ("high(a#pupils)", "44%", "43%"),
    ],
)
def test_a_number_that_is_off_by_one_or_has_the_wrong_sign_is_found(formula: str, shown: str, right: str) -> None:
    found = answer(parse(formula), look)
    assert not agrees(found, shown)
    assert expected(found, shown) == right


def test_nobody_and_everybody_are_never_said_of_somebody_and_halves_go_up() -> None:
    assert agrees(Answer(Fraction(1, 400), "percent", exact=True), "<1%")
    assert agrees(Answer(Fraction(399, 400), "percent", exact=True), ">99%")
    assert not agrees(Answer(Fraction(1, 400), "percent", exact=True), "0%")
    assert agrees(Answer(Fraction(1, 8), "percent", exact=True), "13%")  # 12.5
    assert agrees(Answer(Fraction(1234), "pupils"), "1,234")


@pytest.mark.parametrize("text", ["", "share(a#pupils", "share(a#pupils))", "worse", "share(a)"])
def test_what_is_no_formula_is_said_to_be_none(text: str) -> None:
    with pytest.raises(NotAFormula):
        answer(parse(text), look)


def test_a_hidden_part_makes_the_whole_untold() -> None:
    with pytest.raises(Untold):
        answer(parse("share(sum(a#pupils,hidden#pupils))"), look)


def test_every_number_with_an_id_is_found_in_words_tables_and_figures() -> None:
    page = """<html><body><p>Of <data data-cell="a#cohort" value="120">120</data> pupils in Year 11, 7 left.</p>
    <table><tr><td data-cell="a#pupils">41 <small>34%</small></td><td data-cell="b#pupils"><abbr title="hidden">c</abbr></td>
    <td data-cell="a#pupils">41 <small data-cell="share(a#pupils,b#cohort)">68%</small></td></tr></table>
    <script type="application/json" id="drawings">{"f": {"data": [{"type": "bar", "orientation": "h", "x": [0.34167],
    "customdata": [["Hollins", "41", "34%", "a#pupils"]]}]}}</script><script>var n = 12;</script></body></html>"""
    found, bare = numbers_of(page)
    assert sorted(found, key=str) == sorted(
        [
            Found("a#cohort", "120"),
            Found("share(a#pupils)", "34%"),
            Found("a#pupils", "41"),
            Found("b#pupils", "c"),
            Found("share(a#pupils,b#cohort)", "68%"),
            Found("a#pupils", "41"),
            Found("a#pupils", "0.34167", drawn=True),
            Found("a#pupils", "41"),
            Found("share(a#pupils)", "34%"),
        ],
        key=str,
    )
    assert [number.split(" in ")[0] for number in bare] == ["7"]  # the year group is no count
