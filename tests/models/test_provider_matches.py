"""staged.provider_matches and mart.provider_review, and what staged.rows makes of them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from network import AS_OF, CYCLE, _load, _template, delivery, pupil

from assets.plan import land_sql
from assets.providers import match_providers
from warehouse.database import Database, Warehouse
from warehouse.tables import sql_tables

GREENGATE = pupil(1, destination_type="EMPLOYMENT", destination_provider="Greengate Foods", year_group=13)
LEEDS = pupil(2, destination_type="HIGHER_EDUCATION", destination_provider="Univ. of Leeds\u00a0", year_group=13)
UNSURE = pupil(3, destination_type="HIGHER_EDUCATION", destination_provider="Leeds University", year_group=13)
NEAR = pupil(4, destination_type="HIGHER_EDUCATION", destination_provider="LEEDS UNIVERSITY", year_group=13)
OWN = pupil(5, destination_type="Own sixth form", destination_provider="n/a")
STAYS = pupil(6, destination_type="SIXTH_FORM", year_group=12)
MARSH = pupil(7, destination_type="college", destination_provider="Marsh School")
NUMBERED = pupil(8, destination_type="HIGHER_EDUCATION", destination_provider_id="l23", year_group=13)
STAND_IN = pupil(9, destination_type="SIXTH_FORM", destination_provider="XXXX", year_group=12)
EVERYBODY = [GREENGATE, LEEDS, UNSURE, NEAR, OWN, STAYS, MARSH, NUMBERED, STAND_IN]


@contextmanager
def network(*deliveries: Mapping[str, object]) -> Iterator[Database]:
    """The warehouse of these files as far as their rows are typed."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(_template(), Path(folder) / "warehouse.duckdb"))
        with Warehouse(copy).open("test") as database:
            _load(database, deliveries)
            for table in land_sql():
                if table.schema != "ref":
                    database.build(table, None, AS_OF)
            database.build(sql_tables()["staged.codes"], CYCLE, AS_OF)
            match_providers(database, CYCLE)
            database.build(sql_tables()["staged.rows"], CYCLE, AS_OF)
            yield database


def test_every_row_carries_what_its_words_mean() -> None:
    with network(delivery(1, "hollins", "destinations", EVERYBODY, stage="final")) as database:
        rows = database.query(
            "select provider_id, provider_match, provider_kind, provider_type from staged.rows order by line"
        ).rows()
    assert rows == [
        (None, None, None, None),
        ("ukprn:10007795", "name", "university", None),
        (None, None, None, None),
        (None, None, None, None),
        ("school:hollins", "own_school", "school", "SIXTH_FORM"),
        ("school:hollins", "own_school", "school", "SIXTH_FORM"),
        ("school:marsh", "name", "school", "SIXTH_FORM"),
        ("ukprn:10007795", "id", "university", None),
        (None, None, None, None),
    ]


def test_what_is_unsure_is_asked_once_for_all_and_no_employer_is_named() -> None:
    files = [
        delivery(1, "hollins", "destinations", EVERYBODY, stage="final"),
        delivery(2, "marsh", "destinations", [UNSURE, GREENGATE], stage="final"),
    ]
    with network(*files) as database:
        review = database.query(
            "select provider_key, reason, text, claims, schools, school_ids, suggestion_1_id, suggestion_1_name from mart.provider_review"
        ).rows()
        written = database.query("select distinct destination_provider from staged.provider_matches")[
            "destination_provider"
        ]
    assert review == [
        (
            "leedsuniversity",
            "suggest_only",
            "Leeds University",
            3,
            2,
            "hollins, marsh",
            "ukprn:10007795",
            "University of Leeds",
        ),
        ("xxxx", "placeholder", "XXXX", 1, 1, "hollins", None, None),
    ]
    assert "Greengate Foods" not in set(written)


def test_a_person_s_word_is_taken_once_the_rows_are_staged_again() -> None:
    with network(delivery(1, "hollins", "destinations", EVERYBODY, stage="final")) as database:
        database.execute(
            "insert into ref.provider_aliases values ('leedsuniversity', '', 'Leeds University', 'ukprn:10007795')"
        )
        match_providers(database, CYCLE)
        database.build(sql_tables()["staged.rows"], CYCLE, AS_OF)
        found = database.query("select provider_id, provider_match from staged.rows where line in (4, 5)").rows()
        reasons = set(database.query("from mart.provider_review")["reason"])
    assert found == [("ukprn:10007795", "ledger")] * 2
    assert reasons == {"placeholder"}


def test_every_words_that_say_something_meet_their_rows() -> None:
    with network(delivery(1, "hollins", "destinations", EVERYBODY, stage="final")) as database:
        lost = database.query(
            """
            from staged.provider_matches as m where not exists (
                from staged.rows as r where r.school_id = m.school_id and r.year_group = m.year_group
                and r.provider_id is not distinct from m.provider_id and r.provider_match is not distinct from m.match
            )"""
        )
    assert lost.is_empty()


def test_a_primary_school_s_leavers_are_not_overruled() -> None:
    row = pupil(1, destination_type="INDEPENDENT", destination_provider="Hollins Academy", year_group=6)
    with network(delivery(1, "dell", "destinations", [row], stage="final")) as database:
        found = database.query("select provider_id, provider_type from staged.rows").rows()
    assert found == [("school:hollins", None)]


def test_a_withdrawn_file_asks_nothing() -> None:
    with network(delivery(1, "hollins", "destinations", [UNSURE], stage="final")) as database:
        database.execute("update staged.deliveries set is_withdrawn = true")
        match_providers(database, CYCLE)
        assert database.query("from mart.provider_review").is_empty()
