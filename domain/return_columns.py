"""What a return to a local authority may hold: its columns, its variants, and what its codes are in the national
client system. The lists are `return_columns.csv`, `return_variants.csv` and `return_codes.csv`.

A column's `section_72` says which part of section 72(1) of the Education and Skills Act 2008 it belongs to: a (name,
address, date of birth), b (a parent's name and address) or c (everything else, which a family may opt out of); `mark`
is the one cell that says that they did.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from domain.package_data import table

INTENDED, GUARANTEE, CONFIRMED, LEAVERS = "intended", "september-guarantee", "confirmed", "in-year-leavers"
CODE_SETS = ("nccis", "words", "ours")


@dataclass(frozen=True, slots=True)
class ReturnColumn:
    """A column of a return: `type` is text, date or code; `variants` those that fill it in."""

    name: str
    title: str
    section_72: str
    type: str
    variants: frozenset[str]
    is_default: bool

    @property
    def survives_opt_out(self) -> bool:
        """Whether it leaves although the family opted out."""
        return self.section_72 != "c"


@dataclass(frozen=True, slots=True)
class ReturnVariant:
    """A variant of the return: the stage and year groups it tells of, and the event from which it is the usual one."""

    name: str
    label: str
    stage: str
    year_groups: tuple[int, ...]
    from_event: str | None


@cache
def return_variants() -> Mapping[str, ReturnVariant]:
    """Every variant, by name."""
    rows = table("return_variants").iter_rows(named=True)
    return {
        row["variant"]: ReturnVariant(
            row["variant"], row["label"], row["stage"], tuple(int(year) for year in row["year_groups"].split("|")),
            row["from_event"],
        )
        for row in rows
    }  # fmt: skip


@cache
def return_columns() -> Mapping[str, ReturnColumn]:
    """Every column, by name, in the default order."""
    every = frozenset(return_variants())
    return {
        row["column"]: ReturnColumn(
            row["column"], row["title"], row["section_72"], row["type"],
            every if row["variants"] == "all" else frozenset(row["variants"].split("|")), row["default"] == "yes",
        )
        for row in table("return_columns").iter_rows(named=True)
    }  # fmt: skip


@cache
def nccis_codes(column: str) -> Mapping[str, str]:
    """Our code -> the national one, where they differ."""
    codes = table("return_codes").filter(column=column)
    return dict(codes.select("code", "nccis").iter_rows())


def usual_variant(events: Mapping[str, date], day: date) -> ReturnVariant:
    """The variant that authorities ask for on a day; `events` are the dates of the cycle."""
    dated = [variant for variant in return_variants().values() if variant.from_event]
    begun = [variant for variant in dated if events[variant.from_event or ""] <= day]
    return begun[-1] if begun else dated[0]
