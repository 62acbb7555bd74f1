"""Where a row of `staged.rows` says the pupil goes: type, provider, level, activity code, and how they agree."""

from __future__ import annotations

from functools import partial

from domain.destination_types import closest, destination_types
from domain.findings import Severity
from expectations import activity_codes
from expectations.library import expect
from expectations.rules import Rule

BLOCKING, WARNING, NOTICE = Severity.BLOCKING, Severity.WARNING, Severity.NOTICE
_rule = partial(Rule, table="staged.rows", kinds=("destinations",))

_TYPES = destination_types()
_FOR_YEAR_GROUP = [f"{code} {year_group}" for code, year_group in _TYPES.select("code", "year_group").iter_rows()]
_FOR_STAGE = [
    f"{code} {stage}"
    for code, stages in _TYPES.select("code", "stages").unique().iter_rows()
    for stage in stages.split("|")
]
_PROVIDER_NUMBERS = [r"^\d{8}$", r"^\d{7}$", r"^\d{5,6}$", r"^[A-Za-z]\d{2}$"]

TYPES = (
    _rule(
        id="destination_known",
        severity=BLOCKING,
        columns=("destination_type",),
        expectation=expect("ExpectColumnValuesToNotBeNull", column="destination_type"),
        kinds=("destinations", "feedback"),
        where="says_destination",
        message="This destination is not one that we know.",
        notes="It can be counted nowhere, and guessing would be worse than asking.",
        repair=(
            "Choose a destination from the list (a drop-down in the workbook beside the receipt, and in the template); "
            "where the pupil goes belongs in Destination provider."
        ),
        suggest=closest,
        suggest_from=("destination_text", "year_group"),
    ),
    _rule(
        id="destination_for_year_group",
        severity=BLOCKING,
        columns=("destination_type", "year_group"),
        expectation=expect("ExpectColumnValuesToBeInSet", column="type_and_year_group", value_set=_FOR_YEAR_GROUP),
        where="type_can_be_judged",
        message="This destination doesn't exist for the pupil's year group.",
        notes="It has no category in that year group's tables, so the pupil would vanish from the total.",
        repair="Correct the year group, or choose a destination of that year group.",
    ),
    _rule(
        id="destination_for_stage",
        severity=BLOCKING,
        columns=("destination_type", "stage"),
        expectation=expect("ExpectColumnValuesToBeInSet", column="type_and_stage", value_set=_FOR_STAGE),
        where="type_can_be_judged",
        message="This destination doesn't exist at this stage: nobody ends up undecided.",
        notes="A final destination must say where the pupil is, or that it is not known, so that somebody follows up.",
        repair="Type where the pupil went; if you can't find out, type Not known.",
    ),
    _rule(
        id="decided_after_stock_take",
        severity=WARNING,
        columns=("destination_type",),
        expectation=expect("ExpectColumnValuesToNotBeInSet", column="destination_type", value_set=["UNDECIDED"]),
        where="intends_after_stock_take",
        message="The pupil is still undecided after the February half term.",
        notes="These are the pupils who need another guidance conversation before places are gone.",
        repair=(
            "Offer a guidance conversation and record what comes of it. If "
            "the pupil really is undecided, nothing to do."
        ),
    ),
)  # fmt: skip

PROVIDERS = (
    _rule(
        id="provider_given",
        severity=WARNING,
        columns=("destination_provider",),
        expectation=expect("ExpectColumnValuesToNotBeNull", column="provider"),
        where="needs_provider",
        message="The row doesn't say which school or college.",
        notes="Without it nobody can tell who stays in the network, and the college can't be asked to confirm.",
        repair="Type the name of the school or college in Destination provider.",
    ),
    _rule(
        id="provider_named",
        severity=WARNING,
        columns=("destination_provider",),
        expectation=expect("ExpectColumnValuesToBeInSet", column="is_stand_in_provider", value_set=[False]),
        message="The school is a stand-in of your system (such as XXX) for one that it does not know; taken as blank.",
        notes="The stand-in is the same for every such school, so it names none.",
        repair="Type the school's name and, where it is not in England, the country.",
    ),
    _rule(
        id="university_given",
        severity=WARNING,
        columns=("destination_provider",),
        expectation=expect("ExpectColumnValuesToNotBeNull", column="provider"),
        where="is_in_higher_education",
        message="The row says higher education but not which university or college.",
        notes=(
            "Leaders ask which universities pupils reach; without the name the pupil is missing from every such answer."
        ),
        repair="Type the university in Destination provider, or its UCAS code in Provider number.",
    ),
    _rule(
        id="university_intended",
        severity=NOTICE,
        columns=("destination_provider",),
        expectation=expect("ExpectColumnValuesToNotBeNull", column="provider"),
        where="intends_higher_education",
        message="The pupil intends to go to university; which one is not said yet.",
        notes="The intention counts all the same; the name helps to see after results day who kept the place.",
        repair="Type the firm choice in Destination provider once there is one.",
    ),
    _rule(
        id="provider_number_form",
        severity=WARNING,
        columns=("destination_provider_id",),
        expectation=expect(
            "ExpectColumnValuesToMatchRegexList", column="provider_number", regex_list=_PROVIDER_NUMBERS, match_on="any"
        ),
        message="The provider's number is none that we know the form of.",
        notes="A number that can't be looked up sends the provider to the list of those to be matched by hand.",
        repair=(
            "Type a UKPRN (8 digits), a LAESTAB (7 digits), a URN (5 or 6 "
            "digits) or a UCAS code (a letter and 2 digits)."
        ),
    ),
    _rule(
        id="provider_ukprn",
        severity=WARNING,
        columns=("destination_provider_id",),
        expectation=expect("ExpectColumnValuesToMatchRegex", column="ukprn", regex=r"^1\d{7}$"),
        message="The provider's number has 8 digits but is no UKPRN: those begin with 1.",
        notes="A wrong number names another college, or none, in the local authority's return.",
        repair="Look the UKPRN up on the UK Register of Learning Providers and type its 8 digits.",
    ),
    _rule(
        id="provider_laestab",
        severity=WARNING,
        columns=("destination_provider_id",),
        expectation=expect("ExpectColumnValuesToBeNull", column="laestab_problem"),
        message="The provider's number has 7 digits but is no LAESTAB.",
        notes="A wrong number names another school, or none, in the local authority's return.",
        repair="Look the school up on Get Information about Schools and type its number as 202/4000.",
    ),
)

DETAILS = (
    _rule(
        id="apprenticeship_detail",
        severity=WARNING,
        columns=("apprenticeship_level", "destination_provider"),
        expectation=expect("ExpectColumnValuesToNotBeNull", column="apprenticeship_detail"),
        where="is_apprenticeship",
        message="The row says apprenticeship, but neither its level nor the employer.",
        notes="An apprenticeship without level and employer can't be told from a hope of one.",
        repair="Type the level (2 to 7) in Apprenticeship level, or the employer in Destination provider.",
    ),
    _rule(
        id="apprenticeship_level_fits",
        severity=WARNING,
        columns=("apprenticeship_level", "destination_type"),
        expectation=expect(
            "ExpectColumnValuesToBeInSet", column="destination_type", value_set=["APPRENTICESHIP", "HIGHER_EDUCATION"]
        ),
        where="has_apprenticeship_level",
        message="There is an apprenticeship level, but the destination is no apprenticeship.",
        notes="One of the two cells is wrong, and the destination may count in the wrong group.",
        repair="Change the destination to Apprenticeship, or clear the level.",
    ),
    _rule(
        id="university_or_apprenticeship",
        severity=BLOCKING,
        columns=("apprenticeship_level", "destination_type"),
        expectation=expect(
            "ExpectColumnValuesToNotBeInSet", column="destination_type", value_set=["HIGHER_EDUCATION"]
        ),
        where="has_apprenticeship_level",
        message="The destination is higher education, but there is an apprenticeship level.",
        notes="A degree apprenticeship is never also higher education; the pupil would count in the wrong group.",
        repair="Change the destination to Apprenticeship, or clear the level.",
    ),
    _rule(
        id="send_for_special_provision",
        severity=WARNING,
        columns=("sen_provision", "destination_type"),
        expectation=expect("ExpectColumnValuesToNotBeInSet", column="sen_provision", value_set=["none"]),
        where="needs_send",
        message=(
            "The destination is for young people with special needs (280 or "
            "460), but the pupil's SEN provision says none."
        ),
        notes="One of the two is wrong, and the local authority refuses the pair.",
        repair="Correct the SEN provision (EHC plan or SEN support), or the destination.",
    ),
    _rule(
        id="activity_code_known",
        severity=WARNING,
        columns=("activity_code",),
        expectation=expect("ExpectColumnValuesToBeInSet", column="activity_code", value_set=list(activity_codes.CODES)),
        message="The activity code is none of the national ones.",
        notes="The code goes into the local authority's return, which would be refused.",
        repair="Type the three digits of the NCCIS code, or leave the cell blank: the destination is enough.",
    ),
    _rule(
        id="activity_code_agrees",
        severity=WARNING,
        columns=("activity_code", "destination_type"),
        expectation=expect("ExpectColumnValuesToBeInSet", column="activity_and_type", value_set=activity_codes.AGREE),
        where="knows_activity",
        message="The activity code says something else than the destination.",
        notes="The return follows the code and our tables the destination: the same pupil would be in two places.",
        repair="Correct the one that is wrong, or leave the code blank.",
    ),
    _rule(
        id="review_date_given",
        severity=WARNING,
        columns=("review_on", "destination_type"),
        expectation=expect("ExpectColumnValuesToNotBeNull", column="review_on"),
        where="needs_review",
        message="A gap year, a temporary job or custody ends some day, and the row has no review date.",
        notes="Without it the record lapses to “not known” in the local authority's figures.",
        repair="Type in Review on when somebody should ask again.",
    ),
    _rule(
        id="offer_by_end_of_may",
        severity=WARNING,
        columns=("offer_status",),
        expectation=expect("ExpectColumnValuesToNotBeInSet", column="offer_status", value_set=["no_offer"]),
        where="intends_after_may",
        message="After the end of May the pupil still has no offer.",
        notes="Every Year 11 and 12 pupil must hold a suitable offer by the end of September.",
        repair="Help the pupil to apply now, and record the offer when it comes.",
    ),
)  # fmt: skip

DESTINATION_RULES: tuple[Rule, ...] = (*TYPES, *PROVIDERS, *DETAILS)
