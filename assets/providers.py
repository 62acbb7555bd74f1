"""Providers in the warehouse: the directory and the ledger as `ref` tables, and for every cycle what each way of naming
a provider means and what a person should look at. No Dagster here; the rules are `domain/providers.py`'s."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from domain.package_data import table
from domain.provider_keys import name_key
from domain.provider_lists import merge
from domain.provider_suggestions import suggestions
from domain.providers import Directory, Match, Said, aliases_in_force
from warehouse.database import Database
from warehouse.declared import DERIVED
from warehouse.events import Event
from warehouse.home import Home
from warehouse.reference_lists import read_provider_lists

MATCHES, REVIEW = DERIVED["staged.provider_matches"], DERIVED["mart.provider_review"]
SHOWN = 3
_ALIAS = ("text_key", "school_id", "text", "provider_id")

_NAMES = """
select n.name_key, n.provider_id, n.standing, n.words, p.kind
from ref.provider_names as n
join ref.providers as p on p.provider_id = n.provider_id
order by n.name_key, n.provider_id
"""
# The texts are cleaned as in sql/staged/rows.sql, which joins what is found here.
_SAID = """
with cleaned as (
    select
        coalesce(v.school_id, v.folder) as school_id, v.is_withdrawn, coalesce(r.in_year_group, 0) as year_group,
        coalesce(k.code, t.destination_type) as destination_type,
        nullif(trim(replace(r.destination_type, chr(160), ' ')), '') as destination_text,
        nullif(trim(replace(r.destination_provider, chr(160), ' ')), '') as provider_text,
        nullif(trim(replace(r.destination_provider_id, chr(160), ' ')), '') as provider_number
    from raw.rows as r
    join staged.deliveries as v on v.delivery_id = r.delivery_id
    left join staged.codes as k
        on k.delivery_id = r.delivery_id and k.sheet = r.sheet and k.line = r.line and k.part = r.part
        and k.column_name = 'destination_type'
    left join ref.provider_types as t on t.unless_said_in = r.kind
    where r.in_cycle = getvariable('cycle') and r.kind in ('destinations', 'applications', 'feedback')
    and (v.school_id is not null or v.is_network_wide) and (r.in_year_group is not null or r.kind <> 'destinations')
),
words as (select list(word) as blank from ref.blank_words)
select
    school_id, year_group, destination_type,
    case when list_contains(blank, lower(destination_text)) then '' else coalesce(destination_text, '') end
        as destination_text,
    case when list_contains(blank, lower(provider_text)) then '' else coalesce(provider_text, '') end as provider_text,
    case when list_contains(blank, lower(provider_number)) then '' else coalesce(provider_number, '') end
        as provider_number,
    count(*) filter (where not is_withdrawn) as claims
from cleaned
cross join words
where destination_type is not null
group by all
order by all
"""


def provider_frames(home: Home) -> dict[str, pl.DataFrame]:
    """The `ref` tables about providers. Raises SettingsError for a file in `reference/` that is no list we know."""
    lists = read_provider_lists(home.path / "reference")
    providers, names = merge(home.schools, lists.establishments, lists.institutions)
    newer = lists.groups
    bundled = table("provider_groups").select(newer.columns).join(newer, on="provider_group", how="anti")
    groups = (
        pl.concat([bundled, newer])
        .unique(maintain_order=True)
        .join(providers.select("ukprn", "provider_id"), on="ukprn")
    )
    return {
        "ref.providers": providers,
        "ref.provider_names": names,
        "ref.provider_groups": groups.select("provider_group", "provider_id", "valid_from", "valid_to"),
        "ref.provider_kinds": table("provider_kinds"),
        "ref.provider_types": table("provider_types"),
        "ref.subject_groups": table("subject_groups"),
    }


def aliases_frame(events: Sequence[Event]) -> pl.DataFrame:
    """The ledger of aliases in force: text_key, school_id ("": everywhere), text, provider_id."""
    held = aliases_in_force((event.kind, event.data) for event in events)
    return pl.DataFrame(held, schema=dict.fromkeys(_ALIAS, pl.String), orient="row").sort("text_key", "school_id")


def match_providers(database: Database, cycle: str) -> int:
    """Rebuild a cycle's staged.provider_matches and mart.provider_review, once its cells are coded and before its rows
    are typed; returns how many ways of naming a provider say something."""
    database.execute("set variable cycle = ?", [cycle])
    said = database.query(_SAID)
    names = database.query(_NAMES)
    directory = Directory(
        database.query("from ref.providers"), names, database.query("from ref.provider_aliases"), cycle
    )
    columns = ("school_id", "year_group", "destination_type", "destination_text", "provider_text", "provider_number")
    matches = [directory.resolve(Said(*row)) for row in said.select(columns).iter_rows()]
    found = said.with_columns(
        pl.lit(cycle).alias("cycle"),
        pl.Series("provider_id", [match.provider_id for match in matches], pl.String),
        pl.Series("match", [match.match for match in matches], pl.String),
        pl.Series("review_reason", [match.review_reason for match in matches], pl.String),
    )
    database.replace(REVIEW, _review(found, matches, directory, names), cycle)
    telling = found.filter(pl.any_horizontal(pl.col("provider_id", "review_reason").is_not_null()))
    renamed = telling.rename({"provider_text": "destination_provider", "provider_number": "destination_provider_id"})
    return database.replace(MATCHES, renamed, cycle)


def _review(found: pl.DataFrame, matches: Sequence[Match], directory: Directory, names: pl.DataFrame) -> pl.DataFrame:
    """What a person should look at: a line for each spelling and reason, with up to three providers to choose from."""
    text = pl.when(pl.col("provider_text") != "").then("provider_text").otherwise("provider_number")
    open_ = (
        found.with_columns(
            text.alias("text"), pl.Series("candidates", [list(m.candidates) for m in matches], pl.List(pl.String))
        )
        .filter(pl.col("review_reason").is_not_null(), pl.col("claims") > 0)
        .with_columns(pl.col("text").map_elements(name_key, return_dtype=pl.String).alias("provider_key"))
        .sort(pl.col("claims").sum().over("text"), "text", descending=[True, False])
    )
    lines = open_.group_by("provider_key", "review_reason", maintain_order=True).agg(
        pl.col("cycle").first(),
        pl.col("text").first(),
        pl.col("claims").sum(),
        pl.col("school_id").n_unique().alias("schools"),
        pl.col("school_id").unique().sort().str.join(", ").alias("school_ids"),
        pl.col("candidates").list.explode(keep_nulls=False, empty_as_null=False).unique().sort(),
    )
    # Nobody whose destination is collected goes to a primary school: it is not worth suggesting.
    likely = names.filter(pl.col("kind") != "primary_school")
    near = suggestions(lines.filter(pl.col("review_reason") == "unknown")["text"].to_list(), likely)
    shown = [
        _shown([(provider, 100) for provider in candidates] or near.get(text, []), directory.names)
        for text, candidates in lines.select("text", "candidates").iter_rows()
    ]
    schema = {
        f"suggestion_{place}_{part}": pl.Int64 if part == "score" else pl.String
        for place in range(1, SHOWN + 1)
        for part in ("id", "name", "score")
    }
    beside = pl.DataFrame(shown, schema=schema, orient="row")
    return pl.concat([lines.rename({"review_reason": "reason"}), beside], how="horizontal")


def _shown(best: Sequence[tuple[str, int]], names: Mapping[str, str | None]) -> dict[str, object]:
    """The best suggestions (provider, likeness of 100) as columns."""
    return {
        f"suggestion_{place}_{part}": value
        for place, (provider, score) in enumerate(best[:SHOWN], 1)
        for part, value in (("id", provider), ("name", names.get(provider)), ("score", score))
    }
