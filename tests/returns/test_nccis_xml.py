"""A return in the shape of the national record, held against the schema beside its writer."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as Tree

import polars as pl
import pytest
import xmlschema
from files_of_returns import drafts, made, profiles, rules_of
from network import CYCLE, delivery, network, pupil

import reports.nccis_xml
from assets.return_frames import pupils_of
from domain.return_columns import return_variants

SCHEMA = xmlschema.XMLSchema(Path(reports.nccis_xml.__file__).with_name("nccis.xsd"))
OWN = profiles(
    la_383={"database_id": "383", "intended_codes": {"FE_COLLEGE": "111"}, "guarantee_codes": {"offer_made": "110"}}
)
HOME = {"home_la": "Leeds", "address_line_1": "1 Mill Lane", "postcode": "LS1 4AP"}
FE = {"destination_type": "FE", "destination_provider": "Leeds City College"}
PEOPLE = [
    pupil(1, **HOME, sex="M", ethnicity="WBRI", sen_provision="E", uln="9276308686"),
    pupil(2, **HOME, share_opt_out="Yes"),
    pupil(3, **HOME, surname="O'Neill & <Sons>"),
    pupil(4, **HOME),
    pupil(5, **HOME),
]
FINAL = [
    pupil(1, **FE, start_date="07/09/2026", recorded_on="15/09/2026", verified_on="20/09/2026", predicted_end_on="31/07/2027"),
    pupil(2, **FE),
    pupil(3, surname="O'Neill & <Sons>", destination_type="LEFT_ENGLAND"),
    pupil(4, destination_type="SEEKING", start_date="01/09/2026", recorded_on="10/09/2026"),
    pupil(5, destination_type="TEMPORARY_EMPLOYMENT", destination_provider="Mill Ltd", recorded_on="10/09/2026", review_on="20/09/2026"),
]  # fmt: skip


@pytest.fixture(scope="module")
def held() -> dict[str, pl.DataFrame]:
    files = (
        delivery(1, "hollins", "roll", PEOPLE, on="2026-01-20"),
        delivery(2, "hollins", "destinations", [pupil(1, **FE, offer_status="Offer made")], stage="intended", on="2026-05-10"),
        delivery(3, "hollins", "destinations", FINAL, stage="final"),
        delivery(4, "hollins", "roll", [pupil(20, **HOME, date_of_birth="2007-10-01", leaving_date="2026-02-10")], year_group=13, on="2026-03-10"),
    )  # fmt: skip
    with network(*files) as database:
        return {name: pupils_of(database, CYCLE, variant) for name, variant in return_variants().items()}


def record(held: dict[str, pl.DataFrame], variant: str, surname: str = "Surname1") -> dict[str, str]:
    """The elements of a pupil's record that hold a text."""
    content = drafts(made(held[variant], variant, OWN, file_format="xml"))["383"].content or b""
    for found in Tree.fromstring(content).findall("YoungPersonsRecord"):
        if found.findtext("PersonalDetails/FamilyName") == surname:
            return {part.tag: part.text for part in found.iter() if part.text and part.text.strip()}
    raise AssertionError(f"no record of {surname}")


@pytest.mark.parametrize("variant", sorted(return_variants()))
def test_every_variant_keeps_to_the_schema(held: dict[str, pl.DataFrame], variant: str) -> None:
    content = drafts(made(held[variant], variant, OWN, file_format="xml"))["383"].content or b""
    SCHEMA.validate(content.decode())
    assert len(Tree.fromstring(content).findall("YoungPersonsRecord")) == (1 if variant == "in-year-leavers" else 6 - (variant == "september-guarantee"))  # fmt: skip


def test_the_schema_refuses_what_is_no_such_record(held: dict[str, pl.DataFrame]) -> None:
    content = (drafts(made(held["confirmed"], "confirmed", OWN, file_format="xml"))["383"].content or b"").decode()
    for right, wrong in (
        ("<DatabaseID>383", "<DatabaseID>38"),
        ("<Gender>M", "<Gender>male"),
        ("FileHeader", "Header"),
    ):
        assert right in content and not SCHEMA.is_valid(content.replace(right, wrong))


def test_a_confirmed_destination_is_an_activity_with_its_dates(held: dict[str, pl.DataFrame]) -> None:
    told = record(held, "confirmed")
    assert told["YoungPersonsID"].startswith("383") and len(told["YoungPersonsID"]) == 13
    expected = {
        "CohortStatus": "P", "GivenName": "Forename1", "Gender": "M", "DOB": "2009-10-01", "Ethnicity": "WBRI", "LeadLEA": "383",
        "EducatedLEA": "999", "LEACodeAtYear11": "999", "UniqueLearnerNo": "9276308686", "UniquePupilNumber": "A000000000001",
        "SENDFlag": "Y", "SENSupportFlag": "N", "ActivityCode": "230", "StartDate": "2026-09-07", "DateAscertained": "2026-09-15",
        "DateVerified": "2026-09-20", "DueToLapseDate": "2027-07-31", "CurrencyLapsed": "N", "PredictedEndDate": "2027-07-31",
        "EstablishmentName": "Leeds City College", "EstablishmentNumber": "3839999",
    }  # fmt: skip
    assert {name: told.get(name) for name in expected} == expected


def test_plans_and_offers_are_codes_that_the_profile_sets_and_else_left_out(held: dict[str, pl.DataFrame]) -> None:
    assert record(held, "intended")["IntendedDestinationYr11"] == "111"
    assert "IntendedDestinationYr11" not in record(held, "intended", "Surname4")
    guarantee = record(held, "september-guarantee")
    assert (guarantee["GuaranteeStatus"], guarantee["GuaranteeStatusIndicator"]) == ("110", "Y")
    assert "GuaranteeStatus" not in record(held, "september-guarantee", "Surname4")


def test_who_moved_away_has_no_activity_and_who_seeks_has_since_when(held: dict[str, pl.DataFrame]) -> None:
    moved = record(held, "confirmed", "O'Neill & <Sons>")
    assert moved["CohortStatus"] == "E" and "ActivityCode" not in moved
    seeking = record(held, "confirmed", "Surname4")
    assert (seeking["ActivityCode"], seeking["NEETStartDate"]) == ("619", "2026-09-01")


def test_a_lapsed_record_says_when_it_lapsed(held: dict[str, pl.DataFrame]) -> None:
    lapsed = record(held, "confirmed", "Surname5")
    assert (lapsed["ActivityCode"], lapsed["DueToLapseDate"], lapsed["CurrencyLapsed"]) == ("810", "2026-10-18", "Y")
    assert "EstablishmentName" not in lapsed


def test_what_a_list_may_lack_a_record_may_not(held: dict[str, pl.DataFrame]) -> None:
    unfinished = held["confirmed"].with_columns(predicted_end_on=pl.lit(None, pl.Date))
    assert ("nccis_259_predicted_end", "warning") in rules_of(made(unfinished, own=OWN))
    assert ("nccis_259_predicted_end", "blocking") in rules_of(made(unfinished, own=OWN, file_format="xml"))
