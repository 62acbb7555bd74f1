"""What colleges, local authorities and sixth forms say: whose word it is, what it does to the picture, and what contradicts."""

from __future__ import annotations

from datetime import date

from network import delivery, network, pupil

ROLL = delivery(1, "hollins", "roll", [pupil(n) for n in range(1, 9)], on="2025-10-01")
SAID = {1: "FE_COLLEGE", 2: "SIXTH_FORM", 3: "EMPLOYMENT"}
FINALS = delivery(
    2, "hollins", "destinations",
    [pupil(1, destination_type="FE_COLLEGE", destination_provider="Larkhill College"),
     pupil(2, destination_type="SIXTH_FORM", destination_provider="Marsh School"),
     pupil(3, destination_type="EMPLOYMENT", destination_provider="Brook Engineering"),
     pupil(8, destination_type="FE_COLLEGE", destination_provider="Larkhill College")],
    stage="final", on="2026-08-25",
)  # fmt: skip
COLLEGE = delivery(
    3, "_network", "feedback",
    [
        *(pupil(n, destination_provider="Larkhill College", recorded_on="2026-09-10", year_group=None) for n in (1, 3, 4)),
        {"surname": "Stranger", "forename": "A", "date_of_birth": "2009-12-24", "destination_provider": "Larkhill College", "year_group": None},
    ],
    on="2026-09-11",
)  # fmt: skip
COUNCIL = delivery(
    4, "_network", "feedback",
    [
        pupil(5, destination_type="310", destination_provider="Brook Engineering", recorded_on="2026-09-12", year_group=None),
        pupil(6, destination_type="230", destination_provider="Larkhill College", recorded_on="2026-09-12", year_group=None),
        pupil(8, destination_type="810", recorded_on="2026-09-12", year_group=None),
    ],
    on="2026-09-13",
)  # fmt: skip
ENROLLED = delivery(
    5, "marsh", "feedback", [pupil(n, recorded_on="2026-09-03", year_group=None) for n in (2, 7)], on="2026-09-03"
)


def test_a_college_an_authority_and_a_sixth_form_each_say_who_is_with_them_and_are_believed() -> None:
    with network(ROLL, FINALS, COLLEGE, COUNCIL, ENROLLED, as_of=date(2026, 9, 20)) as database:
        review = database.query("select * from core.feedback_review order by delivery_id, line")
        current = database.query(
            """
            select p.surname, d.destination_type, d.destination_provider, d.verified_by, d.is_confirmed
            from core.destinations as d join core.pupils as p using (pupil_id)
            where d.stage = 'final' order by p.surname
            """
        )
        fates = database.query("select delivery_id, fate, count(*) from core.row_fates group by all order by all")
        pupils = database.value("select count(*) from core.pupils")
    assert review.select("delivery_id", "verified_by", "state").rows() == [
        ("d3", "provider", "agrees"), ("d3", "provider", "conflict"), ("d3", "provider", "new"), ("d3", "provider", "unmatched"),
        ("d4", "local_authority", "new"), ("d4", "local_authority", "new"), ("d4", "local_authority", "says_nothing"),
        ("d5", "network_roll", "agrees"), ("d5", "network_roll", "new"),
    ]  # fmt: skip
    assert current.rows() == [
        # nobody knows Larkhill College: what sort of college it is, the school said for one pupil alone
        ("Surname1", "FE_COLLEGE", "Larkhill College", "provider", True),
        ("Surname2", "SIXTH_FORM", "Marsh School", "network_roll", True),
        ("Surname3", "POST16_UNSPECIFIED", "Larkhill College", "provider", True),
        ("Surname4", "POST16_UNSPECIFIED", "Larkhill College", "provider", True),
        ("Surname5", "APPRENTICESHIP", "Brook Engineering", "local_authority", True),
        ("Surname6", "FE_COLLEGE", "Larkhill College", "local_authority", True),
        ("Surname7", "SIXTH_FORM", "Marsh School", "network_roll", True),
        ("Surname8", "FE_COLLEGE", "Larkhill College", None, False),
    ]
    assert pupils == 8, "a stranger on a college's list is no pupil of ours"
    assert fates.filter(fates["delivery_id"] == "d3").rows() == [("d3", "counted", 3), ("d3", "excluded", 1)]
    assert fates.filter(fates["delivery_id"] == "d4").rows() == [("d4", "counted", 2), ("d4", "excluded", 1)]
