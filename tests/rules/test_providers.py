"""Which provider a school's words mean: what is certain is taken, what is likely is asked."""

from __future__ import annotations

import time
from collections.abc import Mapping

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.destination_types import destination_types
from domain.package_data import table
from domain.provider_keys import id_key, name_key
from domain.provider_lists import ESTABLISHMENTS, INSTITUTIONS, establishment_kind, merge
from domain.provider_suggestions import suggestions
from domain.providers import Directory, Match, Said, aliases_in_force, is_placeholder, is_trap, looked_up_types

SCHOOLS = pl.DataFrame(
    {
        "school_id": ["hollins", "marsh", "dell"],
        "name": ["Hollins Academy", "Marsh School", "Dell Primary"],
        "urn": ["990001", "990002", "990003"],
        "laestab": ["999/4001", "9994002", "9992003"],
        "phase": ["secondary", "secondary", "primary"],
    }
)
NO_ALIASES = pl.DataFrame(schema=dict.fromkeys(("text_key", "school_id", "provider_id"), pl.String))


def establishments(*rows: Mapping[str, str | None]) -> pl.DataFrame:
    usual = {"la_code": "999", "type": "Academy converter", "phase": "Secondary", "is_closed": "no"}
    return pl.DataFrame([{**usual, **row} for row in rows], schema=ESTABLISHMENTS)


def institutions(*rows: Mapping[str, str | None]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=INSTITUTIONS)


def directory(
    registered: pl.DataFrame | None = None,
    listed: pl.DataFrame | None = None,
    aliases: list[dict[str, str]] | None = None,
    cycle: str = "2025-26",
) -> Directory:
    none = (establishments() if registered is None else registered, institutions() if listed is None else listed)
    ledger = pl.DataFrame(aliases, schema=NO_ALIASES.schema) if aliases else NO_ALIASES
    return Directory(*merge(SCHOOLS, *none), ledger, cycle)


def said(
    text: str = "", number: str = "", *, type_: str = "HIGHER_EDUCATION", words: str = "", year_group: int = 13
) -> Said:
    return Said("hollins", year_group, type_, words or type_, text, number)


def meant(directory: Directory, *arguments: str, **more: object) -> tuple[str | None, str | None, str | None]:
    match = directory.resolve(said(*arguments, **more))  # type: ignore[arg-type]
    return match.provider_id, match.match, match.review_reason


BUNDLED = directory()
LEEDS = "ukprn:10007795"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The University of Leeds", "university of leeds"),
        ("Uni of Leeds", "Univ. of Leeds"),
        ("King’s College, London", "Kings College London"),
        ("St. Mary's & St Joseph's", "Saint Marys and St. Josephs"),
        ("Glyndŵr University", "Glyndwr Uni"),
        ("Colebrook 6th Form College", "Colebrook Sixth-Form College"),
    ],
)
def test_spellings_that_can_only_mean_the_same_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Leeds University", "University of Leeds"),
        ("University of Worcester", "University of Winchester"),
        ("York College", "York"),
    ],
)
def test_what_a_person_would_have_to_guess_has_two_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(st.text(max_size=30))
def test_a_key_leaves_out_case_and_spaces_around_and_no_text_is_without_one(text: str) -> None:
    assert name_key(f"  {text} ") == name_key(text)
    if text.isascii():
        assert name_key(text.swapcase()).lower() == name_key(text).lower()
    assert bool(name_key(text)) == bool(text.strip())


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("10007795", "ukprn:10007795"),
        ("UKPRN: 1000 7795", "ukprn:10007795"),
        ("10007795.0", "ukprn:10007795"),
        ("202/4000", "laestab:2024000"),
        ("202-4000", "laestab:2024000"),
        ("2024000", "laestab:2024000"),
        ("URN 990001", "urn:990001"),
        ("l23", "ucas:L23"),
        ("12-B", None),
        ("Leeds", None),
        ("", None),
    ],
)
def test_a_number_is_known_in_any_spelling(written: str, key: str | None) -> None:
    assert id_key(written) == key


@pytest.mark.parametrize(
    ("text", "number", "provider", "match"),
    [
        ("", "10007795", LEEDS, "id"),
        ("", "L23", LEEDS, "id"),
        ("l23", "", LEEDS, "id"),
        ("", "999-4002", "school:marsh", "id"),
        ("", "990002", "school:marsh", "id"),
        ("", "marsh", "school:marsh", "id"),
        ("Uni. of Leeds", "", LEEDS, "name"),
        ("University of Northumbria at Newcastle", "", "ukprn:10001282", "synonym"),
        ("University of Bolton", "", "ukprn:10006841", "name"),
        ("Marsh School", "", "school:marsh", "name"),
        ("Hollins Academy", "", "school:hollins", "own_school"),
        ("Our sixth form", "", "school:hollins", "own_school"),
        ("University of Leeds", "99999999", LEEDS, "name"),
    ],
)
def test_a_number_a_whole_name_and_a_safe_synonym_are_taken(text: str, number: str, provider: str, match: str) -> None:
    assert meant(BUNDLED, text, number) == (provider, match, None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Leeds University", "suggest_only"),
        ("KCL", "suggest_only"),
        ("Kings", "trap"),
        ("St. Mary’s", "trap"),
        ("City College", "trap"),
        ("The Sixth Form", "trap"),
        ("TBC", "placeholder"),
        ("XXXX", "placeholder"),
        ("Univercity of Leads", "unknown"),
        ("Calderholme College", "unknown"),
    ],
)
def test_what_is_only_likely_is_asked_and_never_taken(text: str, reason: str) -> None:
    assert meant(BUNDLED, text) == (None, None, reason)


@given(st.text(max_size=25), st.sampled_from(sorted(looked_up_types())))
def test_whatever_is_taken_was_written_in_full(text: str, type_: str) -> None:
    match = BUNDLED.resolve(Said("hollins", 11, type_, "", text, ""))
    if match.match in ("name", "synonym"):
        assert match.provider_id in BUNDLED.called(text)
    assert (match.provider_id is None) == (match.match is None)


def test_a_number_that_contradicts_the_name_leads_and_is_asked_about() -> None:
    assert meant(BUNDLED, "University of York", "L23") == (LEEDS, "id", "id_disagrees")
    assert meant(BUNDLED, "Leeds University", "L23") == (LEEDS, "id", None)
    assert meant(BUNDLED, "Kings", "L23") == (LEEDS, "id", None)


def test_a_number_that_nobody_has_is_asked_about_where_no_name_helps() -> None:
    assert meant(BUNDLED, "", "99999999") == (None, None, "unknown")
    assert meant(BUNDLED, "", "99999999", type_="SIXTH_FORM", year_group=12) == (None, None, "unknown")


@pytest.mark.parametrize("type_", ["EMPLOYMENT", "APPRENTICESHIP", "SELF_EMPLOYMENT", "ARMED_FORCES", "GAP_YEAR"])
def test_an_employer_is_never_looked_up(type_: str) -> None:
    assert BUNDLED.resolve(said("University of Leeds", type_=type_)) == Match()


@pytest.mark.parametrize(
    ("type_", "words", "year_group", "provider"),
    [
        ("SIXTH_FORM", "Own sixth form", 11, "school:hollins"),
        ("SIXTH_FORM", "Staying on at school", 11, "school:hollins"),
        ("SIXTH_FORM", "SIXTH_FORM", 11, None),
        ("SIXTH_FORM", "SIXTH_FORM", 12, "school:hollins"),
        ("SIXTH_FORM", "Sixth form at another school", 12, None),
        ("SIXTH_FORM", "SIXTH_FORM", 13, None),
        ("POST16_UNSPECIFIED", "Sixth form", 12, None),
    ],
)
def test_the_destination_itself_may_say_the_own_school(
    type_: str, words: str, year_group: int, provider: str | None
) -> None:
    match = BUNDLED.resolve(said(type_=type_, words=words, year_group=year_group))
    assert (match.provider_id, match.match) == (provider, "own_school" if provider else None)


def test_a_system_s_stand_in_is_not_the_own_school() -> None:
    assert meant(BUNDLED, "XXXX", type_="SIXTH_FORM", year_group=12) == (None, None, "placeholder")


def test_a_school_s_own_word_comes_before_the_network_s_and_both_before_a_name() -> None:
    ledger = [
        {"text_key": "kings", "school_id": "hollins", "provider_id": "school:marsh"},
        {"text_key": "kings", "school_id": "marsh", "provider_id": LEEDS},
        {"text_key": "universityofyork", "school_id": "", "provider_id": LEEDS},
        {"text_key": "gone", "school_id": "", "provider_id": "urn:1"},
    ]
    found = directory(aliases=ledger)
    assert meant(found, "King's") == ("school:marsh", "ledger", None)
    assert meant(found, "Uni of York") == (LEEDS, "ledger", None)
    assert meant(found, "Uni of York", "W20") == ("ukprn:10007163", "id", "id_disagrees")
    assert meant(found, "Gone") == (None, None, "unknown")


def test_the_newest_word_on_a_spelling_holds_and_can_be_taken_back() -> None:
    first, second = {"text": "King's", "provider_id": "a"}, {"text": "kings", "provider_id": "b"}
    elsewhere = {"text": "Kings", "provider_id": "c", "school_id": "marsh"}
    held = aliases_in_force([("alias", first), ("alias", second), ("alias", elsewhere), ("withdraw", {})])
    assert [(row["text_key"], row["school_id"], row["provider_id"]) for row in held] == [
        ("kings", "", "b"),
        ("kings", "marsh", "c"),
    ]
    assert aliases_in_force([("alias", first), ("unalias", first)]) == []


MAYFIELDS = establishments(
    {"urn": "100001", "laestab": "2014001", "name": "Mayfield School"},
    {"urn": "100002", "laestab": "2024001", "name": "Mayfield School"},
    {"urn": "100003", "laestab": "2034001", "name": "Oldfield School", "is_closed": "yes", "closed_on": "2024-08-31"},
    {"urn": "100004", "laestab": "2034001", "name": "Newfield Academy", "ukprn": "10099004"},
    {"urn": "100005", "laestab": "2044001", "name": "Lostfield School", "is_closed": "yes"},
    {"urn": "990002", "laestab": "9994002", "name": "Marsh School, A Trust Academy", "ukprn": "10099002"},
)


def test_a_name_that_several_bear_is_nobody_s_but_their_numbers_tell_them_apart() -> None:
    found = directory(MAYFIELDS)
    assert meant(found, "Mayfield School", type_="SIXTH_FORM") == (None, None, "ambiguous")
    assert meant(found, "Mayfield School", "202/4001", type_="SIXTH_FORM") == ("urn:100002", "id", None)


def test_a_closed_provider_is_called_by_its_name_only_while_it_was_open() -> None:
    assert meant(directory(MAYFIELDS, cycle="2023-24"), "Oldfield School")[0] == "urn:100003"
    assert meant(directory(MAYFIELDS, cycle="2024-25"), "Oldfield School") == (None, None, "unknown")
    assert meant(directory(MAYFIELDS), "Lostfield School") == (None, None, "unknown")
    assert meant(directory(MAYFIELDS), "", "100005")[0] == "urn:100005"
    assert meant(directory(MAYFIELDS), "", "2034001")[0] == "ukprn:10099004", "a number left to a successor is its"


def test_a_school_of_the_network_is_one_provider_in_every_list() -> None:
    providers, names = merge(SCHOOLS, MAYFIELDS, institutions())
    marsh = providers.filter(provider_id="school:marsh").row(0, named=True)
    assert (marsh["ukprn"], marsh["urn"], marsh["name"], marsh["kind"]) == (
        "10099002",
        "990002",
        "Marsh School",
        "school",
    )
    assert providers.filter(urn="990002").height == 1
    assert names.filter(provider_id="school:marsh").height == 2


def test_the_own_school_s_name_is_its_own_whoever_else_bears_it() -> None:
    twin = establishments({"urn": "100009", "laestab": "2094001", "name": "Hollins Academy"})
    assert meant(directory(twin), "Hollins Academy", type_="SIXTH_FORM") == ("school:hollins", "own_school", None)


LISTED = institutions(
    {"institution_id": "a", "name": "University of Leeds", "ukprn": "10007795", "suggestions": "Leeds|Yorkshire Uni"},
    {"institution_id": "b", "name": "University of York", "ukprn": "10007167", "synonyms": "York University"},
    {"institution_id": "c", "name": "Old College", "closed_in": "2008"},
    {"institution_id": "d", "name": "York University"},
)


def test_the_home_s_list_has_the_last_word_on_the_spellings_it_knows() -> None:
    found = directory(listed=LISTED)
    assert meant(BUNDLED, "York University") == (None, None, "suggest_only")
    assert meant(found, "York University") == ("ukprn:10007167", "synonym", None)
    assert meant(found, "Yorkshire Uni") == (None, None, "suggest_only")
    assert meant(found, "Old College") == (None, None, "unknown")
    assert meant(found, "University of Bath")[0] == "ukprn:10007850", "the bundled list fills the gaps"
    assert meant(found, "", "Y50")[0] == "ukprn:10007167"


@pytest.mark.parametrize(
    ("type_", "phase", "kind"),
    [
        ("Academy converter", "Secondary", "school"),
        ("Academy converter", "Primary", "primary_school"),
        ("Community special school", "Not applicable", "special_school"),
        ("Academy 16-19 converter", "16 plus", "sixth_form_college"),
        ("Sixth Form College", None, "sixth_form_college"),
        ("Further education", "16 plus", "fe_college"),
        ("Other independent school", "Not applicable", "independent_school"),
        ("Lighthouse", "Secondary", "other"),
        (None, None, "other"),
    ],
)
def test_the_kind_follows_from_type_and_phase(type_: str | None, phase: str | None, kind: str) -> None:
    assert establishment_kind(type_, phase) == kind


def test_suggestions_are_near_and_at_most_three() -> None:
    names = merge(SCHOOLS, establishments(), institutions())[1]
    near = suggestions(["Univercity of Leads", "Hallam Sheffield University", "Zebra Crossing"], names)
    assert near["Univercity of Leads"][0][0] == LEEDS
    assert near["Hallam Sheffield University"][0] == ("ukprn:10005790", 100)
    assert near["Zebra Crossing"] == []
    assert all(len(found) <= 3 for found in near.values())


def test_thousands_of_unknown_names_take_seconds() -> None:
    names = pl.DataFrame(
        {
            "provider_id": [f"urn:{n}" for n in range(20_000)],
            "words": [f"school {n * 7919} of {n}" for n in range(20_000)],
        }
    )
    begun = time.process_time()
    suggestions([f"colledge {n * 104729} at {n}" for n in range(500)], names)
    assert time.process_time() - begun < 5


def test_the_lists_fit_together() -> None:
    kinds, types = table("provider_kinds"), set(destination_types()["code"])
    for name, column in (("providers", "kind"), ("provider_phases", "kind"), ("provider_establishment_types", "kind")):
        assert set(table(name)[column]) <= set(kinds["kind"]), name
    assert set(kinds["destination_type"].drop_nulls()) <= types
    assert set(table("provider_types")["destination_type"]) <= types
    overruled = set(table("provider_types").drop_nulls("overruled_in")["destination_type"])
    assert overruled == {
        "SIXTH_FORM",
        "SIXTH_FORM_COLLEGE",
        "FE_COLLEGE",
        "INDEPENDENT",
        "SPECIAL",
        "POST16_UNSPECIFIED",
    }
    assert kinds.filter(sector="higher")["destination_type"].null_count() == 2, "a university never overrules"


def test_bundled_codes_belong_to_one_university_each() -> None:
    coded = table("providers").drop_nulls("ucas_code")
    assert coded["ucas_code"].is_unique().all()
    assert coded["ukprn"].is_unique().all()
    assert set(table("provider_groups")["ukprn"]) <= set(coded["ukprn"])


def test_the_russell_group_has_grown_as_it_tells() -> None:
    group = table("provider_groups").filter(provider_group="russell_group")
    counts = {
        year: group.filter(pl.col("valid_from") <= year).height for year in ("1994-95", "1998-99", "2006-07", "2012-13")
    }
    assert counts == {"1994-95": 17, "1998-99": 19, "2006-07": 20, "2012-13": 24}


def test_a_trap_is_no_safe_name_of_anybody_by_accident() -> None:
    assert is_trap("Trinity") and is_trap("the academy") and not is_trap("University of Leeds")
    assert is_placeholder("to be confirmed") and not is_placeholder("Kings")
    own = set(table("provider_words").filter(says="own_school")["words"].map_elements(name_key, return_dtype=pl.String))
    assert not own & {name_key(name) for name in table("provider_traps")["name"]}
