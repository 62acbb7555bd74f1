"""Comparing what people type: keys of letters and digits, and the words that mean an empty cell."""

from __future__ import annotations

import re
import unicodedata

from domain.package_data import table

BLANK_WORDS: frozenset[str] = frozenset(table("blank_words")["word"])
_OTHERS = re.compile(r"[^a-z0-9]")


def key(text: str) -> str:
    """Letters and digits only, lower case, without accents; where none remain, the stripped text itself, so "✓" keeps a
    key. Its twin in SQL is in `sql/staged/rows.sql`."""
    folded = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return _OTHERS.sub("", folded.lower()) or text.strip()
