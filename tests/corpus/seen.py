"""The kinds devised with the intake's code in sight, at the seams where two rules meet. Here is which modules they are in;
the kinds are in those. They are never mixed with the blind ones: a corpus of both is asked for by name."""

from __future__ import annotations

from . import (
    seen_codes,
    seen_collections,
    seen_doubts,
    seen_files,
    seen_harmless,
    seen_harmless_files,
    seen_layouts,
    seen_people,
    seen_trackers,
)
from .defect import KINDS, Kind

_MODULES = (
    seen_codes,
    seen_people,
    seen_collections,
    seen_trackers,
    seen_layouts,
    seen_files,
    seen_doubts,
    seen_harmless,
    seen_harmless_files,
)


def seen_kinds() -> list[Kind]:
    """Every kind devised with the code in sight, in the order of their modules."""
    names = [module.__name__.rpartition(".")[2] for module in _MODULES]
    return sorted((each for each in KINDS.values() if each.module in names), key=lambda each: names.index(each.module))
