"""Derives the helper columns that rules look at, in Polars, before pandas sees a frame. `*_facts` hold them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from expectations import faults
from expectations.delivery_facts import COPY_FACTS, DELIVERY_FACTS, MATCH_FACTS
from expectations.return_facts import RETURN_FACTS
from expectations.row_facts import ROW_FACTS

FACTS: Mapping[str, Mapping[str, pl.Expr]] = {
    "staged.rows": ROW_FACTS,
    "staged.deliveries": DELIVERY_FACTS,
    "staged.delivery_matches": MATCH_FACTS,
    "staged.copied_finals": COPY_FACTS,
    "return.rows": RETURN_FACTS,
}


def prepare(frame: pl.DataFrame, table: str, wanted: Iterable[str]) -> tuple[pl.DataFrame, dict[str, str]]:
    """The frame with the wanted helper columns, and for each that could not be derived the reason (a fault of ours)."""
    known = FACTS.get(table, {})
    broken: dict[str, str] = {}
    for name in wanted:
        frame = _with_fact(frame, known, name, broken)
    return frame, broken


def _with_fact(frame: pl.DataFrame, known: Mapping[str, pl.Expr], name: str, broken: dict[str, str]) -> pl.DataFrame:
    if name in frame.columns or name in broken:
        return frame
    if name not in known:
        broken[name] = f"the frame has no column {name}"
        return frame
    needs = known[name].meta.root_names()
    for need in needs:
        frame = _with_fact(frame, known, need, broken)
    reasons = [broken[need] for need in needs if need in broken]
    if reasons:
        broken[name] = reasons[0]
        return frame
    try:
        return frame.with_columns(known[name].alias(name))
    except Exception as error:  # a fact that can't be derived fails the rules that need it, not the others
        broken[name] = faults.of_exception(error)
        return frame
