"""Applications: from applied to placed, what became of firm and insurance choices, and how many pupils got how far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from network import Row, delivery, network, pupil

from domain.codes import codes
from domain.package_data import table
from expectations.truths import truths
from warehouse.database import Database

RESULTS_DAY = date(2026, 8, 13)
TRUTHS = [truth for truth in truths() if truth.id.startswith("applications")]
LEEDS, YORK, BATH = "University of Leeds", "University of York", "University of Bath"


def roll(pupils: int) -> dict[str, object]:
    return delivery(1, "hollins", "roll", [pupil(n) for n in range(1, pupils + 1)], year_group=13, on="2025-10-10")


def applied(n: int, where: str | None, status: str | None = None, **more: str) -> Row:
    return pupil(n, destination_provider=where, application_status=status, **more)


def export(number: int, on: str, *rows: Row) -> dict[str, object]:
    """A list of applications of Year 13, received on a day."""
    return delivery(number, "hollins", "applications", rows, year_group=13, on=on)


def by_pupil(database: Database, columns: str, source: str = "core.application_outcomes") -> dict[int, object]:
    sql = f"select p.surname, {columns} from {source} as t join core.pupils as p using (pupil_id) order by p.surname"
    rows = database.query(sql).iter_rows()
    return {int(row[0].removeprefix("Surname")): row[1] if len(row) == 2 else row[1:] for row in rows}


def offenders(database: Database) -> dict[str, list[tuple[object, ...]]]:
    database.execute("set variable cycle = '2025-26'")
    return {truth.id: found for truth in TRUTHS if (found := database.query(truth.sql).rows())}


MAY = export(
    2, "2026-05-10",
    applied(1, LEEDS, "CF"), applied(1, YORK, "CI"),
    applied(2, LEEDS, "Conditional Firm", course_code="G100"), applied(2, YORK, "Insurance"),
    applied(3, LEEDS, "Firm"), applied(3, BATH, "Declined by applicant"),
    applied(4, LEEDS, "Conditional", reply="Firm"),
    applied(5, LEEDS, "CF"),
    applied(6, YORK, "Conditional offer"),
    applied(7, YORK, "Awaiting decision"),
    applied(9, LEEDS, "CF"),
)  # fmt: skip
AUGUST = export(
    3, "2026-08-13",
    applied(1, LEEDS, "Placed"),
    applied(2, LEEDS, "Rejection"), applied(2, YORK, "Placed"),  # the course isn't said again
    applied(3, LEEDS, "Rejection"), applied(3, YORK, "Placed in Clearing"),
    applied(4, LEEDS, "Unsuccessful"),
    applied(8, "Larkhill College", placed="Yes"),
    applied(9, BATH, "In Clearing"),  # though nobody has told that Leeds said no
)  # fmt: skip


def test_on_results_day_one_export_says_who_is_placed_where_and_who_is_not() -> None:
    with network(roll(10), MAY, AUGUST, as_of=RESULTS_DAY) as database:
        assert by_pupil(database, "outcome") == {
            1: "placed_firm", 2: "placed_insurance", 3: "placed_clearing", 4: "unplaced", 5: "firm_open",
            6: "offers_held", 7: "waiting", 8: "placed", 9: "unplaced",
        }  # fmt: skip
        assert by_pupil(database, "placed_provider", "core.application_outcomes") == {
            1: LEEDS, 2: YORK, 3: YORK, 4: None, 5: None, 6: None, 7: None, 8: "Larkhill College", 9: None,
        }  # fmt: skip
        sql = (
            "select cohort, applied, interviewed, offered, replied, placed, placed_firm, placed_insurance, placed_clearing, unplaced, "
            "share_applied, share_placed from mart.applications where breakdown_topic = 'total'"
        )
        assert database.query(sql).rows() == [(10, 9, 8, 8, 7, 4, 1, 1, 1, 2, 0.9, 0.4)]
        assert offenders(database) == {}


def test_before_results_day_whoever_has_nothing_left_is_unsuccessful_and_no_news_is_no_change() -> None:
    bad = export(4, "2026-06-01", applied(7, YORK, "Rejected"), applied(6, YORK, entry_year="2026"))
    with network(roll(10), MAY, bad, as_of=date(2026, 8, 12)) as database:
        assert by_pupil(database, "outcome") == {
            1: "firm_open", 2: "firm_open", 3: "firm_open", 4: "firm_open", 5: "firm_open", 6: "offers_held", 7: "unsuccessful", 9: "firm_open",
        }  # fmt: skip
        # Of pupil 6 the newest file doesn't say how it stands; that there was an offer is remembered
        assert by_pupil(database, "offers, reached")[6] == (1, "offered")


def test_an_application_is_followed_by_provider_course_and_year_of_entry() -> None:
    years = {1: "2026", 2: "2026/27", 3: "2026-27", 4: "Sep 2026", 5: "26", 6: "2027", 7: "27/28", 8: "September 27", 9: "soon"}  # fmt: skip
    lists = [
        export(2, "2026-01-10", *(applied(n, LEEDS, entry_year=text) for n, text in years.items())),
        export(3, "2026-02-10", applied(10, LEEDS, course="Law", course_code="M100"), applied(10, LEEDS, course="Music")),
        export(4, "2026-02-11", applied(10, LEEDS, "Interview", course="Law"), applied(10, LEEDS, entry_year="2027")),
        export(5, "2026-02-12", applied(99, LEEDS, "Placed")),
    ]  # fmt: skip
    with network(roll(10), *lists) as database:
        entry = "core.applications where delivery_id = 'd2'"
        assert by_pupil(database, "entry_year", f"(from {entry})") == {
            1: 2026, 2: 2026, 3: 2026, 4: 2026, 5: 2026, 6: 2027, 7: 2027, 8: 2027, 9: None,
        }  # fmt: skip
        deferred = by_pupil(database, "is_deferred", f"(from {entry})")
        assert [n for n, is_deferred in deferred.items() if is_deferred] == [6, 7, 8]
        # Law went on to an interview, Music and the place for 2027 are applications of their own
        sql = "select course, reached from core.applications where is_current and delivery_id in ('d3', 'd4') order by all"
        assert database.query(sql).rows() == [("Law", "interview"), ("Music", "applied"), (None, "applied")]
        # Whom no roll knows applies for nobody
        assert database.value("select count(*) from core.applications where delivery_id = 'd5'") == 0


def test_every_code_of_an_application_has_a_meaning() -> None:
    meanings = table("application_meanings")
    known = codes().filter(codes()["column_name"].is_in(meanings["column_name"].unique().to_list()))
    assert set(meanings.select("column_name", "code").iter_rows()) == set(known.select("column_name", "code").iter_rows())  # fmt: skip
    steps = {"applied", "interview", "offered", "replied", "placed"}
    assert set(meanings["reached"]) == steps
    # What is placed is open no more, and a reply is a firm step
    assert set(meanings.filter(reached="placed")["is_open"]) == {"no"}
    assert set(meanings.filter(meanings["reply"].is_in(["firm", "insurance"]))["reached"]) == {"replied", "placed"}


CHOICES = st.lists(
    st.tuples(
        st.integers(1, 6),
        st.sampled_from([LEEDS, YORK, BATH]),
        st.sampled_from([None, *codes().filter(column_name="application_status")["code"]]),
        st.sampled_from([None, None, "conditional"]),
        st.sampled_from([None, None, "firm", "insurance", "declined"]),
        st.sampled_from([None, None, None, "yes", "no"]),
    ),
    min_size=6,
    max_size=16,
    unique_by=lambda choice: choice[:2],
)


@settings(max_examples=2)
@given(choices=CHOICES, data=st.data())
def test_whatever_is_said_the_funnel_is_nested_and_the_order_of_one_files_rows_changes_nothing(
    choices: list[tuple[int, str, str | None, str | None, str | None, str | None]], data: st.DataObject
) -> None:
    def outcomes(said: Sequence[tuple[int, str, str | None, str | None, str | None, str | None]]) -> dict[int, object]:
        rows = [applied(n, where, status, offer_type=offer, reply=reply, placed=placed) for n, where, status, offer, reply, placed in said]  # type: ignore[arg-type]  # fmt: skip
        with network(roll(7), export(2, "2026-08-13", *rows), as_of=RESULTS_DAY) as database:
            assert offenders(database) == {}
            columns = "starts_with(outcome, 'placed'), applications, offers, open_applications, reached"
            return by_pupil(database, columns)

    assert outcomes(choices) == outcomes(data.draw(st.permutations(choices)))
