"""The returns of one variant of one cycle: which authority gets whom, with opt-outs honoured, rules checked and every
pupil of the cohort accounted for. Frames only: writing them is `reports/`, where they go `pipelines/`; no Dagster."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from assets.return_checks import faults_of, notices_of
from assets.return_frames import return_rows
from domain.findings import Severity
from domain.package_data import table
from domain.return_columns import ReturnVariant, nccis_codes
from domain.return_profiles import ReturnProfile
from domain.return_rows import without_what_was_opted_out


@dataclass(frozen=True)
class Return:
    """What one authority gets. `rows`: return rows (`domain.return_rows`) after opt-outs, by name. `faults`: pupil_id,
    rule, severity, message, repair; a blocking one keeps the return from being written. `notices`: sentences."""

    profile: ReturnProfile
    name: str
    rows: pl.DataFrame
    faults: pl.DataFrame
    notices: tuple[str, ...]

    @property
    def opt_outs(self) -> int:
        return int(self.rows["is_opted_out"].sum())

    @property
    def blocking(self) -> pl.DataFrame:
        """The faults that keep it from being written."""
        return self.faults.filter(severity=Severity.BLOCKING.value)


@dataclass(frozen=True)
class Returns:
    """All returns of a variant. `pupils`: what is held of the cohort (`return_frames.pupils_of`). `without`: pupil_id,
    reason, repair of the pupils who are in no return."""

    cycle: str
    variant: ReturnVariant
    as_of: date
    pupils: pl.DataFrame
    returns: tuple[Return, ...]
    without: pl.DataFrame


def authority_names() -> Mapping[str, str]:
    """Three digits -> name, of every authority of today."""
    today = table("local_authorities").filter(pl.col("valid_to").is_null())
    return dict(today.select("la_code", "name").iter_rows())


def make_returns(
    pupils: pl.DataFrame, cycle: str, variant: ReturnVariant, as_of: date, profiles: Mapping[str, ReturnProfile],
    only: str | None = None, file_format: str | None = None,
) -> Returns:  # fmt: skip
    """The returns of these pupils (`return_frames.pupils_of`) to every authority where one lives (or, where it asks for
    that, is at school), or to `only` one. `file_format` takes the place of what the profiles say.

    Raises RulesUnchecked where a rule could not be checked.
    """
    rows = _assigned(return_rows(pupils, variant), profiles)
    without = _without(pupils, rows, profiles)
    codes = sorted({*rows["la_code"].unique(), *([only] if only else [])})
    wanted = {
        code: _formatted(profiles.get(code) or ReturnProfile(code), file_format)
        for code in codes
        if only in (None, code)
    }
    rows = without_what_was_opted_out(
        _with_sensitive_codes_kept_back(rows.filter(pl.col("la_code").is_in([*wanted])), wanted)
    )
    parts = {code: rows.filter(la_code=code) for code in wanted}
    faults = faults_of(parts, wanted, as_of)
    found = tuple(
        Return(
            profile, authority_names()[code], parts[code], faults.filter(la_code=code),
            notices_of(parts[code], pupils, profile, variant),
        )
        for code, profile in wanted.items()
    )  # fmt: skip
    return Returns(cycle, variant, as_of, pupils, found, without)


def _formatted(profile: ReturnProfile, file_format: str | None) -> ReturnProfile:
    return replace(profile, format=file_format) if file_format else profile


def _assigned(rows: pl.DataFrame, profiles: Mapping[str, ReturnProfile]) -> pl.DataFrame:
    """The rows with la_code, whom each is for. An authority may ask for who is at its schools instead of who lives
    there, so that a pupil may be in two returns."""
    educating = [code for code, profile in profiles.items() if profile.scope == "educated"]
    living = rows.filter(pl.col("home_la").is_not_null() & ~pl.col("home_la").is_in(educating))
    taught = rows.filter(pl.col("school_la").is_in(educating))
    return pl.concat([living.with_columns(la_code="home_la"), taught.with_columns(la_code="school_la")])


_REASONS = {
    "none_sent": (
        "The school hasn't said where the pupil lives.",
        "Export the roll with the home local authority: its name or three digits.",
    ),
    "none_known": (
        "What the school wrote is no local authority of England that we know.",
        "Write the name of the local authority, or its three digits, on the school's next roll.",
    ),
    "divided": (
        "The local authority that the school wrote was divided.",
        "Write the authority of today, or its three digits, on the school's next roll.",
    ),
    "not_asked": (
        "The home authority asks only for pupils at its own schools.",
        "Nothing to do. If it wants residents too, change scope in network.toml.",
    ),
}


def _without(pupils: pl.DataFrame, rows: pl.DataFrame, profiles: Mapping[str, ReturnProfile]) -> pl.DataFrame:
    divided = table("local_authorities").filter(pl.col("valid_to").is_not_null())
    former = [word.lower() for name, code in divided.select("name", "la_code").iter_rows() for word in (name, code)]
    reason = (
        pl.when(pl.col("home_la").is_not_null()).then(pl.lit("not_asked"))
        .when(pl.col("home_la_sent").is_null()).then(pl.lit("none_sent"))
        .when(pl.col("home_la_sent").str.to_lowercase().is_in(former)).then(pl.lit("divided"))
        .otherwise(pl.lit("none_known"))
    )  # fmt: skip
    lost = pupils.join(rows.select("pupil_id"), on="pupil_id", how="anti").with_columns(because=reason)
    said = {place: {key: words[place] for key, words in _REASONS.items()} for place in (0, 1)}
    return lost.select(
        "pupil_id",
        pl.col("because").replace_strict(said[0], return_dtype=pl.String).alias("reason"),
        pl.col("because").replace_strict(said[1], return_dtype=pl.String).alias("repair"),
    )


def _with_sensitive_codes_kept_back(rows: pl.DataFrame, profiles: Mapping[str, ReturnProfile]) -> pl.DataFrame:
    """Why somebody is not available (caring, illness, pregnancy …) is told only to an authority whose profile says so;
    others get "not available: other"."""
    told = [code for code, profile in profiles.items() if profile.sensitive_codes]
    kept_back = pl.col("activity_code").replace(dict(nccis_codes("sensitive_activity")))
    return rows.with_columns(
        pl.when(pl.col("la_code").is_in(told)).then("activity_code").otherwise(kept_back).alias("activity_code")
    )
