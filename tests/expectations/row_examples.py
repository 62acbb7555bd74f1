"""For each rule of `staged.rows` one example that breaks it and one that doesn't: as changes to the tidy row."""

from __future__ import annotations

from datetime import date
from typing import Any

from domain.identifiers import upn_check_letter
from expectations.reading_rules import READING_RULES
from expectations.row_facts import PLACEHOLDER_ULN

Rows = list[dict[str, Any]]


def _upn(body: str) -> str:
    return upn_check_letter(body) + body


ROLL = {"kind": "roll", "stage": None, "destination_type": None, "destination_text": None, "leaving_date": None}
NOBODY = {"upn": None, "uln": None, "mis_id": None, "surname": None, "forename": None}
INTENDED = {
    "stage": "intended",
    "recorded_on": date(2025, 11, 3),
    "start_date": None,
    "verified_on": None,
    "verified_by": None,
    "leaving_date": None,
}
HIGHER = {
    "year_group": 13,
    "destination_type": "HIGHER_EDUCATION",
    "birth_from": date(2007, 9, 1),
    "birth_to": date(2008, 8, 31),
}
YEAR_6 = {
    "year_group": 6,
    "destination_type": "SECONDARY",
    "results_on": None,
    "birth_from": date(2014, 9, 1),
    "birth_to": date(2015, 8, 31),
    "date_of_birth": date(2015, 1, 5),
}
APPRENTICE = {
    "destination_type": "APPRENTICESHIP",
    "destination_provider": None,
    "destination_provider_id": None,
    "participation": "employment",
}


APPLICATION = {"kind": "applications", "destination_type": None, "application_status": "awaiting_decision"}
FEEDBACK = {"kind": "feedback", "stage": None, "destination_type": None, "is_own_enrolment": False}
NOWHERE = {"destination_provider": None, "destination_provider_id": None}
ENCOUNTER = {"kind": "encounters", "encounter_on": date(2026, 10, 1), "encounter_kind": "employer"}
COMPASS = {"kind": "compass", "benchmark": 8, "benchmark_score": 100.0, "evaluated_on": date(2026, 7, 17)}


def _torn(column: str, lost: int, kept: int) -> Rows:
    """A list in which some dates of the column can't be read."""
    return [{"unreadable": [column], column: None}] * lost + [{}] * kept


EXAMPLES: dict[str, tuple[Rows, Rows]] = {
    "pupil_identified": ([{**NOBODY, "uln": "9999999999"}], [{**NOBODY, "surname": "Bee", "forename": "Bo"}]),
    "upn_form": ([{"upn": "B80120000500"}], [{"upn": "1.23457E+12"}]),
    "upn_check_letter": ([{"upn": "A801200005001"}], [{"upn": "P207000016049"}]),
    "upn_permanent": ([{"upn": _upn("82043210300A")}], [{"upn": _upn("820432103001")}]),
    "former_upn_form": ([{"former_upn": "A801200005001"}], [{"former_upn": "B801200005001"}]),
    "upn_of_one_pupil": (
        [{}, {"date_of_birth": date(2010, 1, 16)}],
        [{"upn": None}, {"upn": None, "date_of_birth": date(2010, 1, 16)}],
    ),
    "uln_check_digit": ([{"uln": "9276308687"}], [{"uln": "9999999999"}]),
    "uln_not_placeholder": ([{"uln": "9999999999"}], [{"uln": None}]),
    "roll_gives_surname": ([{**ROLL, "surname": None}], [{"surname": None}]),
    "roll_gives_forename": ([{**ROLL, "forename": None}], [ROLL]),
    "roll_gives_birthday": (
        [{**ROLL, "date_of_birth": None}],
        [{**ROLL, "date_of_birth": None, "unreadable": ["date_of_birth"]}],
    ),
    "birthday_not_placeholder": ([{"date_of_birth": date(1901, 1, 1)}], [{"date_of_birth": date(1901, 1, 2)}]),
    "birthday_plausible": ([{"date_of_birth": date(2017, 9, 1)}], [{"date_of_birth": date(2017, 8, 31)}]),
    "birthday_not_too_early": ([{"date_of_birth": date(2009, 8, 31)}], [{"date_of_birth": date(2009, 9, 1)}]),
    "birthday_not_too_late": ([{"date_of_birth": date(2010, 9, 1)}], [{"date_of_birth": date(2010, 8, 31)}]),
    "year_group_has_destinations": ([{"year_group": 10}], [{"year_group": 12}]),
    "year_group_of_a_school": ([{**ROLL, "year_group": 5}], [{**ROLL, "year_group": 14}]),
    "year_group_given": ([{}, {"year_group": None}], [{"year_group": None}, {"year_group": None}]),
    "stage_given": ([{}, {"stage": None}], [{"stage": None}, {"stage": None}]),
    "school_known": (
        [{"school_text": "Elsewhere", "school_named": None}],
        [{"school_text": None, "school_named": None}],
    ),
    "school_is_the_folders": (
        [{"school_text": "Ashdale", "school_named": "ashdale"}],
        [{"school_text": "Hollins", "school_named": "hollins"}],
    ),
    "roll_names_pupil_once": ([ROLL, ROLL], [ROLL, {**ROLL, "upn": "P207000016049"}]),
    "claim_made_once": ([{}, {}], [{}, {"recorded_on": date(2026, 9, 21)}]),
    "claims_of_a_day_agree": (
        [{}, {"destination_type": "SIXTH_FORM"}, {"destination_provider": "Elsewhere College"}],
        [
            {"line": 9},
            {"line": 9, "part": 2, "destination_type": "SIXTH_FORM"},
            {"stage": "intended", "destination_type": "SEEKING"},
        ],
    ),
    "destination_known": (
        [{"destination_text": "Aprenticeship", "destination_type": None}],
        [{"destination_text": None, "destination_type": None}],
    ),
    "destination_for_year_group": ([YEAR_6 | {"destination_type": "SIXTH_FORM"}], [YEAR_6]),
    "destination_for_stage": ([{"destination_type": "UNDECIDED"}], [{**INTENDED, "destination_type": "UNDECIDED"}]),
    "decided_after_stock_take": (
        [{**INTENDED, "recorded_on": date(2026, 2, 23), "destination_type": "UNDECIDED"}],
        [{**INTENDED, "recorded_on": date(2026, 2, 22), "destination_type": "UNDECIDED"}],
    ),
    "provider_given": (
        [{"destination_provider": None, "destination_provider_id": None}],
        [{"destination_provider": None}],
    ),
    "university_given": ([{**HIGHER, "destination_provider": None, "destination_provider_id": None}], [HIGHER]),
    "university_intended": (
        [{**HIGHER, **INTENDED, "destination_provider": None, "destination_provider_id": None}],
        [{**HIGHER, **INTENDED}],
    ),
    "type_is_the_providers": (
        [{"provider_id": "school:marsh", "provider_kind": "school", "provider_type": "SIXTH_FORM"}],
        [{"provider_id": "ukprn:10001234", "provider_kind": "fe_college", "provider_type": "FE_COLLEGE"}],
    ),
    "provider_number_form": ([{"destination_provider_id": "12-B"}], [{"destination_provider_id": "O33"}]),
    "provider_ukprn": ([{"destination_provider_id": "20001234"}], [{"destination_provider_id": "1000 1234"}]),
    "provider_laestab": ([{"destination_provider_id": "0024000"}], [{"destination_provider_id": "202/4000"}]),
    "apprenticeship_detail": ([APPRENTICE], [{**APPRENTICE, "apprenticeship_level": 3}]),
    "apprenticeship_level_fits": ([{"apprenticeship_level": 6}], [{**APPRENTICE, "apprenticeship_level": 6}]),
    "send_for_special_provision": ([{"destination_type": "SPECIAL"}], [{**YEAR_6, "destination_type": "SPECIAL"}]),
    "activity_code_known": ([{"activity_code": "999"}], [{"activity_code": "230"}]),
    "activity_code_agrees": ([{"activity_code": "240"}], [{"activity_code": "999"}]),
    "review_date_given": (
        [{"destination_type": "TEMPORARY_EMPLOYMENT"}],
        [{**INTENDED, "destination_type": "TEMPORARY_EMPLOYMENT"}],
    ),
    "offer_by_end_of_may": (
        [{**INTENDED, "offer_status": "no_offer", "recorded_on": date(2026, 6, 1)}],
        [{**INTENDED, "offer_status": "no_offer", "recorded_on": date(2026, 5, 31)}],
    ),
    "recorded_not_in_future": ([{"recorded_on": date(2026, 10, 2)}], [{"recorded_on": date(2026, 10, 1)}]),
    "recorded_in_the_year": ([{"recorded_on": date(2025, 8, 31)}], [{"recorded_on": date(2025, 9, 1)}]),
    "recorded_within_follow_up": ([{"recorded_on": date(2027, 9, 1)}], [{"recorded_on": date(2027, 8, 31)}]),
    "final_since_results_day": (
        [{"recorded_on": date(2026, 8, 19), "leaving_date": None}],
        [{"recorded_on": date(2026, 8, 19), "leaving_date": date(2026, 3, 1)}],
    ),
    "offer_day_has_been": ([{**YEAR_6, **INTENDED}], [{**YEAR_6, **INTENDED, "recorded_on": date(2026, 3, 2)}]),
    "begun_when_recorded": (
        [{"start_date": date(2026, 11, 2)}],
        [{"start_date": date(2026, 11, 2), "recorded_on": date(2026, 8, 21)}],
    ),
    "verified_after_start": ([{"start_date": date(2026, 9, 22)}], [{"start_date": date(2026, 9, 21)}]),
    "verified_not_in_future": ([{"verified_on": date(2026, 10, 2)}], [{"verified_on": date(2026, 10, 1)}]),
    "verifier_given": ([{"verified_by": None}], [{"verified_by": None, "verified_on": None}]),
    "contacted_not_in_future": ([{"contacted_on": date(2026, 10, 2)}], [{"contacted_on": date(2026, 10, 1)}]),
    "guidance_not_in_future": ([{"guidance_on": date(2026, 10, 2)}], [{"guidance_on": date(2026, 10, 1)}]),
    "offer_not_in_future": ([{"offer_on": date(2026, 10, 2)}], [{"offer_on": date(2026, 10, 1)}]),
    "ends_after_start": ([{"predicted_end_on": date(2026, 9, 6)}], [{"predicted_end_on": date(2028, 7, 1)}]),
    "reviewed_before_end": (
        [{"predicted_end_on": date(2028, 7, 1), "review_on": date(2028, 7, 2)}],
        [{"predicted_end_on": None, "review_on": date(2028, 7, 2)}],
    ),
    "left_after_joining": ([{"leaving_date": date(2021, 8, 31)}], [{"leaving_date": date(2021, 9, 1)}]),
    "joined_by_now": ([{**ROLL, "entry_date": date(2026, 10, 2)}], [{**ROLL, "entry_date": date(2026, 10, 1)}]),
    "leaver_has_date": ([{"leaving_reason": "moved", "leaving_date": None}], [{"leaving_date": None}]),
    "postcode_form": ([{"postcode": "SW1A"}], [{"postcode": "m1 1ae"}]),
    **{f"{column}_trusted": (_torn(column, 4, 6), _torn(column, 2, 3)) for column in ("date_of_birth", "recorded_on")},
    **{rule.id: ([{"unreadable": [rule.columns[0]]}], [{}]) for rule in READING_RULES if rule.id.endswith("_readable")},
    **{
        rule.id: ([{"day_numbers": [rule.columns[0]]}], [{}])
        for rule in READING_RULES
        if rule.id.endswith("_is_a_date")
    },
    "uln_of_one_pupil": (
        [{}, {"upn": _upn("801200005002"), "mis_id": "1"}],
        [
            {},
            {"upn": _upn("801200005002"), "uln": PLACEHOLDER_ULN},
            {"upn": _upn("801200005002"), "uln": PLACEHOLDER_ULN},
        ],
    ),
    "pupil_under_one_upn": (
        [{}, {"upn": _upn("801200005002"), "uln": None, "mis_id": None}],
        [{}, {"upn": _upn("801200005002"), "uln": None, "mis_id": None, "forename": "Abel"}],
    ),
    "university_or_apprenticeship": ([{**HIGHER, "apprenticeship_level": 6}], [HIGHER]),
    "pupil_on_the_roll": ([{"is_on_roll": False}], [{"is_on_roll": True}]),
    "admission_number_keeps_its_noughts": (
        [{"upn": None, "uln": None, "meant_mis_id": "004711"}],
        [{"meant_mis_id": "004711"}, {"upn": None, "uln": None}],
    ),
    "attendance_is_a_share": ([{"attendance": 940.0}], [{"attendance": 100.0}]),
    "name_not_redacted": ([{"surname": "Redacted"}], [{"surname": "Reda"}]),
    "provider_named": ([{"is_stand_in_provider": True}], [{}]),
    "application_names_its_provider": (
        [{**APPLICATION, "destination_provider": None, "destination_provider_id": None}],
        [{**APPLICATION, "destination_provider": None, "destination_provider_id": "L23"}],
    ),
    "application_says_how_it_stands": (
        [{**APPLICATION, "application_status": None}],
        [APPLICATION, {**APPLICATION, "application_status": None, "unreadable": ["application_status"]}],
    ),
    "feedback_says_where": (
        [{**FEEDBACK, **NOWHERE}],
        [FEEDBACK, {**FEEDBACK, **NOWHERE, "activity_code": "310"}, {**FEEDBACK, **NOWHERE, "is_own_enrolment": True}],
    ),
    "encounter_has_a_date": ([{**ENCOUNTER, "encounter_on": None}], [ENCOUNTER]),
    "encounter_is_past": ([{**ENCOUNTER, "encounter_on": date(2026, 10, 2)}], [ENCOUNTER]),
    "encounter_has_a_kind": ([{**ENCOUNTER, "encounter_kind": None}], [ENCOUNTER]),
    "places_are_counted": ([{"kind": "places", "places_left": None}], [{"kind": "places", "places_left": 0}]),
    "benchmark_is_one_of_eight": ([{**COMPASS, "benchmark": 9}], [COMPASS]),
    "benchmark_score_is_a_percentage": ([{**COMPASS, "benchmark_score": 100.5}], [COMPASS]),
    "benchmark_score_is_no_fraction": ([{**COMPASS, "benchmark_score": 0.75}], [{**COMPASS, "benchmark_score": 0.0}]),
    "evaluation_is_past": ([{**COMPASS, "evaluated_on": None}], [COMPASS]),
    "pupil_is_known": ([{**ENCOUNTER, "is_known_pupil": False}], [{**ENCOUNTER, "is_known_pupil": True}]),
}
