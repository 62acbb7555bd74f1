"""When things in a row of `staged.rows` happened, and in which order: recorded, verified, started, joined, left."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from domain.findings import Severity
from expectations.library import expect
from expectations.rules import Rule

BLOCKING, WARNING, NOTICE = Severity.BLOCKING, Severity.WARNING, Severity.NOTICE
_rule = partial(Rule, table="staged.rows", kinds=("destinations",))
_every = partial(Rule, table="staged.rows")


def _not_before(later: str, earlier: str) -> Callable[[], Any]:
    """`later` is not before `earlier`; rows where either is blank say nothing."""
    return expect(
        "ExpectColumnPairValuesAToBeGreaterThanB",
        column_A=later, column_B=earlier, or_equal=True, ignore_row_if="either_value_is_missing",
    )  # fmt: skip


RECORDED = (
    _rule(
        id="recorded_not_in_future",
        severity=BLOCKING,
        columns=("recorded_on",),
        expectation=_not_before("received_on", "recorded_on"),
        where="day_was_told",
        message="Recorded on lies after the day we received the file.",
        notes="The newest news leads: a date in the future would beat everything that is said until then.",
        repair="Type the day on which it was said; look at swapped days and months.",
    ),
    _rule(
        id="recorded_in_the_year",
        severity=WARNING,
        columns=("recorded_on",),
        expectation=_not_before("recorded_on", "year_starts_on"),
        where="day_was_told",
        message="Recorded on lies before the academic year began.",
        notes="News from an earlier year is mostly a copy of last year's file.",
        repair="Check the day, and that the file is about this year's leavers.",
    ),
    _rule(
        id="recorded_within_follow_up",
        severity=WARNING,
        columns=("recorded_on",),
        expectation=_not_before("follow_up_ends_on", "recorded_on"),
        where="day_was_told",
        message="Recorded on lies more than a year after the pupil's cohort left.",
        notes="It would replace where the pupil went on leaving by what the pupil did later.",
        repair="Check the day, and that the file is about the right year's leavers.",
    ),
    _rule(
        id="final_since_results_day",
        severity=WARNING,
        columns=("recorded_on", "stage"),
        expectation=_not_before("recorded_on", "results_on"),
        where="is_final_of_stayer",
        message="This final destination was recorded before results day, so it counts as intended.",
        notes="Before results nobody can know; copied intentions would hide how many plans changed.",
        repair="Record it again after results day. If the pupil left during the year, type the leaving date.",
    ),
    _rule(
        id="offer_day_has_been",
        severity=NOTICE,
        columns=("recorded_on",),
        expectation=_not_before("recorded_on", "offer_day_on"),
        where="intends_secondary",
        message="This was recorded before offer day, so it is a preference and no offer yet.",
        notes="It counts as intended all the same; offers often differ from preferences.",
        repair="Send the school that was offered once the local authority has told you.",
    ),
    _rule(
        id="begun_when_recorded",
        severity=WARNING,
        columns=("start_date", "recorded_on"),
        expectation=_not_before("recorded_on", "start_date"),
        where="is_final_and_begun",
        message="The start date lies after the day it was recorded as final: the pupil had not started yet.",
        notes="A place that begins later may fall through; until then the pupil is waiting.",
        repair="Correct the start date, or choose Not yet started, start date agreed until it has begun.",
    ),
)

VERIFIED = (
    _rule(
        id="verified_after_start",
        severity=WARNING,
        columns=("verified_on", "start_date"),
        expectation=_not_before("verified_on", "start_date"),
        where="is_final",
        message="It was verified before it started.",
        notes="Nobody can confirm that a pupil is there before the first day.",
        repair="Type the day of the last check after the start, or correct the start date.",
    ),
    _rule(
        id="verified_not_in_future",
        severity=BLOCKING,
        columns=("verified_on",),
        expectation=_not_before("received_on", "verified_on"),
        message="Verified on lies after the day we received the file.",
        notes="A check that hasn't happened would make the destination count as confirmed.",
        repair="Type the day on which it was checked; look at swapped days and months.",
    ),
    _rule(
        id="verifier_given",
        severity=WARNING,
        columns=("verified_by",),
        expectation=expect("ExpectColumnValuesToNotBeNull", column="verified_by"),
        where="is_verified",
        message="The row says when it was verified but not by whom.",
        notes="A college's confirmation outranks a pupil's word; without the source it counts as a word.",
        repair="Choose in Verified by who confirmed it, such as provider, own roll, employer or parent.",
    ),
    _rule(
        id="contacted_not_in_future",
        severity=WARNING,
        columns=("contacted_on",),
        expectation=_not_before("received_on", "contacted_on"),
        message="Contacted on lies after the day we received the file.",
        notes="A family would look as if it had been reached and would drop from the list of those to call.",
        repair="Type the day on which you last reached the family.",
    ),
    _rule(
        id="guidance_not_in_future",
        severity=WARNING,
        columns=("guidance_on",),
        expectation=_not_before("received_on", "guidance_on"),
        message="Guidance on lies after the day we received the file.",
        notes="A conversation that is planned has not been held yet.",
        repair="Type the day on which you talked with the pupil; leave it blank until then.",
    ),
    _rule(
        id="offer_not_in_future",
        severity=WARNING,
        columns=("offer_on",),
        expectation=_not_before("received_on", "offer_on"),
        message="Offer on lies after the day we received the file.",
        notes="The September Guarantee counts offers that have been made.",
        repair="Type the day of the offer letter, or leave the cell blank until it comes.",
    ),
)

SPANS = (
    _rule(
        id="ends_after_start",
        severity=WARNING,
        columns=("predicted_end_on", "start_date"),
        expectation=_not_before("predicted_end_on", "start_date"),
        message="The predicted end lies before the start.",
        notes="The local authority refuses the pair, and the record would have lapsed before it began.",
        repair="Correct the date that is wrong.",
    ),
    _rule(
        id="reviewed_before_end",
        severity=WARNING,
        columns=("review_on", "predicted_end_on"),
        expectation=_not_before("predicted_end_on", "review_on"),
        message="The review date lies after the predicted end.",
        notes="The local authority refuses the pair: who reviews what has ended comes too late.",
        repair="Choose a review date before the predicted end.",
    ),
    _every(
        id="left_after_joining",
        severity=WARNING,
        columns=("leaving_date", "entry_date"),
        expectation=_not_before("leaving_date", "entry_date"),
        message="The pupil left before joining.",
        notes="These two dates decide who is in the cohort.",
        repair="Correct the date that is wrong.",
    ),
    _every(
        id="joined_by_now",
        severity=WARNING,
        columns=("entry_date",),
        expectation=_not_before("received_on", "entry_date"),
        kinds=("roll",),
        message="The roll names a pupil who joins after the day we received it.",
        notes="Pupils who haven't come yet may never come; they would be in the cohort.",
        repair="Correct the entry date, or leave the pupil out until they have joined.",
    ),
    _every(
        id="leaver_has_date",
        severity=WARNING,
        columns=("leaving_date",),
        expectation=expect("ExpectColumnValuesToNotBeNull", column="leaving_date"),
        where="says_why_left",
        message="The row says why the pupil left but not when.",
        notes="The leaving date decides whether the pupil stays in the cohort and when a destination is due.",
        repair="Type the leaving date.",
    ),
    _every(
        id="postcode_form",
        severity=WARNING,
        columns=("postcode",),
        expectation=expect("ExpectColumnValuesToBeNull", column="postcode_problem"),
        message="The postcode is not one.",
        notes="The postcode tells which local authority the pupil's return goes to.",
        repair="Type the postcode of the pupil's home, such as SW1A 1AA, or leave the cell blank.",
    ),
)

DATE_RULES: tuple[Rule, ...] = (*RECORDED, *VERIFIED, *SPANS)
