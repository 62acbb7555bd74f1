"""The marts: counts first, denominators always whole, zeros shown, and every row of every file accounted for."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from network import delivery, network, pupil

from domain.destination_types import destination_types

LEGAL = sorted(
    set(destination_types().filter(destination_types()["year_group"] == 11)["code"]) - {"UNDECIDED", "DECEASED"}
)
ROLL = delivery(
    1, "hollins", "roll", [pupil(n, disadvantaged="Y" if n < 2 else "N") for n in range(4)], on="2026-01-20"
)
FINAL = delivery(
    2, "hollins", "destinations",
    [pupil(0, destination_type="FE"), pupil(1, destination_type="SIXTH_FORM"), pupil(2, destination_type="APPRENTICESHIP")], stage="final",
)  # fmt: skip


def test_counts_cohort_and_share_of_a_school_that_a_reader_can_check() -> None:
    with network(ROLL, FINAL) as database:
        sql = """select breakdown, destination_category, pupils, cohort, share from mart.destinations_by_school
                 where stage = 'final' and breakdown_topic in ('total', 'disadvantage') and pupils > 0 order by all"""
        assert database.query(sql).rows() == [
            ("disadvantaged", "further_education", 1, 2, 0.5),
            ("disadvantaged", "school_sixth_form", 1, 2, 0.5),
            ("not_disadvantaged", "apprenticeship", 1, 2, 0.5),
            ("not_disadvantaged", "unknown", 1, 2, 0.5),
            ("total", "apprenticeship", 1, 4, 0.25),
            ("total", "further_education", 1, 4, 0.25),
            ("total", "school_sixth_form", 1, 4, 0.25),
            ("total", "unknown", 1, 4, 0.25),
        ]


def test_every_category_of_the_year_group_has_its_row_and_undecided_has_none_at_final() -> None:
    with network(ROLL, FINAL) as database:
        sql = "select destination_category from mart.destinations_by_school where stage = ? and breakdown_topic = 'total' order by 1"
        final, intended = (
            database.query(sql, [stage])["destination_category"].to_list() for stage in ("final", "intended")
        )
        assert "undecided" in intended
        assert sorted([*final, "undecided"]) == intended
        assert {"employment", "repeating", "left_england"} <= set(final)
        assert "gap_year" not in final


def test_a_breakdown_without_pupils_has_no_share_and_not_known_appears_only_where_somebody_is() -> None:
    with network(ROLL, FINAL) as database:
        sql = "select distinct breakdown, cohort, share from mart.destinations_by_school where stage = 'final' and breakdown_topic = ? order by 1"
        assert ("female", 0, None) in database.query(sql, ["sex"]).rows()
        assert ("not_known", 4) in [row[:2] for row in database.query(sql, ["sex"]).rows()]
        assert "not_known" not in [row[0] for row in database.query(sql, ["disadvantage"]).rows()]


def test_training_is_participation_in_training_though_its_category_is_further_education() -> None:
    final = delivery(
        2,
        "hollins",
        "destinations",
        [pupil(0, destination_type="TRAINING"), pupil(1, destination_type="FE")],
        stage="final",
    )
    with network(ROLL, final) as database:
        sql = "select participation, pupils from mart.participation_by_school where stage = 'final' and breakdown = 'total' and pupils > 0 order by 1"
        assert database.query(sql).rows() == [("education", 1), ("training", 1), ("unknown", 2)]


def test_coverage_tells_known_confirmed_and_unknown_apart() -> None:
    with network(ROLL, FINAL) as database:
        sql = "select cohort, known, confirmed, undecided, unknown, share_known, denominator from mart.coverage where stage = 'final'"
        assert database.query(sql).row(0) == (4, 3, 0, 0, 1, 0.75, "roll")


def test_the_ledger_accounts_for_every_row() -> None:
    again = delivery(
        3,
        "hollins",
        "destinations",
        [pupil(0, destination_type="EMPLOYMENT"), pupil(3), pupil(9, destination_type="FE")],
        stage="final",
    )
    with network(ROLL, FINAL, again, held=[("d2", 4)]) as database:
        sql = """select delivery_id, records, header_records + dropped_records, held_rows, superseded_rows, excluded_rows, counted_rows
                 from mart.conservation order by 1"""
        assert database.query(sql).rows() == [
            ("d1", 5, 1, 0, 0, 0, 4),
            ("d2", 4, 1, 1, 1, 0, 1),
            ("d3", 4, 1, 0, 0, 2, 1),
        ]


def test_the_tracker_says_what_came_and_what_did_not() -> None:
    with network(ROLL, FINAL, held=[("d2", 4)]) as database:
        sql = "select school_id, collection, state from mart.submissions where year_group = 11 and school_id in ('hollins', 'marsh') order by all"
        assert database.query(sql).rows() == [
            ("hollins", "final", "partly received"), ("hollins", "intended", "nothing came"), ("hollins", "roll", "received"),
            ("marsh", "final", "nothing came"), ("marsh", "intended", "nothing came"), ("marsh", "roll", "nothing came"),
        ]  # fmt: skip


claims = st.lists(
    st.tuples(
        st.integers(0, 7),
        st.sampled_from(["hollins", "marsh"]),
        st.sampled_from(["intended", "final"]),
        st.sampled_from(LEGAL),
    ),
    max_size=12,
)


@settings(max_examples=6)
@given(claims)
def test_categories_always_sum_to_the_cohort_and_the_network_to_its_schools(
    drawn: list[tuple[int, str, str, str]],
) -> None:
    rolls = [
        delivery(place, school, "roll", [pupil(n + 10 * place) for n in range(4)], on="2026-01-20")
        for place, school in ((1, "hollins"), (2, "marsh"))
    ]
    files = [
        delivery(
            3 + place,
            school,
            "destinations",
            [pupil(n % 4 + (10 if school == "hollins" else 20), destination_type=code)],
            stage=stage,
        )
        for place, (n, school, stage, code) in enumerate(drawn)
    ]
    with network(*rolls, *files) as database:
        uneven = """select count(*) from (select year_group, stage, breakdown_topic, breakdown, sum(pupils) as pupils, any_value(cohort) as cohort
                    from mart.{table} group by all having sum(pupils) <> any_value(cohort))"""
        for table in ("destinations_by_network", "participation_by_network"):
            assert database.value(uneven.format(table=table)) == 0
        assert database.value("select sum(pupils) from mart.intended_to_final") == 8
        differing = """select count(*) from mart.destinations_by_network as n join (
            select year_group, stage, breakdown_topic, breakdown, destination_category, sum(pupils) as pupils
            from mart.destinations_by_school group by all) as s using (year_group, stage, breakdown_topic, breakdown, destination_category)
            where n.pupils <> s.pupils"""
        assert database.value(differing) == 0
        ledger = "select count(*) from mart.conservation where records <> header_records + dropped_records + held_rows + superseded_rows + excluded_rows + counted_rows"
        assert database.value(ledger) == 0
