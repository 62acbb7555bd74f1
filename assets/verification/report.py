"""A page's numbers held against the recomputed ones."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from assets.verification.answers import Answers, NoSuchCell
from assets.verification.formulas import NotAFormula, Untold, Untrue, parse
from assets.verification.page import Found, numbers_of
from assets.verification.shown import SYMBOLS, agrees, answer, expected

_CLOSE = 1e-9
_WORDS_ALONE = "count_of"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A number that isn't what was recomputed: its id, what is shown, what it should be, or why that can't be told."""

    id: str
    shown: str
    recomputed: str


@dataclass(frozen=True)
class Verified:
    """How many numbers a page has, how many agree, those that don't; `told_in_words`: counts of lines, which only words
    name; `without_id`: numbers that carry no id, with the words around them."""

    numbers: int
    disagreements: tuple[Disagreement, ...]
    told_in_words: int
    without_id: tuple[str, ...]

    @property
    def agree(self) -> int:
        return self.numbers - len(self.disagreements) - self.told_in_words


def verify(html: str, answers: Answers) -> Verified:
    """Recompute every number of a page that carries an id."""
    found, bare = numbers_of(html)
    distinct = dict.fromkeys(found)
    wrong = {number: problem for number in distinct if (problem := _problem(number, answers)) is not None}
    in_words = sum(number.id.startswith(_WORDS_ALONE) for number in found)
    listed = tuple(_told(number, wrong[number]) for number in found if number in wrong)
    return Verified(len(found), listed, in_words, tuple(bare))


def _told(number: Found, recomputed: str) -> Disagreement:
    return Disagreement(number.id, number.shown, recomputed)


def _problem(number: Found, answers: Answers) -> str | None:
    """What should be shown; None where it is."""
    if number.id.startswith(_WORDS_ALONE):
        return None
    try:
        told = answer(parse(number.id), answers.look)
    except Untold as reason:
        wanted = SYMBOLS.get(reason.status, reason.status)
        return None if number.shown == wanted else wanted
    except Untrue as reason:
        return str(reason)
    except (NotAFormula, NoSuchCell) as reason:
        return f"can't be recomputed: {reason.args[0]}"
    if number.drawn:
        return _drawn_problem(number, float(told.value), answers)
    return None if agrees(told, number.shown) else expected(told, number.shown)


def _drawn_problem(number: Found, told: float, answers: Answers) -> str | None:
    """A figure draws a count, its share, or points."""
    wanted = [told, 100 * told]
    with suppress(Untold, NotAFormula, NoSuchCell):  # what has no denominator is drawn as it is
        wanted.append(float(answer(parse(f"share({number.id})"), answers.look).value))
    is_drawn = any(_is_rounded(value, one) for value in number.shown.split() for one in wanted)
    return None if is_drawn else f"{wanted[-1]:.5f}"


def _is_rounded(value: str, told: float) -> bool:
    """Whether a value is the number, rounded to the places that it has."""
    places = len(value.partition(".")[2])
    return abs(float(value) - told) <= 0.5 * 10.0**-places + _CLOSE
