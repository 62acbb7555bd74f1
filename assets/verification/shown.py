"""How a recomputed number looks on a page, and whether what is shown is that: percentages half up, `<1%` and `>99%`
where rounding would say nobody or everybody, differences in points with their sign, thousands with commas, `c`, `–`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from assets.verification.formulas import Lookup, Node, Untold, count, rate, share, whole
from assets.verification.intervals import Rate, gap_parts, newcombe, shrunk, walter, wilson

_WORDS = {"nobody": 0, "none": 0, "no": 0, "one": 1, "two": 2, "three": 3}
SYMBOLS = {"suppressed": "c", "not_available": "–"}
_NUMBER = re.compile(r"^([+−-]?)([\d,]+)(?:\.(\d+))?$")
_UNITS = (" percentage points", " points", " point", " times", "%")
# Columns that are an end of a hidden count's range -> which way its share is rounded
_OUTWARDS = {"at_least": "down", "at_most": "up"}
# Columns that hold no count but what was published as a percentage
_PERCENTAGES = ("share", "score", "previous_score")


@dataclass(frozen=True, slots=True)
class Answer:
    """A recomputed number. `unit`: pupils, percent (of 1; `exact`: of a count, so that nobody and everybody are told
    apart), points (of 1), times. `outwards`: a percentage that is rounded so, down or up."""

    value: Fraction
    unit: str
    exact: bool = False
    outwards: str = ""


def answer(node: Node, look: Lookup) -> Answer:
    """What a formula comes to. Raises Untold where a part is hidden, NotAFormula where it can't be worked out."""
    worked_out = None if node.is_cell else _WORKED_OUT.get(node.name)
    if worked_out is not None:
        return worked_out(node.parts, look)
    value = Fraction(count(node, look))
    column = node.name.rsplit("#", 1)[-1] if node.is_cell else ""
    if column in _PERCENTAGES:
        return Answer(value if column == "share" else value / 100, "percent")
    return Answer(value, "pupils")


def _share(parts: Parts, look: Lookup) -> Answer:
    top = parts[0] if len(parts) == 1 else Node("of", (parts[0], parts[1]))
    column = parts[0].name.rsplit("#", 1)[-1] if len(parts) == 1 and parts[0].is_cell else ""
    outwards = _OUTWARDS.get(column, "")
    return Answer(share(top, look), "percent", exact=not outwards, outwards=outwards)


def _at_worst(parts: Parts, look: Lookup) -> Answer:
    return Answer(Fraction(count(parts[0], look)) / _of(parts[0], look), "percent", exact=True)


def _at_best(parts: Parts, look: Lookup) -> Answer:
    most = Fraction(count(parts[0], look) + count(parts[1], look))
    return Answer(most / _of(parts[0], look), "percent", exact=True)


def _points(parts: Parts, look: Lookup) -> Answer:
    return Answer(share(parts[0], look) - share(parts[1], look), "points")


def _unsigned(parts: Parts, look: Lookup) -> Answer:
    found = answer(parts[0], look)
    return Answer(abs(found.value), found.unit, found.exact)


def _ratio(parts: Parts, look: Lookup) -> Answer:
    one, other = _pair(parts, look)
    return Answer((one[0] / one[1]) / (other[0] / other[1]), "times")


def _quotient(one: int | Fraction, other: int | Fraction) -> Fraction:
    if not other:
        raise Untold("not_available")
    return Fraction(one) / other


def _pair(parts: Parts, look: Lookup) -> tuple[Rate, Rate]:
    """Two rates, the second of which isn't nought."""
    one, other = rate(parts[0], look), rate(parts[1], look)
    if not other[0]:
        raise Untold("not_available")
    return one, other


def _gap(parts: Parts, look: Lookup) -> tuple[Fraction, Fraction]:
    rates = [rate(part, look) for part in parts]
    return gap_parts(list(zip(rates[::2], rates[1::2], strict=True)))


Parts = tuple[Node, ...]
_WORKED_OUT: Mapping[str, Callable[[Parts, Lookup], Answer]] = {
    "share": _share,
    "worst": _at_worst,
    "best": _at_best,
    "points": _points,
    "abs": _unsigned,
    "ratio": _ratio,
    "per": lambda parts, look: Answer(_quotient(count(parts[0], look), count(parts[1], look)), "times"),
    "low": lambda parts, look: Answer(Fraction(wilson(rate(parts[0], look))[0]), "percent"),
    "high": lambda parts, look: Answer(Fraction(wilson(rate(parts[0], look))[1]), "percent"),
    "gap_low": lambda parts, look: Answer(Fraction(newcombe(*(rate(part, look) for part in parts))[0]), "points"),
    "gap_high": lambda parts, look: Answer(Fraction(newcombe(*(rate(part, look) for part in parts))[1]), "points"),
    "ratio_low": lambda parts, look: Answer(Fraction(walter(*_pair(parts, look))[0]), "times"),
    "ratio_high": lambda parts, look: Answer(Fraction(walter(*_pair(parts, look))[1]), "times"),
    "gap_within": lambda parts, look: Answer(_gap(parts, look)[0], "points"),
    "gap_between": lambda parts, look: Answer(_gap(parts, look)[1], "points"),
    "gap_total": lambda parts, look: Answer(sum(_gap(parts, look), Fraction(0)), "points"),
    "shrunk": lambda parts, look: Answer(
        Fraction(shrunk(rate(parts[0], look), [rate(part, look) for part in parts[1:]])), "percent"
    ),
}


def _of(node: Node, look: Lookup) -> Fraction:
    found = Fraction(whole(node, look))
    if not found:
        raise Untold("not_available")
    return found


def expected(found: Answer, shown: str) -> str:
    """The number as it should stand there, with as many places as are shown, and a sign where one is."""
    bare, unit = _bare(shown)
    match = _NUMBER.match(bare.lstrip("<>"))
    places = len(match[3] or "") if match else 0
    if found.unit == "pupils":
        return _written(found.value, places)
    if found.unit == "percent":
        return _percent(found, places) + ("%" if unit == "%" or not match else "")
    if found.unit == "points":
        text = _written(abs(100 * found.value), places)
        sign = "" if not float(text.replace(",", "")) else "+" if found.value > 0 else "−"
        # Where words say which way it goes, the number stands without its sign
        return (sign if match and match[1] else "" if match else sign) + text + unit
    return _written(found.value, places) + unit


def agrees(found: Answer, shown: str) -> bool:
    """Whether what is shown is the recomputed number."""
    if found.unit in ("pupils", "percent") and (told := _WORDS.get(shown.strip().lower())) is not None:
        return found.value == told
    wanted = expected(found, shown)
    if wanted == shown.strip().replace("-", "−"):
        return True
    match = _NUMBER.match(_bare(shown)[0])
    # A difference that rounds to nothing may stand with or without a sign
    return bool(
        match
        and found.unit == "points"
        and expected(found, shown.strip().lstrip("+−-")) == shown.strip().lstrip("+−-")
        and not float(match[2].replace(",", "") + "." + (match[3] or "0"))
    )


def _bare(shown: str) -> tuple[str, str]:
    text = shown.strip()
    unit = next((unit for unit in _UNITS if text.endswith(unit)), "")
    return text.removesuffix(unit), unit


def _percent(found: Answer, places: int) -> str:
    if found.outwards:
        to_end = floor if found.outwards == "down" else ceil
        return _written(Fraction(to_end(100 * found.value * 10**places), 10**places), places)
    text = _written(100 * found.value, places)
    if found.exact and not places:
        if text == "0" and found.value > 0:
            return "<1"
        if text == "100" and found.value < 1:
            return ">99"
    return text


def _written(value: Fraction, places: int) -> str:
    """A number rounded half away from nought, with commas between thousands."""
    scaled = floor(abs(value) * 10**places + Fraction(1, 2))
    sign = "−" if value < 0 and scaled else ""
    if not places:
        return f"{sign}{scaled:,}"
    return f"{sign}{scaled // 10**places:,}.{scaled % 10**places:0{places}d}"
