"""What must be true of a return's rows before it leaves: the rules of the national client system (NCCIS) that apply to
what a school sends, under their numbers there.

A rule looks at the columns that it names: where one of them isn't sent (the authority doesn't ask for it, or the
family opted out), it has nothing to say. Who decides that is `assets/returns.py`.
"""

from __future__ import annotations

from functools import partial

from domain.findings import Severity
from expectations import activity_codes
from expectations.library import expect
from expectations.rules import Rule

BLOCKING, WARNING = Severity.BLOCKING, Severity.WARNING
_rule = partial(Rule, table="return.rows")
_in_order = partial(
    expect, "ExpectColumnPairValuesAToBeGreaterThanB", or_equal=True, ignore_row_if="either_value_is_missing"
)

WHO = (
    _rule(
        id="return_gives_surname",
        severity=BLOCKING,
        columns=("legal_surname",),
        expectation=expect("ExpectColumnValuesToNotBeNull", column="legal_surname"),
        message="The surname is missing.",
        notes="Section 72 asks for the name of every pupil; a row without one is nobody's.",
        repair="Fill in the surname on the school's next roll.",
    ),
    _rule(
        id="return_gives_forename",
        severity=BLOCKING,
        columns=("legal_forename",),
        expectation=expect("ExpectColumnValuesToNotBeNull", column="legal_forename"),
        message="The forename is missing.",
        notes="Section 72 asks for the name of every pupil; a row without one is nobody's.",
        repair="Fill in the forename on the school's next roll.",
    ),
    _rule(
        id="return_gives_birthday",
        severity=BLOCKING,
        columns=("date_of_birth",),
        expectation=expect("ExpectColumnValuesToNotBeNull", column="date_of_birth"),
        message="The date of birth is missing.",
        notes="Section 72 asks for it, and the authority finds its own record of the pupil by it.",
        repair="Fill in the date of birth on the school's next roll.",
    ),
    _rule(
        id="return_gives_address",
        severity=WARNING,
        columns=("address_line_1",),
        expectation=expect("ExpectColumnValuesToNotBeNull", column="address_line_1"),
        message="The address is missing.",
        notes="Section 72 asks for it; without it nobody can write to the family.",
        repair="Export the roll with the pupil's address: Address line 1, Town, Postcode.",
    ),
    _rule(
        id="nccis_30_uln",
        severity=BLOCKING,
        columns=("uln",),
        expectation=expect("ExpectColumnValuesToMatchRegex", column="uln", regex=r"^[1-9][0-9]{9}$"),
        message="The ULN is not ten digits of which the first is 1 to 9.",
        notes="The authority's system refuses the record.",
        repair="Copy the ULN again from the management system, or leave it blank, on the school's next roll.",
    ),
    _rule(
        id="nccis_38_upn",
        severity=BLOCKING,
        columns=("upn",),
        expectation=expect("ExpectColumnValuesToBeBetween", column="upn_length", min_value=13, max_value=13),
        message="The UPN doesn't have 13 characters.",
        notes="The authority's system refuses the record.",
        repair="Copy the UPN again from the management system, on the school's next roll.",
    ),
    _rule(
        id="nccis_43_postcode",
        severity=BLOCKING,
        columns=("postcode",),
        expectation=expect("ExpectColumnValuesToBeNull", column="postcode_problem"),
        message="The postcode is not a postcode of the United Kingdom.",
        notes="The authority's system refuses the record, and letters don't arrive.",
        repair="Correct the postcode, as LS1 4AP, or leave it blank, on the school's next roll.",
    ),
    _rule(
        id="nccis_907_uln_of_one",
        severity=BLOCKING,
        columns=("uln",),
        expectation=expect("ExpectColumnValuesToBeInSet", column="uln_is_shared", value_set=[False]),
        message="Two pupils of this return have the same ULN.",
        notes="The authority's system refuses both, or joins two young people's records.",
        repair="Look both up and correct the ULN, or say that they are one: destinations match.",
    ),
    _rule(
        id="nccis_908_name_of_one",
        severity=WARNING,
        columns=("legal_surname", "legal_forename", "date_of_birth"),
        expectation=expect("ExpectColumnValuesToBeInSet", column="name_is_shared", value_set=[False]),
        message="Two pupils of this return have the same name and date of birth.",
        notes="It may be one pupil who is counted twice; it may well be two.",
        repair="Look at the pair with: destinations match. If they are two pupils, nothing to do.",
    ),
    _rule(
        id="return_letters_exist",
        severity=WARNING,
        columns=("legal_surname",),
        expectation=expect("ExpectColumnValuesToBeInSet", column="is_encodable", value_set=[True]),
        message="The row holds letters that the file's encoding lacks; they were replaced.",
        notes="A name that is spelled otherwise may not be found by the authority.",
        repair="Ask the authority whether it takes UTF-8, and set encoding in network.toml; else nothing to do.",
    ),
)

ACTIVITY = (
    _rule(
        id="return_gives_activity",
        severity=BLOCKING,
        columns=("activity_code",),
        expectation=expect("ExpectColumnValuesToNotBeNull", column="activity_code"),
        where="tells_an_activity",
        message="What is recorded leads to no activity code: it doesn't say which kind of place it is.",
        notes="The authority would have to find out what the school knows.",
        repair="Say where the pupil is: the college's or school's name, in the next list of destinations.",
    ),
    _rule(
        id="nccis_229_code_after_year_11",
        severity=BLOCKING,
        columns=("activity_code",),
        expectation=expect("ExpectColumnValuesToBeInSet", column="activity_code", value_set=list(activity_codes.CODES)),
        message="The activity code is not one for young people who have finished Year 11.",
        notes="The authority's system refuses the record.",
        repair="Choose another activity code, or leave it blank and choose the destination.",
    ),
    _rule(
        id="nccis_254_255_send",
        severity=BLOCKING,
        columns=("activity_code", "sen"),
        expectation=expect("ExpectColumnValuesToBeInSet", column="has_send", value_set=[True]),
        message="A special institution or supported internship needs special educational needs, and none are recorded.",
        notes="The authority's system refuses the record.",
        repair="Say the SEN provision on the school's next roll, or correct the destination.",
    ),
    _rule(
        id="nccis_39_ukprn",
        severity=BLOCKING,
        columns=("provider_ukprn",),
        expectation=expect("ExpectColumnValuesToMatchRegex", column="provider_ukprn", regex=r"^1[0-9]{7}$"),
        message="The provider's UKPRN is not eight digits that begin with 1.",
        notes="The authority's system refuses the record.",
        repair="Correct the provider's number in the list in reference/.",
    ),
    _rule(
        id="nccis_228_establishment",
        severity=BLOCKING,
        columns=("provider_laestab",),
        expectation=expect("ExpectColumnValuesToMatchRegex", column="provider_laestab", regex=r"^[0-9]{7}$"),
        message="The provider's LAESTAB is not seven digits.",
        notes="The authority's system refuses the record.",
        repair="Correct the provider's number in the list in reference/ or in schools.csv.",
    ),
    _rule(
        id="nccis_228_authority",
        severity=BLOCKING,
        columns=("provider_laestab",),
        expectation=expect("ExpectColumnValuesToBeInSet", column="provider_authority_exists", value_set=[True]),
        where="is_in_england",
        message="The provider's LAESTAB doesn't begin with the three digits of a local authority.",
        notes="The authority's system refuses the record.",
        repair="Correct the provider's number in the list in reference/ or in schools.csv.",
    ),
)

DATES = (
    _rule(
        id="nccis_224_neet_since",
        severity=WARNING,
        columns=("activity_start_on",),
        expectation=expect("ExpectColumnValuesToNotBeNull", column="neet_since"),
        where="is_neet",
        message="Since when the pupil is not in education, employment or training is missing.",
        notes="The authority counts from that day how long somebody has been without a place.",
        repair="Type the day in Start date, in the next list of destinations.",
    ),
    _rule(
        id="nccis_237_started_before_said",
        severity=BLOCKING,
        columns=("activity_start_on", "date_ascertained"),
        expectation=_in_order(column_A="date_ascertained", column_B="activity_start_on"),
        where="has_begun",
        message="It was recorded before it started, so nobody has seen that it did.",
        notes="A plan is no activity: the authority's system refuses the record.",
        repair="Ask whether the pupil is there, and send Recorded on and Verified on with the day on which you knew.",
    ),
    _rule(
        id="nccis_242_said_before_verified",
        severity=BLOCKING,
        columns=("date_ascertained", "verified_on"),
        expectation=_in_order(column_A="verified_on", column_B="date_ascertained"),
        message="It was verified before it was recorded.",
        notes="The authority's system refuses the record.",
        repair="Correct Recorded on or Verified on in the list of destinations.",
    ),
    _rule(
        id="nccis_256_started_before_verified",
        severity=BLOCKING,
        columns=("activity_start_on", "verified_on"),
        expectation=_in_order(column_A="verified_on", column_B="activity_start_on"),
        where="has_begun",
        message="It was verified before it started.",
        notes="Nobody can have seen the pupil there: the authority's system refuses the record.",
        repair="Verify that the pupil is there, or correct Start date or Verified on.",
    ),
    _rule(
        id="nccis_305_verified_in_the_period",
        severity=BLOCKING,
        columns=("verified_on",),
        expectation=_in_order(column_A="period_ends_on", column_B="verified_on"),
        message="It was verified after the day of this return.",
        notes="The authority's system refuses the record.",
        repair="Correct Verified on: it lies in the future.",
    ),
    _rule(
        id="nccis_257_review_before_end",
        severity=BLOCKING,
        columns=("review_on", "predicted_end_on"),
        expectation=_in_order(column_A="predicted_end_on", column_B="review_on"),
        message="It is to be reviewed after its predicted end.",
        notes="The authority's system refuses the record.",
        repair="Correct Review on or Predicted end.",
    ),
    _rule(
        id="nccis_259_predicted_end",
        severity=WARNING,
        columns=("predicted_end_on",),
        expectation=expect("ExpectColumnValuesToNotBeNull", column="predicted_end_on"),
        where="has_an_end",
        message="When the course should end is missing.",
        notes="Education and training lapse with it; the authority must find it out.",
        repair="Type the day in Predicted end, in the next list of destinations.",
    ),
    _rule(
        id="nccis_262_review_date",
        severity=WARNING,
        columns=("review_on",),
        expectation=expect("ExpectColumnValuesToNotBeNull", column="review_on"),
        where="needs_review",
        message="When to look again is missing.",
        notes="A gap year, temporary work or custody lapses four weeks after that day.",
        repair="Type the day in Review on, in the next list of destinations.",
    ),
)

RETURN_RULES = (*WHO, *ACTIVITY, *DATES)
# What an authority can complete in a list, but without which the national record is refused.
MANDATORY_IN_A_RECORD = frozenset(
    {"return_gives_address", "nccis_224_neet_since", "nccis_259_predicted_end", "nccis_262_review_date"}
)
