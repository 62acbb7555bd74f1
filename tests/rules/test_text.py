"""Keys of what people type, and that SQL makes the same ones."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.text import BLANK_WORDS, key

# As `sql/staged/rows.sql` writes it.
TWIN = "coalesce(nullif(regexp_replace(lower(strip_accents($x)), '[^a-z0-9]', '', 'g'), ''), trim($x))"
LATIN = "".join(letter for letter in map(chr, range(0xC0, 0x180)) if letter.isalpha() and letter not in "ĲĳĿŀŉſ")
SOME_TEXT = st.text(st.sampled_from("".join(map(chr, range(32, 127))) + LATIN), max_size=30)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sixth-Form College", "sixthformcollege"),
        ("  D.O.B. ", "dob"),
        ("École Zoë", "ecolezoe"),
        ("NC Year (11)", "ncyear11"),
        ("✓", "✓"),
        (" – ", "–"),
        ("", ""),
    ],
)
def test_a_key_is_letters_and_digits_or_the_sign_itself(text: str, expected: str) -> None:
    assert key(text) == expected


@given(SOME_TEXT)
def test_a_key_of_a_key_is_the_key(text: str) -> None:
    assert key(key(text)) == key(text)


@given(SOME_TEXT)
@example("É")
@example("Łódź Æsop")
@example("  -  ")
def test_sql_makes_the_same_key(text: str) -> None:
    with duckdb.connect() as database:
        assert database.execute(f"select {TWIN}", {"x": text}).fetchone() == (key(text),)


def test_words_for_an_empty_cell_are_lower_case_and_leave_to_be_confirmed_alone() -> None:
    assert {"n/a", "-", "?", "none", "nan", "#ref!", "#div/0!"} <= BLANK_WORDS
    assert not {"tbc", "undecided", "not known", "0", "no"} & BLANK_WORDS
    assert all(word == word.strip().lower() for word in BLANK_WORDS)
