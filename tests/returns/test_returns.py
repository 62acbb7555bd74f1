"""Who is in which return, and what stands there: examples that a reader can check by eye."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl
import pytest
from files_of_returns import drafts, made, profiles, rules_of, table_of
from network import CYCLE, delivery, network, pupil

from assets.return_frames import pupils_of
from domain.return_columns import return_columns, return_variants, usual_variant

LEEDS = {"home_la": "Leeds", "address_line_1": "1 Mill Lane", "town": "Leeds", "postcode": "LS1 4AP"}
YEAR_11 = delivery(
    1, "hollins", "roll",
    [
        pupil(1, **LEEDS, sex="F", ethnicity="WIRT", sen_provision="K", parent_name="Ann Surname1", uln="9999999999"),
        pupil(2, **LEEDS, share_opt_out="Yes", parent_name="Bo Surname2", parent_phone="0113 496 0002", sen_provision="E"),
        pupil(3, home_la="London Borough of Camden", legal_surname="Łukasz", address_line_1="3 High St"),
        pupil(4),
        pupil(5, home_la="Heatherland"),
        pupil(6, home_la="Cumbria"),
        pupil(7, **LEEDS),
        pupil(8, **LEEDS),
        pupil(9, **LEEDS),
    ],
    on="2026-01-20",
)  # fmt: skip
PLANS = delivery(
    2, "hollins", "destinations",
    [
        pupil(1, destination_type="FE", destination_provider="Leeds City College", offer_status="Offer made", offer_on="2026-03-10"),
        pupil(3, destination_type="Undecided"),
    ],
    stage="intended", on="2026-05-10",
)  # fmt: skip
WHERE = delivery(
    3, "hollins", "destinations",
    [
        pupil(1, destination_type="FE", destination_provider="Leeds City College", start_date="07/09/2026", recorded_on="15/09/2026", verified_on="20/09/2026", course="Plumbing"),
        pupil(2, destination_type="FE", destination_provider="Leeds City College"),
        pupil(3, destination_type="College"),
        pupil(7, destination_type="EMPLOYMENT", recorded_on="15/09/2026", verified_on="28/02/2026", destination_provider="Mill Ltd"),
        pupil(8, destination_type="NOT_AVAILABLE", activity_code="650", recorded_on="15/09/2026"),
        pupil(9, destination_type="Deceased"),
    ],
    stage="final",
)  # fmt: skip
YEAR_13 = delivery(
    4, "marsh", "roll", [pupil(20, **LEEDS, date_of_birth="2007-10-01", leaving_date="2026-02-10", leaving_reason="Job")],
    year_group=13, on="2026-03-10",
)  # fmt: skip


@pytest.fixture(scope="module")
def held() -> Iterator[dict[str, pl.DataFrame]]:
    with network(YEAR_11, PLANS, WHERE, YEAR_13) as database:
        yield {name: pupils_of(database, CYCLE, variant) for name, variant in return_variants().items()}


def rows(
    held: dict[str, pl.DataFrame], variant: str, la_code: str = "383", **more: object
) -> dict[str, dict[str, str]]:
    """The rows of an authority's CSV by surname."""
    own = profiles(**{f"la_{la_code}": more}) if more else {}
    content = drafts(made(held[variant], variant, own))[la_code].content or b""
    return {row.get("LegalSurname", "?"): row for row in table_of(content)}


def test_a_confirmed_destination_stands_in_the_return_of_the_authority_where_the_pupil_lives(
    held: dict[str, pl.DataFrame],
) -> None:
    assert rows(held, "confirmed")["Surname1"] == {
        "UPN": "A000000000001", "LegalForename": "Forename1", "LegalSurname": "Surname1", "DOB": "01/10/2009", "Sex": "F",
        "Ethnicity": "WOTH", "Address1": "1 Mill Lane", "Town": "Leeds", "Postcode": "LS1 4AP", "HomeLA": "383",
        "ParentName": "Ann Surname1", "LAESTAB": "9994001", "SchoolName": "Hollins Academy", "NCYear": "11", "SEN": "K",
        "EHCP": "N", "CourseOrLevel": "Plumbing", "ActivityCode": "230", "ActivityProvider": "Leeds City College",
        "ActivityStartDate": "07/09/2026", "VerifiedDate": "20/09/2026", "RiskFlag": "N", "ShareOptOut": "N",
    }  # fmt: skip


def test_who_opted_out_is_in_the_return_with_name_address_birthday_and_parents_alone(
    held: dict[str, pl.DataFrame],
) -> None:
    for variant in ("intended", "september-guarantee", "confirmed"):
        assert rows(held, variant)["Surname2"] == {
            "LegalForename": "Forename2", "LegalSurname": "Surname2", "DOB": "01/10/2009", "Address1": "1 Mill Lane",
            "Town": "Leeds", "Postcode": "LS1 4AP", "ParentName": "Bo Surname2", "ShareOptOut": "Y",
        }  # fmt: skip


def test_every_pupil_is_in_a_return_or_has_a_reason_and_nobody_is_guessed(held: dict[str, pl.DataFrame]) -> None:
    returns = made(held["intended"], "intended")
    assert {one.name: one.rows.height for one in returns.returns} == {"Camden": 1, "Leeds": 5}
    assert sorted(returns.without["reason"]) == [
        "The local authority that the school wrote was divided.",
        "The school hasn't said where the pupil lives.",
        "What the school wrote is no local authority of England that we know.",
    ]
    assert held["intended"].height == 6 + 3


def test_a_deceased_pupil_is_in_no_return(held: dict[str, pl.DataFrame]) -> None:
    assert all("Surname9" not in rows(held, variant) for variant in return_variants())


def test_intended_destinations_are_words_until_the_authoritys_codes_are_known(held: dict[str, pl.DataFrame]) -> None:
    told = rows(held, "intended")["Surname1"]
    assert (told["IntendedDestCode"], told["IntendedProvider"]) == ("Further education college", "Leeds City College")
    assert (told["OfferStatus"], told["OfferDate"], told.get("ActivityCode")) == ("Offer made", "10/03/2026", None)
    notices = made(held["intended"], "intended").returns[1].notices
    assert "intended_codes are not set in its profile, so they are written in words" in notices
    coded = rows(held, "intended", intended_codes={"FE_COLLEGE": "111"}, guarantee_codes={"offer_made": "110"})
    assert (coded["Surname1"]["IntendedDestCode"], coded["Surname1"]["OfferStatus"]) == ("111", "110")
    assert coded["Surname7"]["IntendedDestCode"] == "Not known", "a code that isn't set is a word"


def test_the_september_guarantee_tells_of_years_11_and_12(held: dict[str, pl.DataFrame]) -> None:
    told = rows(held, "september-guarantee")
    assert (told["Surname1"]["OfferStatus"], told["Surname7"]["OfferStatus"]) == ("Offer made", "Not recorded")
    assert "Surname20" not in told and "Surname20" in rows(held, "confirmed")


def test_what_has_lapsed_is_not_known_and_the_return_says_so(held: dict[str, pl.DataFrame]) -> None:
    lapsed = rows(held, "confirmed")["Surname7"]
    assert (lapsed["ActivityCode"], lapsed["RiskFlag"]) == ("810", "Y")
    assert {"ActivityProvider", "VerifiedDate", "ActivityStartDate"}.isdisjoint(lapsed)
    notices = made(held["confirmed"]).returns[1].notices
    assert "1 lapsed destination sent as not known (810)" in notices


def test_why_somebody_is_not_available_is_told_only_where_the_profile_says_so(held: dict[str, pl.DataFrame]) -> None:
    assert rows(held, "confirmed")["Surname8"]["ActivityCode"] == "680"
    assert rows(held, "confirmed", sensitive_codes=True)["Surname8"]["ActivityCode"] == "650"
    notices = made(held["confirmed"]).returns[1].notices
    assert "1 sensitive activity code sent as 680" in notices


def test_in_year_leavers_are_told_with_the_day_and_the_reason(held: dict[str, pl.DataFrame]) -> None:
    told = rows(held, "in-year-leavers")
    assert set(told) == {"Surname20"}
    leaver = told["Surname20"]
    assert (leaver["LeavingDate"], leaver["LeavingReason"], leaver["ActivityCode"]) == ("10/02/2026", "Job", "810")


def test_a_profile_sets_columns_order_titles_codes_and_dates(held: dict[str, pl.DataFrame]) -> None:
    own = profiles(
        la_383={
            "columns": ["date_of_birth", "legal_surname", "activity_code", "sen", "risk_flag", "verified_on"],
            "titles": {"legal_surname": "Family name"}, "code_set": "words", "date_format": "yyyy-mm-dd",
        }
    )  # fmt: skip
    lines = (drafts(made(held["confirmed"], own=own))["383"].content or b"").decode("utf-8-sig").split("\r\n")
    assert lines[0] == "DOB,Family name,ActivityCode,SEN,RiskFlag,VerifiedDate"
    assert lines[1] == "2009-10-01,Surname1,Further education college,SEN support,No,2026-09-20"
    ours = rows(held, "confirmed", code_set="ours")["Surname1"]
    assert (ours["ActivityCode"], ours["SEN"], ours["Ethnicity"]) == ("FE_COLLEGE", "sen_support", "WIRT")


def test_the_default_profile_has_every_column_and_says_that_it_is_the_default(held: dict[str, pl.DataFrame]) -> None:
    one = made(held["confirmed"]).returns[0]
    header = (drafts(made(held["confirmed"]))["202"].content or b"").decode("utf-8-sig").split("\r\n")[0]
    assert header.split(",") == [column.title for column in return_columns().values() if column.is_default]
    assert one.notices[0].startswith("no profile: the default was used; [local_authorities.202]")


def test_an_authority_may_ask_for_who_is_at_its_schools_instead(held: dict[str, pl.DataFrame]) -> None:
    at_home = held["confirmed"].with_columns(school_la=pl.lit("383"))
    returns = made(at_home, own=profiles(la_383={"scope": "educated"}))
    assert {one.name: one.rows.height for one in returns.returns} == {"Camden": 1, "Leeds": 9}
    assert returns.without.is_empty(), "also who lives nowhere that we know is at a school"
    elsewhere = made(held["confirmed"], own=profiles(la_383={"scope": "educated"}))
    assert [one.name for one in elsewhere.returns] == ["Camden"]
    assert elsewhere.without["reason"].str.starts_with("The home authority asks only").sum() == 5


def test_letters_that_an_encoding_lacks_are_replaced_and_named(held: dict[str, pl.DataFrame]) -> None:
    returns = made(held["confirmed"], own=profiles(la_202={"encoding": "cp1252"}))
    (row,) = table_of(drafts(returns)["202"].content or b"", "cp1252")
    assert row["LegalSurname"] == "?ukasz"
    assert ("return_letters_exist", "warning") in rules_of(returns)
    assert ("return_letters_exist", "warning") not in rules_of(made(held["confirmed"]))
    accents = held["confirmed"].with_columns(pl.col("legal_surname").replace("Łukasz", "Çelik-Şahin"))
    content = drafts(made(accents, own=profiles(la_202={"encoding": "cp1252"})))["202"].content or b""
    assert table_of(content, "cp1252")[0]["LegalSurname"] == "Çelik-Sahin"


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "xml"])
def test_the_same_pupils_give_the_same_bytes(held: dict[str, pl.DataFrame], file_format: str) -> None:
    own = profiles(la_383={"database_id": "383"}, la_202={"database_id": "202"})
    one, two = (drafts(made(held["confirmed"], own=own, file_format=file_format)) for _ in range(2))
    assert {code: draft.content for code, draft in one.items()} == {code: draft.content for code, draft in two.items()}


def test_what_looks_like_a_formula_is_text(held: dict[str, pl.DataFrame]) -> None:
    tricky = held["confirmed"].with_columns(town=pl.lit("=1+1"), pupil_phone=pl.lit("+44 113 496 0000"))
    row = table_of(drafts(made(tricky))["202"].content or b"")[0]
    assert (row["Town"], row["Phone"]) == ("'=1+1", "'+44 113 496 0000")


def test_an_opt_out_in_a_row_that_waits_to_be_mended_is_honoured_until_the_family_says_otherwise() -> None:
    first = delivery(1, "hollins", "roll", [pupil(1, **LEEDS)], on="2026-01-20")
    held_row = delivery(2, "hollins", "roll", [pupil(1, share_opt_out="Yes")], on="2026-02-20")
    mended = delivery(3, "hollins", "roll", [pupil(1, share_opt_out="No")], on="2026-03-20")
    variant = return_variants()["intended"]
    with network(first, held_row, held=[("d2", 2)]) as database:
        assert pupils_of(database, CYCLE, variant)["is_opted_out"].to_list() == [True]
    with network(first, held_row, mended, held=[("d2", 2)]) as database:
        assert pupils_of(database, CYCLE, variant)["is_opted_out"].to_list() == [False]


@pytest.mark.parametrize(
    ("day", "variant"),
    [
        (date(2025, 7, 1), "intended"),
        (date(2026, 5, 30), "intended"),
        (date(2026, 5, 31), "september-guarantee"),
        (date(2026, 10, 31), "september-guarantee"),
        (date(2026, 11, 1), "confirmed"),
    ],
)
def test_the_day_says_which_return_is_usual(day: date, variant: str) -> None:
    events = {"year_starts": date(2025, 9, 1), "end_of_may": date(2026, 5, 31), "activity_survey": date(2026, 11, 1)}
    assert usual_variant(events, day).name == variant
