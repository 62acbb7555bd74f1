"""Percentages for people: rounded half up, by whole-number arithmetic, as the Department for Education does."""

from __future__ import annotations

from decimal import Decimal

_DASH = "\N{EN DASH}"


def percent(pupils: int, cohort: int, places: int = 0) -> Decimal | None:
    """100 * pupils / cohort rounded half up to `places`; None where the cohort is 0."""
    if cohort == 0:
        return None
    scale = 10**places
    return Decimal((200 * pupils * scale + cohort) // (2 * cohort)).scaleb(-places)


def percent_text(pupils: int | None, cohort: int | None, places: int = 0) -> str:
    """The percentage with its sign ("94%"), or an en dash where there is none."""
    rounded = percent(pupils, cohort, places) if pupils is not None and cohort else None
    return _DASH if rounded is None else f"{rounded:.{places}f}%"
