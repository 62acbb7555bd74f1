"""Who a row of `staged.rows` is about: identifiers, names, birthdays."""

from __future__ import annotations

from datetime import datetime, time
from functools import partial

from domain.findings import Severity
from expectations.library import expect
from expectations.row_facts import PLACEHOLDER_BIRTHDAYS, PLACEHOLDER_ULN, PLAUSIBLE_AGES
from expectations.rules import Rule

BLOCKING, WARNING, NOTICE = Severity.BLOCKING, Severity.WARNING, Severity.NOTICE
_rule = partial(Rule, table="staged.rows")
_STAND_INS = [datetime.combine(day, time()) for day in PLACEHOLDER_BIRTHDAYS]
_YOUNGEST, _OLDEST = PLAUSIBLE_AGES

IDENTIFIERS = (
    _rule(
        id="pupil_identified",
        severity=BLOCKING,
        columns=("upn", "uln", "mis_id", "surname", "forename", "date_of_birth"),
        expectation=expect("ExpectColumnValuesToNotBeNull", column="identified_by"),
        message="The row doesn't say which pupil it is about.",
        notes="A row without a pupil can't be counted, matched with the roll or followed up.",
        repair=(
            "Fill in the UPN, or the ULN, or your system's pupil number, or "
            "surname, forename and date of birth together."
        ),
    ),
    _rule(
        id="upn_form",
        severity=BLOCKING,
        columns=("upn",),
        expectation=expect("ExpectColumnValuesToNotBeInSet", column="upn_problem", value_set=["length", "alphabet"]),
        message="The UPN is not one: it must be a letter followed by 12 characters, mostly digits.",
        notes="A damaged UPN splits one pupil into two, or joins two into one.",
        repair="Copy the 13 characters of the UPN from your management system, as in A123456789012.",
    ),
    _rule(
        id="upn_check_letter",
        severity=BLOCKING,
        columns=("upn",),
        expectation=expect("ExpectColumnValuesToNotBeInSet", column="upn_problem", value_set=["check_letter"]),
        message="The UPN has a typing error: its first letter doesn't fit the other characters.",
        notes="A mistyped UPN may be another pupil's: their destinations would be mixed up, here and in later years.",
        repair="Copy the UPN again from your management system; don't change the letter so that it fits.",
    ),
    _rule(
        id="upn_permanent",
        severity=WARNING,
        columns=("upn",),
        expectation=expect("ExpectColumnValuesToNotMatchRegex", column="upn", regex=r"^[A-Z]\d{11}[A-Z]$"),
        message="This is a temporary UPN (it ends in a letter).",
        notes="A temporary UPN changes, and the pupil's earlier and later years would no longer be linked.",
        repair="Type the permanent UPN if there is one by now, and keep the temporary one in Former UPN.",
    ),
    _rule(
        id="former_upn_form",
        severity=WARNING,
        columns=("former_upn",),
        expectation=expect("ExpectColumnValuesToBeNull", column="former_upn_problem"),
        message="The former UPN is not a valid UPN.",
        notes="The former UPN is what links a pupil to earlier years after a change; a wrong one links nobody.",
        repair="Copy the former UPN from your management system, or leave the cell blank.",
    ),
    _rule(
        id="upn_of_one_pupil",
        severity=BLOCKING,
        columns=("upn", "date_of_birth"),
        expectation=expect("ExpectColumnValuesToBeInSet", column="upn_is_shared", value_set=[False]),
        message="The same UPN stands beside two different pupils in this file.",
        notes="Whose destination it is can't be told, and counting it for the wrong pupil would lose the other.",
        repair="Look both pupils up and correct the UPN (a cell may have been copied down), or the date of birth.",
    ),
    _rule(
        id="uln_check_digit",
        severity=BLOCKING,
        columns=("uln",),
        expectation=expect("ExpectColumnValuesToBeNull", column="uln_problem"),
        message="The ULN is not valid: it must have 10 digits, and the last one must fit the others.",
        notes="The ULN links pupils from Year 11 to college and beyond; a mistyped one links the wrong person.",
        repair=(
            "Copy the 10 digits again from your management system or the "
            "Learning Records Service, or leave the cell blank."
        ),
    ),
    _rule(
        id="uln_of_one_pupil",
        severity=BLOCKING,
        columns=("uln", "upn"),
        expectation=expect("ExpectColumnValuesToBeInSet", column="uln_is_shared", value_set=[False]),
        message="The same ULN stands beside two different pupils in this file.",
        notes="The ULN links pupils from Year 11 to college and beyond; a shared one links the wrong person.",
        repair="Look both pupils up and correct the ULN (a cell may have been copied down), or leave it blank.",
    ),
    _rule(
        id="pupil_under_one_upn",
        severity=WARNING,
        columns=("upn", "surname", "forename", "date_of_birth"),
        expectation=expect("ExpectColumnValuesToBeInSet", column="has_several_upns", value_set=[False]),
        message="The same name and date of birth stand beside two different UPNs in this file.",
        notes="One pupil under two numbers is counted twice; two pupils may well share a name and a birthday.",
        repair="If it is one pupil, keep the newest UPN and put the older one in Former UPN. If two, nothing to do.",
    ),
    _rule(
        id="uln_not_placeholder",
        severity=NOTICE,
        columns=("uln",),
        expectation=expect("ExpectColumnValuesToNotBeInSet", column="uln", value_set=[PLACEHOLDER_ULN]),
        message="This ULN is the stand-in for “not known yet”; it was taken as blank.",
        notes="The stand-in is the same for everybody, so it identifies nobody.",
        repair="Type the pupil's own ULN, or leave the cell blank.",
    ),
    _rule(
        id="roll_gives_surname",
        severity=WARNING,
        columns=("surname",),
        expectation=expect("ExpectColumnValuesToNotBeNull", column="surname"),
        kinds=("roll",),
        message="The surname is blank.",
        notes="Lists for careers leads and tutors would show a pupil whom nobody can find.",
        repair="Type the pupil's surname.",
    ),
    _rule(
        id="roll_gives_forename",
        severity=WARNING,
        columns=("forename",),
        expectation=expect("ExpectColumnValuesToNotBeNull", column="forename"),
        kinds=("roll",),
        message="The forename is blank.",
        notes="Lists for careers leads and tutors would show a pupil whom nobody can find.",
        repair="Type the pupil's forename.",
    ),
    _rule(
        id="name_not_redacted",
        severity=BLOCKING,
        columns=("surname",),
        expectation=expect("ExpectColumnValuesToBeInSet", column="is_anonymous", value_set=[False]),
        message="The name was replaced by a stand-in such as Redacted, as careers systems do some time after leaving.",
        notes="Nobody can be found by a stand-in, and such records often carry a made-up UPN as well.",
        repair="Export the list again before the records are made anonymous, or take the row out.",
    ),
)

ON_ROLL = (
    _rule(
        id="pupil_on_the_roll",
        severity=WARNING,
        columns=("upn",),
        expectation=expect("ExpectColumnValuesToBeInSet", column="is_on_roll", value_set=[True]),
        kinds=("destinations",),
        message="This pupil is not on your roll for the year group, so the row is not counted.",
        notes="A pupil who is on no roll is in nobody's cohort.",
        repair="If the pupil has joined, send a new roll. If not, correct the pupil's number, or leave the row out.",
    ),
    _rule(
        id="admission_number_keeps_its_noughts",
        severity=WARNING,
        columns=("mis_id",),
        expectation=expect("ExpectColumnValuesToBeNull", column="meant_mis_id"),
        kinds=("destinations",),
        where="is_known_by_its_number",
        message="The admission number has lost the noughts that it begins with on your roll.",
        notes="Without them the number is another one, and the pupil may not be found on the roll.",
        repair="Set the column to Text before you paste the numbers, or export the list again.",
    ),
    _rule(
        id="attendance_is_a_share",
        severity=WARNING,
        columns=("attendance",),
        expectation=expect("ExpectColumnValuesToBeBetween", column="attendance", min_value=0, max_value=100),
        message="Attendance is not a percentage between 0 and 100.",
        notes="Pupils with low attendance are offered help first; a slip of the decimal point hides them.",
        repair="Type the percentage, such as 94.5, or leave the cell blank.",
    ),
)

BIRTHDAYS = (
    _rule(
        id="roll_gives_birthday",
        severity=WARNING,
        columns=("date_of_birth",),
        expectation=expect("ExpectColumnValuesToNotBeNull", column="date_of_birth"),
        kinds=("roll",),
        where="birthday_is_readable",
        message="The date of birth is blank.",
        notes=(
            "Without it a pupil whose UPN changes can't be found again, and "
            "the local authority's return is incomplete."
        ),
        repair="Type the date of birth as dd/mm/yyyy.",
    ),
    _rule(
        id="birthday_not_placeholder",
        severity=BLOCKING,
        columns=("date_of_birth",),
        expectation=expect("ExpectColumnValuesToNotBeInSet", column="date_of_birth", value_set=_STAND_INS),
        message=(
            "The date of birth is a stand-in (1 January 1900 or 1901), as "
            "systems leave it when a record is made anonymous."
        ),
        notes="All pupils with the stand-in would look like the same person.",
        repair=(
            "Type the pupil's own date of birth. If the file was made "
            "anonymous, export it again before that is done."
        ),
    ),
    _rule(
        id="birthday_plausible",
        severity=BLOCKING,
        columns=("date_of_birth",),
        expectation=expect("ExpectColumnValuesToBeBetween", column="age", min_value=_YOUNGEST, max_value=_OLDEST),
        message=(
            "With this date of birth the pupil would be younger than "
            f"{PLAUSIBLE_AGES[0]} or older than {PLAUSIBLE_AGES[1]}."
        ),
        notes="A wrong date of birth keeps a pupil from being matched, or matches somebody else.",
        repair="Correct the date of birth; look at the century and at swapped days and months.",
    ),
    _rule(
        id="birthday_not_too_early",
        severity=WARNING,
        columns=("date_of_birth", "year_group"),
        expectation=expect(
            "ExpectColumnPairValuesAToBeGreaterThanB",
            column_A="date_of_birth", column_B="birth_from", or_equal=True, ignore_row_if="either_value_is_missing",
        ),
        where="age_is_plausible",
        message="The pupil is older than is usual for this year group.",
        notes=(
            "Often right (about one pupil in a hundred), but many at once mean the "
            "file says the wrong year group or the wrong year."
        ),
        repair="Check the date of birth and the year group. If both are right, nothing to do.",
    ),
    _rule(
        id="birthday_not_too_late",
        severity=WARNING,
        columns=("date_of_birth", "year_group"),
        expectation=expect(
            "ExpectColumnPairValuesAToBeGreaterThanB",
            column_A="birth_to", column_B="date_of_birth", or_equal=True, ignore_row_if="either_value_is_missing",
        ),
        where="age_is_plausible",
        message="The pupil is younger than is usual for this year group.",
        notes=(
            "Often right (about one pupil in a hundred), but many at once mean the "
            "file says the wrong year group or the wrong year."
        ),
        repair="Check the date of birth and the year group. If both are right, nothing to do.",
    ),
)  # fmt: skip

PUPIL_RULES: tuple[Rule, ...] = (*IDENTIFIERS, *ON_ROLL, *BIRTHDAYS)
