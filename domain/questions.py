"""Questions of a form (Google, Microsoft) that stand where titles should: which column the answers belong to, and the
stage that the question says itself.

A question is known by its pattern, since everybody asks in their own words; titles that are no questions are
`headers.py`.
"""

from __future__ import annotations

import re

# what stands before the point: "Please tell us your ...", "What is your ...", "Enter your ..."
_ASKED = (
    r"(?:(?:please )?(?:tell us|state|give|enter|type|select|choose|confirm|provide) |what(?: is| s| are) )?(?:us )?"
)
_PLANNED = (
    r"(?:plan|planning|intend|intending|hope|hoping|want|wanting|aim|aiming|wish|would like|think you will|going)"
)
_PLACE = (
    r"(?:sixth form|6th form|college|school|university|uni|employer|company|training provider|provider|place"
    r"|institution|organisation)"
)
_PLACES = rf"{_PLACE}(?:(?: |, ?| ?/ ?)(?:or )?{_PLACE})*"

# pattern over the question's words in lower case -> column, stage; the first that matches counts
_QUESTIONS: tuple[tuple[re.Pattern[str], str, str | None], ...] = tuple(
    (re.compile(pattern), column, stage)
    for pattern, column, stage in (
        (rf"{_ASKED}your (?:legal )?(?:first name|forename|given name)s?", "forename", None),
        (rf"{_ASKED}your (?:legal )?(?:last name|surname|family name)", "surname", None),
        (rf"{_ASKED}your (?:date of birth|birth date|dob)", "date_of_birth", None),
        (r"when were you born", "date_of_birth", None),
        (r"(?:which|what) year(?: group)? are you in|what is your year(?: group)?", "year_group", None),
        (
            r"(?:which|what) (?:tutor group|form|form group|tutor|class|registration group) are you in"
            r"|what is your (?:tutor group|form|form group|registration group)",
            "form",
            None,
        ),
        (r"(?:which|what) school do you (?:go to|attend)", "school", None),
        (rf"{_ASKED}your (?:personal |home |private )?e ?mail(?: address)?", "pupil_email", None),
        (rf"{_ASKED}your (?:mobile |phone |telephone |contact )(?:phone |telephone )?(?:number)?", "pupil_phone", None),
        (rf"{_ASKED}your (?:home )?postcode", "postcode", None),
        (
            r"(?:which|what) (?:courses?|subjects?|qualifications?|apprenticeship)"
            rf"(?: (?:or|and) (?:courses?|subjects?))? (?:do|are|will|would) you (?:{_PLANNED} )?(?:to )?"
            r"(?:study|studying|take|taking|do|doing|apply for)\b.*",
            "course",
            None,
        ),
        (
            rf"what (?:do|are) you {_PLANNED}(?: to)?(?: do| be doing)?(?: next| after| when| in| once|$).*",
            "T",
            "intended",
        ),
        (r"what (?:is|are) your (?:plans?|intentions?|intended destination)\b.*", "T", "intended"),
        (r"what will you (?:do|be doing) (?:next|after|when|in)\b.*", "T", "intended"),
        (r"what are you (?:doing|up to) (?:now|at the moment|currently|this year|since)\b.*", "T", None),
        (
            rf"(?:which|what) {_PLACES} (?:do you {_PLANNED}|are you {_PLANNED}|are you going|will you)\b.*",
            "P",
            "intended",
        ),
        (
            rf"where (?:do you {_PLANNED}|are you {_PLANNED}|will you)(?: to)? (?:go|going|study|studying|be|work)\b.*",
            "P",
            "intended",
        ),
        (
            rf"(?:what is )?(?:the )?name of (?:your|the) (?:new )?{_PLACES}",
            "P",
            None,
        ),
        (
            rf"(?:which|what) {_PLACES} "
            r"(?:are you (?:at|studying at|attending|working)|do you (?:attend|go to|work))\b.*",
            "P",
            None,
        ),
        (r"where are you (?:now )?(?:studying|working|at)\b.*", "P", None),
        (
            r"(?:have you (?:had|got|received)|do you have|did you (?:get|receive)) (?:an|any|your) offers?\b.*",
            "offer_status",
            None,
        ),
        (
            r"(?:may|can|could) we contact you\b.*"
            r"|(?:are you happy|do you agree) (?:for us to contact you|to be contacted)\b.*",
            "contact_permission",
            None,
        ),
        (
            r"(?:do|would) you (?:need|want|like)(?: to have)? (?:an?|another|more|further) (?:more )?"
            r"(?:careers? |guidance )*(?:interview|guidance|advice|meeting|appointment|help)\b.*",
            "guidance_needed",
            None,
        ),
        (r"when (?:did|do|will) you start\b.*", "start_date", None),
    )
)
_SHORT = {"T": "destination_type", "P": "destination_provider"}


def asked(words: str) -> tuple[str, str | None] | None:
    """The column and the stage that a question asks for; None where it is none that we know. `words`: letters, digits
    and single spaces."""
    folded = words.lower()
    for pattern, column, stage in _QUESTIONS:
        if pattern.fullmatch(folded):
            return _SHORT.get(column, column), stage
    return None
