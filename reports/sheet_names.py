"""What the sheets of a workbook may be called: legal in Excel, all different, and still saying their collection."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.codes import code_aliases
from domain.own_workbooks import GUIDE, LISTS
from domain.text import key

_LONGEST_NAME = 31
_RESERVED = "History"  # Excel keeps this name to itself
_FORBIDDEN = str.maketrans({"[": "(", "]": ")", ":": "-", "/": "-", "\\": "-", "*": " ", "?": " "})
_CONTROLS = re.compile("[\x00-\x1f\ufffe\uffff\ud800-\udfff]")


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """A legal name for each wanted one, all different and none of them ours. A long name keeps the words that say which
    collection it is about."""
    taken = {GUIDE.lower(), LISTS.lower(), _RESERVED.lower()}
    names = []
    for name in wanted:
        clean = _CONTROLS.sub(" ", name.translate(_FORBIDDEN)).strip(" '") or "Sheet"
        number, legal = 1, _shortened(clean, _LONGEST_NAME)
        while legal.lower() in taken:
            number += 1
            # in brackets, so that nobody reads "Year 2" in it
            legal = f"{_shortened(clean, _LONGEST_NAME - 5)} ({number})"
        taken.add(legal.lower())
        names.append(legal)
    return names


def _shortened(name: str, most: int) -> str:
    """At most this many letters, as Excel counts them."""
    if _length(name) <= most:
        return name
    words = re.split(r"[\s_]+", name)
    kept: set[int] = set()
    for place in sorted(range(len(words)), key=lambda place: not _tells(words[place])):
        if _length(" ".join(words[at] for at in sorted({*kept, place}))) <= most:
            kept.add(place)
    short = " ".join(words[at] for at in sorted(kept)) or name
    while _length(short) > most:
        short = short[:-1]
    return short.strip(" '") or "Sheet"


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _tells(word: str) -> bool:
    """Whether a word helps to say the cycle, the year group or the stage."""
    stages = code_aliases().filter(column_name="stage")["alias_key"]
    parts = [key(part) for part in re.findall(r"\w+", word)]
    return any(part.startswith(("y", "leaver", "class")) or part[:1].isdigit() or part in stages for part in parts)
