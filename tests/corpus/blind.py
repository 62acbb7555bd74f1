"""The blind kinds: devised from the contract alone. Here is which modules they are in; the kinds are in those."""

from __future__ import annotations

from . import (
    blind_collections,
    blind_dates,
    blind_destinations,
    blind_files,
    blind_identity,
    blind_rolls,
    harmless,
    harmless_layout,
)
from .defect import KINDS, Kind

_MODULES = (
    blind_identity,
    blind_destinations,
    blind_dates,
    blind_collections,
    blind_files,
    blind_rolls,
    harmless,
    harmless_layout,
)


def blind_kinds() -> list[Kind]:
    """Every blind kind, in the order of their modules."""
    names = [module.__name__.rpartition(".")[2] for module in _MODULES]
    return sorted((each for each in KINDS.values() if each.module in names), key=lambda each: names.index(each.module))
