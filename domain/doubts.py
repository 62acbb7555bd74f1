"""Doubts about a whole file: each holds the file until a person confirms that it is right, or a better file comes.

No other finding can be accepted: a row that can't be used is mended, never waved through. The list is `doubts.csv`:
`share` and `fewest` are the doubt's limits (a share of pupils, and how few pupils it takes), `settled` is what is said
once a person has confirmed it.
"""

from __future__ import annotations

import polars as pl

from domain.package_data import table


def doubts() -> pl.DataFrame:
    """Grain rule: rule, share (float), fewest (integer), settled."""
    return table("doubts").with_columns(pl.col("share").cast(pl.Float64), pl.col("fewest").cast(pl.Int64))


DOUBTS: frozenset[str] = frozenset(doubts()["rule"])


def settle(findings: pl.DataFrame, settled: pl.DataFrame) -> pl.DataFrame:
    """Findings (delivery_id, rule, severity, message, repair, …) in which every doubt that a person has `settled`
    (delivery_id, rule) is a notice."""
    words = doubts().select("rule", "settled").join(settled.unique(), on="rule")
    is_settled = pl.col("settled").is_not_null()
    return (
        findings.join(words, on=["delivery_id", "rule"], how="left", maintain_order="left")
        .with_columns(
            pl.when(is_settled).then(pl.lit("notice")).otherwise("severity").alias("severity"),
            pl.when(is_settled).then("settled").otherwise("message").alias("message"),
            pl.when(is_settled).then(pl.lit("")).otherwise("repair").alias("repair"),
        )
        .drop("settled")
    )


def pupils_in_force(rolls: pl.DataFrame, settled: frozenset[str]) -> pl.Series:
    """For each roll the number of pupils of the roll that was in force before it came; null where there was none.

    `rolls`: delivery_id, delivery_number, school_id, cycle, year_group, kind, pupils, doubt. A roll that is in doubt,
    for this reason or another, never comes into force unless a person has settled it (`settled`: ids of deliveries).
    """
    limits = doubts().row(by_predicate=pl.col("rule") == "roll_shrank", named=True)
    before: dict[str, int | None] = {}
    ordered = rolls.filter(kind="roll").sort("delivery_number")
    for _, same in ordered.group_by("school_id", "cycle", "year_group", maintain_order=True):
        in_force: int | None = None
        for roll in same.iter_rows(named=True):
            before[_key(roll)] = in_force
            doubtful = roll["doubt"] is not None or has_shrunk(roll["pupils"], in_force, limits)
            if not doubtful or roll["delivery_id"] in settled:
                in_force = roll["pupils"]
    values = [before.get(_key(roll)) for roll in rolls.iter_rows(named=True)]
    return pl.Series("pupils_in_force", values, dtype=pl.Int32)


def has_shrunk(pupils: int, in_force: int | None, limits: dict[str, float]) -> bool:
    """Whether a roll has lost more than the share of pupils that is usual, and enough pupils to say so."""
    if in_force is None:
        return False
    lost = in_force - pupils
    return lost >= limits["fewest"] and lost > limits["share"] * in_force


def _key(roll: dict[str, object]) -> str:
    return f"{roll['delivery_id']} {roll['cycle']} {roll['year_group']}"
