"""Helper columns of the tables about whole files: `staged.deliveries`, `staged.delivery_matches`,
`staged.copied_finals`. No rules."""

from __future__ import annotations

import polars as pl

from domain.doubts import doubts

_LIMITS = {rule: (share, fewest) for rule, share, fewest, _ in doubts().iter_rows()}
COPY_SHARE, COPY_FEWEST = _LIMITS["final_copies_intended"]
# Below this many pupils it is no surprise that everybody went where they meant to go.
COPY_WORTH_A_WORD = 20
# After so many days a worklist may tell of another term's plans.
WORKLIST_OLD_AFTER = 120

DELIVERY_FACTS: dict[str, pl.Expr] = {
    "has_rows": pl.col("row_records") > 0,
    # A college's or a local authority's list may tell of pupils of many schools.
    "is_of_one_school": pl.col("kind").ne_missing("feedback")
    | pl.col("school_id").is_null() & ~pl.col("is_network_wide"),
    "names_other_school": (pl.col("rows_naming_another_school") >= _LIMITS["names_other_school"][1])
    & (pl.col("rows_naming_another_school") > _LIMITS["names_other_school"][0] * pl.col("rows_naming_a_school")),
}
MATCH_FACTS: dict[str, pl.Expr] = {
    "pupils_expected": (pl.col("pupils_in_force") * (1 - _LIMITS["roll_shrank"][0])).ceil().cast(pl.Int32),
    "loses_enough_to_say": pl.col("pupils_in_force") - pl.col("pupils") >= _LIMITS["roll_shrank"][1],
    "cycle_before": pl.concat_str(
        pl.col("cycle").str.slice(0, 4).cast(pl.Int32) - 1, pl.lit("-"), pl.col("cycle").str.slice(2, 2)
    ),
    "year_group_below": pl.col("year_group") - 1,
}
COPY_FACTS: dict[str, pl.Expr] = {
    "is_copy": pl.col("pupils_as_intended") >= COPY_SHARE * pl.col("pupils"),
    "is_in_doubt": (pl.col("pupils") >= COPY_FEWEST) & pl.col("is_before_results"),
    "is_worth_a_word": (pl.col("pupils") >= COPY_WORTH_A_WORD) & ~pl.col("is_in_doubt"),
}
