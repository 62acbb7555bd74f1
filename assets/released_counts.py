"""Takes the counts that leave together from the marts: what `domain/disclosure.py` judges. No Dagster here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.released_counts import NETWORK, TOTAL, Key, denominators
from warehouse.database import Database

# table -> for whom, the level of its counts, their stage where the table doesn't say
_SHOWN = {
    "mart.destinations_by_school": ("leaders", "destination", ""),
    "mart.destinations_by_network": ("leaders", "destination", ""),
    "mart.participation_by_school": ("leaders", "participation", ""),
    "mart.participation_by_network": ("leaders", "participation", ""),
    "mart.intended_to_final_by_network": ("leaders", "flow", ""),
    "mart.measures_by_school": ("leaders", "measure", ""),
    "mart.measures_by_network": ("leaders", "measure", ""),
    "mart.providers": ("leaders", "provider", ""),
    "mart.public_destinations": ("public", "destination", "final"),
}


def released_counts(database: Database) -> tuple[dict[Key, int], frozenset[Key]]:
    """Every count of the cycle that is set in `database`, by key; and those of them that stand in no released table."""
    rows = database.query("""
        select level, school_id, year_group, stage, breakdown_topic, breakdown, item, pupils, is_told
        from mart.released_counts where cycle = getvariable('cycle') order by all""")
    counts = {Key(*names): (value, is_told) for *names, value, is_told in rows.iter_rows()}
    untold = frozenset(key for key, (_, is_told) in counts.items() if not is_told)
    return {key: value for key, (value, _) in counts.items()}, untold


def public_counts(counts: Mapping[Key, int]) -> dict[Key, int]:
    """Those of them that a school's website shows: where its pupils went, in all and by disadvantage."""
    return {
        key: value
        for key, value in counts.items()
        if key.school_id != NETWORK
        and (key.level, key.stage) in (("destination", "final"), ("cohort", ""))
        and key.topic in (TOTAL, "disadvantage")
        and key.item != "on_roll"
    }


@dataclass(frozen=True)
class Before:
    """What editions of the cycle have let an audience see: counts as `shown`, and counts `hidden` by the last one."""

    shown: frozenset[tuple[Key, int]] = frozenset()
    hidden: frozenset[Key] = frozenset()


def seen_before(database: Database) -> dict[str, Before]:
    """What each audience has seen of the cycle in editions."""
    if not database.exists("ops.published_cells"):
        return {audience: Before() for audience in ("leaders", "public")}
    shown: dict[str, set[tuple[Key, int]]] = {"leaders": set(), "public": set()}
    hidden: dict[str, set[Key]] = {"leaders": set(), "public": set()}
    rows = database.query("""
        select
            table_name, school_id, year_group, stage, breakdown_topic, breakdown, item, pupils, status,
            published_on = max(published_on) over () as is_last
        from ops.published_cells
        where cycle = getvariable('cycle')
            and (not contains(item, '#') or item like '%#cohort')""")
    for table, school_id, year_group, stage, topic, part, item, pupils, status, is_last in rows.iter_rows():
        if table in _SHOWN:
            audience, level, at = _SHOWN[table]
            key = Key(level, school_id, year_group, at or stage, topic or TOTAL, part or TOTAL, item)
            measure, _, beside = item.partition("#")
            item = denominators()[measure] if beside else item
            if beside and item not in ("cohort", "on_roll"):
                continue
            keys = [key.cohort(item)] if item in ("cohort", "on_roll") else [key]
            if beside and school_id == NETWORK:
                # Of those schools alone of which it can be told, perhaps: see `denominator_of`
                keys.append(key.cohort(f"{item} of {measure}"))
            if pupils is not None:
                shown[audience].update((key, pupils) for key in keys)
            elif is_last and status == "suppressed":
                hidden[audience].update(keys)
    return {audience: Before(frozenset(shown[audience]), frozenset(hidden[audience])) for audience in shown}


def participations(database: Database) -> dict[tuple[int, str], frozenset[str]]:
    """Which participations the pupils of each category may have, by year group and category."""
    rows = database.query("""
        select year_group, category, list(distinct participation)
        from (
            -- Of pupils who stay at their own school the category is another
            select year_group, unnest([destination_category, own_school_category]) as category, participation
            from ref.destination_types
        )
        where category is not null group by all""")
    return {(year_group, category): frozenset(found) for year_group, category, found in rows.iter_rows()}
