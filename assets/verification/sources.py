"""The frames that the second way starts from, each read once and only when it is asked for: tables of `core` and `ref`,
which cells are hidden, and the day that each cycle was built for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import polars as pl

from warehouse.database import Database

_ALLOWED = ("core", "ref", "staged", "raw", "ops")
_HIDDEN = "mart.suppressions"
TOPICS = ("disadvantage", "sex", "sen", "ethnicity_major", "first_language", "prior_attainment")
OWN_TOPICS = ("looked_after", "first_generation")
CROSSED = {"disadvantage_by_sex": "sex", "disadvantage_by_ethnicity": "ethnicity_major"}
WHO = ("cycle", "school_id", "year_group")
PART = ("breakdown_topic", "breakdown")


class Sources:
    """Frames of an open warehouse."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._frames: dict[str, pl.DataFrame] = {}
        self._made: dict[Callable[[Sources], pl.DataFrame], pl.DataFrame] = {}

    def table(self, name: str) -> pl.DataFrame:
        """A table as it is. Raises ValueError for one that the second way may not look at."""
        if name.split(".")[0] not in _ALLOWED and name != _HIDDEN:
            raise ValueError(f"{name} is what is to be checked: it is not a source.")
        if name not in self._frames:
            self._frames[name] = self._database.query(f"from {name}")
        return self._frames[name]

    def made(self, make: Callable[[Sources], pl.DataFrame]) -> pl.DataFrame:
        """What a function makes of these sources, made once."""
        if make not in self._made:
            self._made[make] = make(self)
        return self._made[make]

    @cached_property
    def days(self) -> pl.DataFrame:
        """cycle, as_of: the day whose knowledge the cycle's tables hold."""
        return self.table("ops.builds").filter(table_name="mart.coverage").select("cycle", "as_of")

    @cached_property
    def collections(self) -> pl.DataFrame:
        """ref.collections with the as_of of each cycle that was built."""
        return self.table("ref.collections").join(self.days, on="cycle")

    @cached_property
    def cohort(self) -> pl.DataFrame:
        """Every pupil who counts."""
        return self.table("core.cohort")

    @cached_property
    def parts(self) -> pl.DataFrame:
        """cycle, school_id, year_group, pupil_id, breakdown_topic, breakdown: where each pupil belongs in each topic of
        design §3.6; what is no part of the topic is not_known."""
        known = self.table("ref.breakdowns").select(PART)
        told = self._unpivoted(TOPICS)
        listed = told.join(known.with_columns(is_listed=True), on=PART, how="left").with_columns(
            breakdown=pl.when(pl.col("is_listed").fill_null(value=False))
            .then("breakdown")
            .otherwise(pl.lit("not_known"))
        )
        return pl.concat([self._everybody, listed.drop("is_listed")])

    @cached_property
    def own_parts(self) -> pl.DataFrame:
        """The same for the topics that measures alone have; whom either side of two crossed topics doesn't know is in
        none of their parts."""
        crossed = [
            self.cohort.select(
                *WHO,
                "pupil_id",
                breakdown_topic=pl.lit(topic),
                breakdown=pl.concat_str("disadvantage", other, separator="+"),
            )
            for topic, other in CROSSED.items()
        ]
        told = pl.concat([self._unpivoted(OWN_TOPICS), *crossed])
        return told.join(self.table("ref.measure_breakdowns").select(PART), on=PART, how="semi")

    @property
    def _everybody(self) -> pl.DataFrame:
        total = pl.lit("total")
        return self.cohort.select(*WHO, "pupil_id", breakdown_topic=total, breakdown=total)

    def _unpivoted(self, topics: tuple[str, ...]) -> pl.DataFrame:
        return self.cohort.unpivot(
            topics, index=[*WHO, "pupil_id"], variable_name="breakdown_topic", value_name="breakdown"
        )

    @cached_property
    def destinations(self) -> pl.DataFrame:
        """Where each pupil of the cohort goes at each open stage, with `is_known`."""
        known = ~pl.col("destination_category").is_in(["unknown", "undecided"])
        return self.table("core.destinations").with_columns(is_known=known)

    @cached_property
    def finals(self) -> pl.DataFrame:
        """The final destinations, with the pupil's preference_met and when the pupil left."""
        return self.destinations.filter(stage="final").join(
            self.cohort.select("cycle", "pupil_id", "preference_met", "left_on", "denominator"),
            on=["cycle", "pupil_id"],
        )

    @cached_property
    def hidden(self) -> pl.DataFrame:
        """The cells that an audience may not see, and their status."""
        return self.table(_HIDDEN)


def counts(frame: pl.DataFrame, by: list[str], **filters: pl.Expr) -> pl.DataFrame:
    """How many lines of a frame each filter holds for, by columns."""
    marked = frame.select(by, **{name: held.fill_null(value=False) for name, held in filters.items()})
    return marked.group_by(by).agg(pl.col(name).sum().cast(pl.Int64) for name in filters)
