"""What is wrong with a return before it leaves, and what an authority may not expect of it: the rules run, the
sentences beside the file. No Dagster here, nothing written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from domain.findings import Severity
from domain.return_columns import ReturnVariant, nccis_codes, return_columns
from domain.return_profiles import ReturnProfile
from domain.return_rows import can_be_encoded, has_every_letter, in_their_words
from expectations.adapter import validate
from expectations.return_rows import MANDATORY_IN_A_RECORD, RETURN_RULES
from reports.numbers import plural

# Columns that say a provider by its number, whatever they are called.
_SAYS_PROVIDER = frozenset({"intended_provider", "activity_provider"})
_PROVIDER_NUMBERS = frozenset({"provider_laestab", "provider_ukprn"})
_FAULTS = ("la_code", "pupil_id", "rule", "severity", "message", "repair")


class RulesUnchecked(RuntimeError):
    """A rule could not be checked at all: a fault of ours, and nothing may leave unchecked."""


def faults_of(parts: Mapping[str, pl.DataFrame], profiles: Mapping[str, ReturnProfile], as_of: date) -> pl.DataFrame:
    """The rules that rows break: la_code, pupil_id, rule, severity, message, repair. All authorities in one go."""
    frames = [
        part.with_columns(_encodable(part, profiles[code]), pl.lit(as_of).alias("period_ends_on"))
        for code, part in parts.items()
    ]
    if not any(frame.height for frame in frames):
        return pl.DataFrame(schema=dict.fromkeys(_FAULTS, pl.String))
    rows = pl.concat(frames)
    checked = validate(RETURN_RULES, rows, ("la_code", "pupil_id", "is_opted_out"))
    broken = [outcome.rule for outcome in checked.outcomes if outcome.error]
    if broken:
        raise RulesUnchecked(f"Rules of the return could not be checked: {', '.join(broken)}. Nothing was written.")
    found = checked.findings
    by_rule = {rule.id: rule.columns for rule in RETURN_RULES}
    heard = [
        _is_sent(by_rule[rule], profiles[code], opted_out=opted_out)
        for rule, code, opted_out in found.select("rule", "la_code", "is_opted_out").iter_rows()
    ]
    is_record = pl.col("la_code").is_in([code for code, profile in profiles.items() if profile.format == "xml"])
    is_mandatory = is_record & pl.col("rule").is_in(list(MANDATORY_IN_A_RECORD))
    return found.filter(pl.Series(heard, dtype=pl.Boolean)).select(
        "la_code", "pupil_id", "rule",
        pl.when(is_mandatory).then(pl.lit(Severity.BLOCKING.value)).otherwise("severity").alias("severity"),
        "message", "repair",
    )  # fmt: skip


def _encodable(part: pl.DataFrame, profile: ReturnProfile) -> pl.Series:
    if profile.format != "csv" or has_every_letter(profile.encoding):
        return pl.Series("is_encodable", [True] * part.height, dtype=pl.Boolean)
    return can_be_encoded(in_their_words(part, profile), profile.encoding).alias("is_encodable")


def _is_sent(columns: Sequence[str], profile: ReturnProfile, *, opted_out: bool) -> bool:
    """Whether every column that a rule is about leaves for this authority, of this pupil."""
    if opted_out and any(not return_columns()[column].survives_opt_out for column in columns):
        return False
    if profile.format == "xml":
        return True
    sent = {*profile.columns, *(_PROVIDER_NUMBERS if _SAYS_PROVIDER & {*profile.columns} else ())}
    return sent.issuperset(columns)


def notices_of(
    rows: pl.DataFrame, pupils: pl.DataFrame, profile: ReturnProfile, variant: ReturnVariant
) -> tuple[str, ...]:
    """What the file doesn't say as the authority might expect it, in sentences with counts."""
    mine = pupils.join(rows.filter(~pl.col("is_opted_out")).select("pupil_id", "activity_code"), on="pupil_id")
    stale = int(mine["is_stale"].sum())
    kept = mine.filter(
        pl.col("activity_code_sent").is_in([*nccis_codes("sensitive_activity")]) & (pl.col("activity_code") == "680")
    ).height
    wordy = [
        key
        for key, column in (("intended_codes", "intended_code"), ("guarantee_codes", "offer_status"))
        if not getattr(profile, key) and variant.name in return_columns()[column].variants
        and profile.code_set == "nccis" and (column in profile.columns or profile.format == "xml")
    ]  # fmt: skip
    how = "left out" if profile.format == "xml" else "written in words"
    default = f"no profile: the default was used; [local_authorities.{profile.la_code}] in network.toml sets another"
    lapsed = f"{plural(stale, 'lapsed destination')} sent as not known (810)"
    said = [
        default if profile.is_default else "",
        lapsed if stale and variant.stage == "final" else "",
        f"{plural(kept, 'sensitive activity code')} sent as 680" if kept else "",
        *(f"{key} are not set in its profile, so they are {how}" for key in wordy),
    ]
    return tuple(sentence for sentence in said if sentence)
