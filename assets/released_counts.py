"""Takes the counts that leave together from the marts: what `domain/disclosure.py` judges. No Dagster here."""

from __future__ import annotations

from collections.abc import Mapping

from domain.released_counts import NETWORK, TOTAL, Key
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


def shown_before(database: Database) -> dict[str, set[tuple[Key, int]]]:
    """What editions of the cycle have shown, by audience."""
    shown: dict[str, set[tuple[Key, int]]] = {"leaders": set(), "public": set()}
    if not database.exists("ops.published_cells"):
        return shown
    rows = database.query("""
        select table_name, school_id, year_group, stage, breakdown_topic, breakdown, item, pupils
        from ops.published_cells
        where cycle = getvariable('cycle') and pupils is not null and not contains(item, '#')""")
    for table, school_id, year_group, stage, topic, part, item, pupils in rows.iter_rows():
        if table in _SHOWN:
            audience, level, at = _SHOWN[table]
            key = Key(level, school_id, year_group, at or stage, topic or TOTAL, part or TOTAL, item)
            shown[audience].add((key.cohort(item) if item in ("cohort", "on_roll") else key, pupils))
    return shown


def participations(database: Database) -> dict[tuple[int, str], frozenset[str]]:
    """Which participations the pupils of each category may have, by year group and category."""
    rows = database.query("""
        select year_group, destination_category, list(distinct participation)
        from ref.destination_types where destination_category is not null group by all""")
    return {(year_group, category): frozenset(found) for year_group, category, found in rows.iter_rows()}
