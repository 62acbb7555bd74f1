"""core.contacts: the newest of every field about a pupil, over all files and years, and what the family agreed to."""

from __future__ import annotations

import pytest
from network import delivery, network, pupil

from warehouse.database import Database


def one(database: Database, number: int = 1) -> dict[str, object]:
    sql = "select c.* from core.contacts as c join core.pupils as p using (pupil_id) where p.surname = ?"
    return database.query(sql, [f"Surname{number}"]).row(0, named=True)


def test_each_field_is_the_newest_that_was_filled_in_whatever_the_year_or_the_kind_of_file() -> None:
    old = delivery(
        1, "hollins", "roll",
        [pupil(1, legal_surname="Lång", address_line_1="1 Mill Lane", town="Otley", postcode="LS21 1AA", parent_phone="0113 496 0001")],
        on="2024-01-20", cycle="2023-24", year_group=9,
    )  # fmt: skip
    new = delivery(2, "hollins", "roll", [pupil(1, address_line_1="2 Hill Road", town=" n/a ", parent_phone="-")])
    said = delivery(3, "hollins", "destinations", [pupil(1, destination_type="FE", pupil_email="a@example.org")])
    with network(old, new, said) as database:
        found = one(database)
        assert (found["address_line_1"], found["town"], found["postcode"]) == ("2 Hill Road", "Otley", "LS21 1AA")
        assert (found["legal_surname"], found["parent_phone"], found["pupil_email"]) == ("Lång", "0113 496 0001", "a@example.org")  # fmt: skip
        assert database.value("select count(*) from core.contacts") == 1


def test_a_held_row_says_nothing() -> None:
    first = delivery(1, "hollins", "roll", [pupil(1, postcode="LS21 1AA")])
    held = delivery(2, "hollins", "roll", [pupil(1, postcode="ZZ1 1ZZ")])
    with network(first, held, held=[("d2", 2)]) as database:
        assert one(database)["postcode"] == "LS21 1AA"


def test_a_pupil_whose_name_is_na_or_nil_keeps_it() -> None:
    with network(delivery(1, "hollins", "roll", [pupil(1, middle_names="Na", town="Na")])) as database:
        assert (one(database)["middle_names"], one(database)["town"]) == ("Na", None)


@pytest.mark.parametrize(
    ("said", "opted_out"),
    [(["Yes"], "yes"), (["Yes", None], "yes"), (["Yes", "No"], "no"), ([None], None), (["No", "see letter"], "yes")],
)
def test_an_opt_out_holds_until_somebody_says_no_and_one_that_nobody_can_read_is_honoured(
    said: list[str | None], opted_out: str | None
) -> None:
    rolls = [
        delivery(place, "hollins", "roll", [pupil(1, share_opt_out=text)]) for place, text in enumerate(said, start=1)
    ]
    with network(*rolls) as database:
        assert one(database)["share_opt_out"] == opted_out


@pytest.mark.parametrize(
    ("said", "permission", "may_contact", "is_objector"),
    [
        (["Yes"], "yes", True, False),
        ([None], None, False, False),
        (["Yes", "Withdrawn"], "withdrawn", False, True),
        (["Withdrawn", "Not asked"], "withdrawn", False, True),
        (["Withdrawn", "Yes"], "yes", True, False),
        (["Not asked"], "not_asked", False, False),
        (["No"], "no", False, False),
    ],
)
def test_permission_is_the_newest_answer_and_not_asked_is_no_answer(
    said: list[str | None], permission: str | None, may_contact: bool, is_objector: bool
) -> None:
    rolls = [
        delivery(place, "hollins", "roll", [pupil(1, contact_permission=text)])
        for place, text in enumerate(said, start=1)
    ]
    with network(*rolls) as database:
        found = one(database)
        assert (found["contact_permission"], found["may_contact"], found["is_objector"]) == (permission, may_contact, is_objector)  # fmt: skip


AUTHORITIES = {
    "383": "383",
    "383.0": "383",
    "Leeds": "383",
    "LEEDS CITY COUNCIL": "383",
    "383 - Leeds": "383",
    "Leeds (383)": "383",
    "E08000035": "383",
    "London Borough of Camden": "202",
    "Camden LB": "202",
    "City of Westminster": "213",
    "Hammersmith & Fulham": "205",
    "Hull City Council": "810",
    "Bristol, City of": "801",
    "Kent County Council": "886",
    "Nottingham City": "892",
    "Nottinghamshire County Council": "891",
    "Nottingham County Council": None,  # the city's or the county's?
    "Dorset Council": "838",
    "Bournemouth": "839",  # became part of one other authority
    "Cumbria": None,  # was divided
    "Heatherland": None,
}


def test_a_home_authority_is_known_by_code_or_name_and_never_guessed() -> None:
    rows = [pupil(number, home_la=text) for number, text in enumerate(AUTHORITIES)]
    with network(delivery(1, "hollins", "roll", rows)) as database:
        found = database.query("select home_la, la_code from core.contacts")
        assert dict(found.iter_rows()) == AUTHORITIES


def test_every_authority_of_today_is_known_by_its_code_and_by_its_name() -> None:
    with network(delivery(1, "hollins", "roll", [pupil(1)])) as database:
        sql = """
            select la_code
            from (select la_code, unnest([la_code, name, name || ' Council', ons_code]) as text from ref.local_authorities where valid_to is null) as a
            where not exists (
                select 1 from ref.local_authority_names as n
                where n.la_code = a.la_code and n.name_key = regexp_replace(lower(strip_accents(a.text)), '[^a-z0-9]', '', 'g')
            )
        """
        assert database.query(sql)["la_code"].to_list() == []
