"""The keys under which a provider's name and numbers are looked up: what only differs in spelling has one key.

Nothing here is a guess. "Leeds University" isn't turned into "University of Leeds": which of a town's universities is
meant, only a person can say.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9]+")
# A whole word that can only mean the other.
_SAME = {"uni": "university", "univ": "university", "6th": "sixth", "saint": "st", "6thform": "sixth form"}
_APOSTROPHES = str.maketrans("", "", "'’‘`´.")
_LABEL = re.compile(r"^(ukprn|urn|laestab|dfe|estab|ucas|code|no|number)+")
_NUMBERS = {8: "ukprn", 7: "laestab", 6: "urn", 5: "urn"}
_UCAS = re.compile(r"[a-z][0-9]{2}")


@lru_cache(maxsize=200_000)
def name_words(text: str) -> str:
    """The words of a name in lower case, without accents, signs and a leading "the": "The Univ. of Leeds" and
    "University of Leeds" are both "university of leeds"."""
    folded = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    plain = folded.lower().translate(_APOSTROPHES).replace("&", " and ").replace("+", " and ")
    words = [_SAME.get(word, word) for word in _WORD.findall(plain)]
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def name_key(text: str) -> str:
    """The words of a name as one: letters and digits; where none remain, the stripped text itself."""
    return name_words(text).replace(" ", "") or text.strip()


def id_key(text: str) -> str | None:
    """What a provider's number is looked up by, None where the text is none: "202/4000" is `laestab:2024000`,
    "UKPRN 10007795" is `ukprn:10007795`, "l23" is `ucas:L23`; five or six digits are a URN."""
    plain = re.sub(r"[^a-z0-9]", "", text.strip().lower().removesuffix(".0"))
    if _UCAS.fullmatch(plain):
        return f"ucas:{plain.upper()}"
    digits = _LABEL.sub("", plain)
    if digits.isdigit() and len(digits) in _NUMBERS:
        return f"{_NUMBERS[len(digits)]}:{digits}"
    return f"ucas:{digits.upper()}" if _UCAS.fullmatch(digits) else None
