"""Helper columns of the rows of a return to a local authority: each says in one expression what a rule means. No rule
and no message stands here. A fact that some rows don't have is null there, and rules leave null alone."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from domain.identifiers import problems
from domain.package_data import table
from expectations import activity_codes

_AUTHORITIES = table("local_authorities")["la_code"].to_list()
# Start dates that may lie ahead: what was agreed is that it will begin.
_AGREED = ("615", "616")
_NO_END = ("310",)


def _folded(name: str) -> pl.Expr:
    return pl.col(name).str.to_lowercase().str.strip_chars()


_code = pl.col("activity_code")

RETURN_FACTS: Mapping[str, pl.Expr] = {
    "upn_length": pl.col("upn").str.len_chars(),
    "postcode_problem": pl.col("postcode").map_batches(
        lambda values: problems(values, "postcode"), return_dtype=pl.String
    ),
    "is_in_england": pl.col("provider_country").fill_null("England") == "England",
    "provider_authority_exists": pl.col("provider_laestab").str.slice(0, 3).is_in(_AUTHORITIES),
    "tells_an_activity": pl.col("activity_type").is_not_null() & (pl.col("participation") != "outside"),
    "is_neet": pl.col("participation") == "neet",
    "has_begun": ~_code.is_in(_AGREED).fill_null(False),
    "has_an_end": pl.col("participation").is_in(["education", "training"]) & ~_code.is_in(_NO_END).fill_null(False),
    "needs_review": _code.is_in(activity_codes.NEED_REVIEW).fill_null(False),
    "has_send": pl.when(_code.is_in(activity_codes.NEED_SEND)).then(
        pl.col("sen").is_in(["ehc_plan", "sen_support"]).fill_null(False)
    ),
    "uln_is_shared": pl.when(pl.col("uln").is_not_null()).then(pl.len().over("la_code", "uln") > 1),
    "name_is_shared": pl.when(pl.col("date_of_birth").is_not_null()).then(
        pl.len().over("la_code", _folded("legal_surname"), _folded("legal_forename"), "date_of_birth") > 1
    ),
}
