"""What is worked out from measures: gaps between groups, three years together; and who takes our pupils, how good the records are, what the public sees."""

from __future__ import annotations

from datetime import date

import pytest
from network import AS_OF, Row, delivery, network, pupil

from warehouse.database import Database
from warehouse.tables import sql_tables

SHOWN = "pupils, cohort, reference_pupils, reference_cohort, difference, relative_risk, is_small"


def rolled(number: int, *rows: Row, cycle: str = "2025-26", school: str = "hollins") -> dict[str, object]:
    return delivery(number, school, "roll", rows, year_group=11, on=f"20{cycle[-2:]}-01-20", cycle=cycle)


def finals(number: int, *rows: Row, cycle: str = "2025-26", school: str = "hollins") -> dict[str, object]:
    return delivery(
        number, school, "destinations", rows, year_group=11, stage="final", on=f"20{cycle[-2:]}-10-01", cycle=cycle
    )


def year(number: int, known: int, pupils: int, cycle: str, school: str = "hollins") -> list[dict[str, object]]:
    """A roll and a list of a year: `known` of the `pupils`, all disadvantaged, go to a college. Each year has pupils of its own."""
    first = 100 * number
    born = f"{int(cycle[:4]) - 16}-10-01"
    listed = [pupil(first + n, date_of_birth=born, disadvantaged="Yes") for n in range(pupils)]
    going = [{**row, "destination_type": "FE"} for row in listed[:known]]
    return [
        rolled(number, *listed, cycle=cycle, school=school),
        finals(number + 1, *going, cycle=cycle, school=school),
    ]


def rebuild(database: Database, *names: str) -> None:
    for name in names:
        database.build(sql_tables()[name], "2025-26", AS_OF)


def hide(database: Database, table: str, item: str, cycle: str, **where: object) -> None:
    """A line of mart.suppressions."""
    line = {
        "audience": "leaders", "cycle": cycle, "table_name": table, "school_id": "", "year_group": 11, "stage": "", "breakdown_topic": "total",
        "breakdown": "total", "item": item, "status": "suppressed", **where,
    }  # fmt: skip
    database.execute(
        f"insert into mart.suppressions ({', '.join(line)}) values ({', '.join('?' * len(line))})", [*line.values()]
    )


def test_a_gap_is_the_share_of_a_part_less_the_share_of_the_part_it_is_compared_with() -> None:
    roll = rolled(1, *(pupil(n, disadvantaged="Yes" if n < 4 else "No", sex="F") for n in range(8)))
    final = finals(2, *(pupil(n, destination_type="FE") for n in (0, 4, 5, 6)), pupil(1, destination_type="SEEKING"))
    with network(roll, final) as database:
        sql = f"select school_id, reference, {SHOWN} from mart.equity_gaps where measure = 'eet' and breakdown = 'disadvantaged' order by all"
        gap = (1, 4, 3, 4, -0.5, 1 / 3, True)
        assert database.query(sql).rows() == [("", "not_disadvantaged", *gap), ("hollins", "not_disadvantaged", *gap)]
        # Without anybody to compare with there is no line; crossed topics want twenty in each group
        sql = "select distinct breakdown_topic from mart.equity_gaps"
        assert database.query(sql)["breakdown_topic"].to_list() == ["disadvantage"]
        hide(
            database, "mart.measures_by_school", "eet", "2025-26", school_id="hollins", breakdown_topic="disadvantage",
            breakdown="not_disadvantaged",
        )  # fmt: skip
        rebuild(database, "release.measures_by_school", "release.equity_gaps")
        sql = f"select {SHOWN}, status from release.equity_gaps where school_id = 'hollins' and measure = 'eet'"
        assert database.query(sql).rows() == [(1, 4, None, 4, None, None, True, "suppressed")]


def test_three_years_together_are_pupils_by_denominators_and_never_the_mean_of_shares() -> None:
    with network(*year(1, 1, 2, "2023-24"), *year(3, 2, 8, "2024-25"), *year(5, 3, 5, "2025-26")) as database:
        sql = "select cycle, years, first_cycle, pupils, cohort, share from {}.trends where school_id = 'hollins' and measure = 'known' and breakdown = 'total' order by 1"
        pooled = [
            ("2023-24", 1, "2023-24", 1, 2, 0.5),
            ("2024-25", 2, "2023-24", 3, 10, 0.3),
            ("2025-26", 3, "2023-24", 6, 15, 0.4),
        ]
        assert database.query(sql.format("mart")).rows() == database.query(sql.format("release")).rows() == pooled
        hide(database, "mart.measures_by_school", "known", "2024-25", school_id="hollins")
        database.build(sql_tables()["release.measures_by_school"], "2024-25", AS_OF)
        rebuild(database, "release.trends")
        sql = "select cycle, pupils, cohort, status from release.trends where school_id = 'hollins' and measure = 'known' and breakdown = 'total' order by 1"
        assert database.query(sql).rows() == [
            ("2023-24", 1, 2, "published"), ("2024-25", None, None, "suppressed"), ("2025-26", None, None, "suppressed"),
        ]  # fmt: skip


def test_a_school_carries_on_the_figures_of_the_one_whose_place_it_took_and_breaks_are_said() -> None:
    files = [*year(1, 1, 2, "2025-26", "marsh"), *year(3, 3, 4, "2026-27")]
    with network(*files, as_of=date(2027, 11, 20)) as database:
        database.execute("update ref.schools set succeeds = 'marsh' where school_id = 'hollins'")
        database.build(sql_tables()["mart.trends"], None, date(2027, 11, 20))
        sql = """select school_id, breakdown, years, pupils, cohort, contains(break_note, 'Free school meals were widened') from mart.trends
                 where cycle = '2026-27' and measure = 'known' order by all"""
        assert database.query(sql).rows() == [
            ("", "disadvantaged", 2, 4, 6, True), ("", "total", 2, 4, 6, None), ("hollins", "disadvantaged", 2, 4, 6, True),
            ("hollins", "total", 2, 4, 6, None),
        ]  # fmt: skip


def test_who_takes_our_pupils_and_what_a_website_may_tell() -> None:
    rolls = [rolled(1, pupil(1), pupil(2), pupil(3)), rolled(2, pupil(11), school="marsh")]
    there = {"destination_type": "SIXTH_FORM", "destination_provider": "Hollins Academy"}
    files = [
        finals(3, pupil(1, **there, verified_by="own_roll", verified_on="2026-09-20"), pupil(2, **there)),
        finals(4, pupil(11, **there), school="marsh"),
    ]
    with network(*rolls, *files) as database:
        sql = "select provider, kind, pupils, cohort, schools, confirmed, looked_at, still_there from {}.providers"
        assert database.query(sql.format("mart")).rows() == [("Hollins Academy", "school", 3, 4, 2, 1, 0, 0)]
        hide(database, "mart.providers", "school:hollins#confirmed", "2025-26")
        rebuild(database, "release.providers")
        assert database.query(sql.format("release")).rows() == [("Hollins Academy", "school", 3, 4, None, None, 0, 0)]
        hide(
            database, "mart.public_destinations", "school_sixth_form", "2025-26", school_id="hollins", audience="public"
        )
        rebuild(database, "release.public_destinations")
        sql = """select destination_category, pupils, cohort, status from release.public_destinations
                 where school_id = 'hollins' and breakdown = 'total' and (status = 'suppressed' or pupils > 0) order by all"""
        assert database.query(sql).rows() == [
            ("school_sixth_form", None, 3, "suppressed"),
            ("unknown", 1, 3, "published"),
        ]
        sql = "select distinct breakdown_topic from release.public_destinations"
        assert sorted(database.query(sql)["breakdown_topic"]) == ["disadvantage", "total"]


@pytest.mark.parametrize("layer", ["mart", "release"])
def test_the_quality_of_records_is_unknown_tried_late_held_and_corrected(layer: str) -> None:
    roll = rolled(1, *(pupil(n) for n in range(1, 5)))
    first = finals(2, pupil(1, destination_type="FE"), pupil(2, destination_type="EMPLOYMENT"), pupil(9))
    again = finals(
        3,
        pupil(1, destination_type="APPRENTICESHIP"),
        pupil(3, contacted_on="2026-09-10"),
        pupil(3, contacted_on="2026-09-11"),
        pupil(4, contacted_on="2026-07-11"),
    )
    with network(roll, first, again, held=[("d2", 3)]) as database:
        sql = f"""select stage, cohort, unknown, attempts_on_unknown, late, rows, held_rows, corrected from {layer}.quality
                  where school_id = 'hollins' and year_group = 11 order by stage"""
        assert database.query(sql).rows() == [("final", 4, 3, 2, 2, 7, 1, 1), ("intended", 4, 4, 1, 2, 0, 0, 0)]
