"""The letters by which spreadsheet programs name their columns."""

from __future__ import annotations


def column_letter(position: int) -> str:
    """'A' for 1, 'AA' for 27."""
    letters = ""
    while position:
        position, remainder = divmod(position - 1, 26)
        letters = chr(65 + remainder) + letters
    return letters


def column_number(letters: str) -> int:
    """1 for 'A', 27 for 'AA'."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
