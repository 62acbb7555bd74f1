"""Kinds of defect in coded cells, also of columns that few schools have: one slip of the keyboard in a known word.

The row counts, the cell doesn't, and the receipt says “what to type instead”. Types of destination are in
`blind_destinations`, codes that are nothing like any of ours in `blind_rolls`.
"""

from __future__ import annotations

from .clean import DESTINATIONS, RECIPES, ROLLS
from .defect import Case, Damaged, Expected, having, kind
from .table import Cell

_AFTER_16 = [name for name in DESTINATIONS if RECIPES[name].year_group > 6]
_PLANS = [name for name in _AFTER_16 if RECIPES[name].stage == "intended"]
_COUNTS = "the row counts, only this cell doesn't"


def _slip(case: Case, column: str, wrong: str, meant: str, title: str = "", usual: Cell = None) -> Damaged:
    """One cell of a coded column misspelt; a column that the file doesn't have is added, with its usual word."""
    row = case.pick(column=column if case.table.has(column) else None)
    if case.table.has(column):
        case.table.set(row, column, wrong)
    else:
        case.table.add(title, column, lambda at: wrong if at == row else usual)
    return Damaged(case.table, (Expected(row, column, "warning", meant),))


@kind(ROLLS, arguable=_COUNTS)
def young_carer_misspelt(case: Case) -> Damaged:
    """A roll has `young_carer`; “a value that can't be typed is a finding, never a silent null”."""
    wrong, meant = (("Yess", "Yes"), ("Not a yuong carer", "No"))[case.number % 2]
    return _slip(case, "young_carer", wrong, meant, "Young carer", "No")


@kind(ROLLS, arguable=_COUNTS)
def prior_attainment_misspelt(case: Case) -> Damaged:
    """“prior_attainment → low, middle, high; also not_known”: a slip must not put a pupil there in silence."""
    return _slip(case, "prior_attainment", "Middel", "Middle", "KS2 prior attainment", "Middle")


@kind(having("sen_provision", of=ROLLS), arguable=_COUNTS)
def sen_support_misspelt(case: Case) -> Damaged:
    """“SEN provision E (EHCP), K (SEN support), N (none)”; “SEN suport” is none of the three, and near to one."""
    return _slip(case, "sen_provision", "SEN suport", "SEN support")


@kind(having("enrolment_status", of=ROLLS), arguable="who is S doesn't count; until it is put right the pupil does")
def subsidiary_misspelt(case: Case) -> Damaged:
    """“Enrolment status C and M only; S, G, F, O excluded but named”: the word decides who is in the cohort."""
    return _slip(case, "enrolment_status", "Subsidary", "Subsidiary (dual registration)")


@kind(ROLLS, arguable="held rows would keep the pupil from being shared for sure, but from the cohort too")
def opt_out_misspelt(case: Case) -> Damaged:
    """What must never be met: “what a family opted out of sharing”. A wish that can't be read is asked about."""
    return _slip(case, "share_opt_out", "Opted uot", "Yes", "Data sharing opt out", "No")


@kind(_PLANS, arguable=_COUNTS)
def offer_status_misspelt(case: Case) -> Damaged:
    """“offer_status ∈ offer_made, no_offer, …”. Nearly “Offer made”, less nearly “No offer made”."""
    return _slip(case, "offer_status", "Ofer made", "Offer made", "Offer status", "Offer made")


@kind(having("aspiration_type", of=DESTINATIONS), arguable=_COUNTS)
def aspiration_misspelt(case: Case) -> Damaged:
    """“post-18 plans go in aspiration_type”, a destination type like any other: “A code or its label is accepted”."""
    return _slip(case, "aspiration_type", "Univeristy", "University or other higher education")


@kind(having("preference_met", of=DESTINATIONS), arguable=_COUNTS)
def preference_misspelt(case: Case) -> Damaged:
    """A preference is one of six or none; “what to type instead”. (“Frist” is as near to the fifth as to the first.)"""
    return _slip(case, "preference_met", "Secnd preference", "Second preference")


@kind(_AFTER_16, arguable=_COUNTS)
def contact_method_misspelt(case: Case) -> Damaged:
    """Destinations have `contact_method`; “a value that can't be typed is a finding, never a silent null”."""
    return _slip(case, "contact_method", "Telefone", "Phone", "Method of contact", "Phone")
