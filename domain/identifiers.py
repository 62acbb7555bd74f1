"""The numbers of pupils, schools and providers: their shape and check digits. None: nothing wrong; else a short reason.

A problem is judged on the text as it stands, so `normalise_…` first, but for LAESTABs and postcodes, which people write
in several ways. An authority that is on no list is no fault: new ones appear every few years.
Sources: the UPN standard of the Department for Education, the Learning Records Service's check digit for ULNs.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import polars as pl

# I, O and S look like 1, 0 and 5 and are never used.
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN = re.compile(rf"[{_UPN_LETTERS}][0-9]{{11}}[0-9{_UPN_LETTERS}]")
_UPN_BODY = re.compile(rf"[0-9]{{11}}[0-9{_UPN_LETTERS}]")
_POSTCODE = re.compile(
    r"(GIR0AA|[A-PR-UWYZ]([0-9][0-9A-HJKPSTUW]?|[A-HK-Y][0-9][0-9ABEHMNPRV-Y]?)[0-9][ABD-HJLNP-UW-Z]{2})"
)
# What colleges write for a learner who has no number yet; well-formed, but nobody's.
TEMPORARY_ULN = "9999999999"


def _compact(text: str) -> str:
    """Without any kind of space, in capitals."""
    return "".join(text.split()).upper()


def normalise_upn(text: str) -> str:
    """Without spaces, in capitals."""
    return _compact(text)


def normalise_uln(text: str) -> str:
    """Without spaces, and without the ".0" of a spreadsheet's number."""
    return _compact(text).removesuffix(".0")


def normalise_ukprn(text: str) -> str:
    """As a ULN."""
    return normalise_uln(text)


def normalise_laestab(text: str) -> str:
    """202/4000, 202-4000 and 202 4000 as 2024000."""
    return re.sub(r"(?<=[0-9]{3})[/-](?=[0-9]{4})", "", normalise_uln(text), count=1)


def normalise_postcode(text: str) -> str:
    """In capitals with one space before the last three characters; text that is no postcode only loses its spaces."""
    compact = _compact(text)
    return f"{compact[:-3]} {compact[-3:]}" if _POSTCODE.fullmatch(compact) else compact


def upn_check_letter(body: str) -> str:
    """The check letter for the 12 characters after it: the sum of character times position (2 to 13), modulo 23.

    Raises ValueError where these are not eleven digits and a digit or letter.
    """
    if not _UPN_BODY.fullmatch(body):
        raise ValueError("The body of a UPN is eleven digits and then a digit, or a letter other than I, O and S.")
    total = sum(
        place * (int(letter) if letter.isdigit() else _UPN_LETTERS.index(letter))
        for place, letter in enumerate(body, start=2)
    )
    return _UPN_LETTERS[total % 23]


def upn_problem(text: str) -> str | None:
    """What is wrong with a unique pupil number: length (13), alphabet or check_letter."""
    if len(text) != 13:
        return "length"
    if not _UPN.fullmatch(text):
        return "alphabet"
    return None if upn_check_letter(text[1:]) == text[0] else "check_letter"


def upn_is_temporary(text: str) -> bool:
    """Whether a UPN is temporary: well-formed, with a letter at its end."""
    return bool(_UPN.fullmatch(text)) and text[-1].isalpha()


def uln_is_temporary(text: str) -> bool:
    """Whether this stands for a learner who has no number yet."""
    return text == TEMPORARY_ULN


def uln_problem(text: str) -> str | None:
    """What is wrong with a unique learner number: length (ten digits) or check_digit. The temporary one is no fault.

    The ten digits times 10 to 1 must leave 10, modulo 11.
    """
    if not re.fullmatch(r"[0-9]{10}", text):
        return "length"
    if uln_is_temporary(text):
        return None
    rest = sum(int(digit) * weight for digit, weight in zip(text, range(10, 0, -1), strict=True)) % 11
    return None if rest == 10 else "check_digit"


def ukprn_problem(text: str) -> str | None:
    """What is wrong with a provider's number: length (eight digits, the first 1)."""
    return None if re.fullmatch(r"1[0-9]{7}", text) else "length"


def laestab_problem(text: str) -> str | None:
    """What is wrong with a LAESTAB, written 202/4000 or 2024000: length."""
    return None if re.fullmatch(r"[1-9][0-9]{6}", normalise_laestab(text)) else "length"


def postcode_problem(text: str) -> str | None:
    """What is wrong with a postcode: pattern."""
    return None if _POSTCODE.fullmatch(_compact(text)) else "pattern"


PROBLEMS: dict[str, Callable[[str], str | None]] = {
    "upn": upn_problem,
    "uln": uln_problem,
    "ukprn": ukprn_problem,
    "laestab": laestab_problem,
    "postcode": postcode_problem,
}


def problems(values: pl.Series, kind: str) -> pl.Series:
    """For each value the problem of an identifier of `kind` (a key of PROBLEMS), null where there is none; each value
    is looked at once."""
    unique = values.drop_nulls().unique()
    found = {value: problem for value in unique if (problem := PROBLEMS[kind](value))}
    if not found:
        return pl.Series(values.name, [None] * len(values), dtype=pl.String)
    return values.replace_strict(found, default=None, return_dtype=pl.String)
