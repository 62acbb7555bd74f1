"""Whether anybody can work out a hidden count: an attacker with every released table and a solver.

python -m benchmarks.attack [--networks 300] [--first 0]      random networks
python -m benchmarks.attack --home demo --cycle 2025-26       the release tables of a home
"""

from __future__ import annotations

import argparse
import time
from multiprocessing import get_context
from pathlib import Path

from assets.released_counts import participations
from domain.package_data import table
from tests.attacker import Cell, attack
from tests.random_networks import random_network
from warehouse.database import Database, Warehouse
from warehouse.home import Home

# What is published, and what is true of it: the same cells, one query for both layers.
_CELLS = """
    select 'destination', school_id, year_group, stage, breakdown_topic, breakdown, destination_category, pupils from {layer}.destinations_by_school
    where cycle = $cycle
    union all
    select 'destination', '', year_group, stage, breakdown_topic, breakdown, destination_category, pupils from {layer}.destinations_by_network where cycle = $cycle
    union all
    select 'participation', school_id, year_group, stage, breakdown_topic, breakdown, participation, pupils from {layer}.participation_by_school where cycle = $cycle
    union all
    select 'participation', '', year_group, stage, breakdown_topic, breakdown, participation, pupils from {layer}.participation_by_network where cycle = $cycle
    union all
    select distinct 'cohort', school_id, year_group, '', breakdown_topic, breakdown, 'cohort', cohort from {layer}.destinations_by_school
    where cycle = $cycle and breakdown_topic in ('total', 'disadvantage')
    union all
    select distinct 'cohort', '', year_group, '', breakdown_topic, breakdown, 'cohort', cohort from {layer}.destinations_by_network where cycle = $cycle
    union all
    select 'flow', '', year_group, '', 'total', 'total', intended_category || '>' || final_category, pupils
    from {layer}.intended_to_final_by_network where cycle = $cycle
    union all
    select 'measure', school_id, year_group, '', breakdown_topic, breakdown, measure, pupils from {layer}.measures_by_school
    where cycle = $cycle and measure in (select measure from ref.measures where cohort_item <> 'on_roll')
    union all
    select 'measure', '', year_group, '', breakdown_topic, breakdown, measure, pupils from {layer}.measures_by_network
    where cycle = $cycle and measure in (select measure from ref.measures where cohort_item <> 'on_roll')
"""

# What schools' websites show.
_PUBLIC = """
    select 'destination', school_id, year_group, 'final', breakdown_topic, breakdown, destination_category, pupils from {layer}.public_destinations
    where cycle = $cycle
    union all
    select distinct 'cohort', school_id, year_group, '', breakdown_topic, breakdown, 'cohort', cohort from {layer}.public_destinations
    where cycle = $cycle
"""


def cells(database: Database, layer: str, cycle: str, sql: str = _CELLS) -> dict[Cell, int | None]:
    """Every cell of a layer, `mart` or `release`."""
    sql = sql.format(layer=layer)
    return {tuple(names): pupils for *names, pupils in database.query(sql, {"cycle": cycle}).iter_rows()}  # type: ignore[misc]


def attack_home(path: Path, cycle: str) -> None:
    """Attack the release tables of a home, for each audience, a year group at a time."""
    measures = table("measures")
    records = frozenset(measures.filter(measures["kind"] == "activity")["measure"]) | {"unknown", "undecided"}
    settings = Home(path).settings
    with Warehouse(Home(path).warehouse_file).open("attacking what is released") as database:
        kinds = participations(database)
        for audience, sql, width, open_facts in (
            ("leaders", _CELLS, settings.suppress_to, records),
            ("the public", _PUBLIC, settings.public_suppress_to, frozenset()),
        ):
            truth, shown = cells(database, "mart", cycle, sql), cells(database, "release", cycle, sql)
            for year_group in sorted({cell[2] for cell in truth}):
                own = {cell: pupils for cell, pupils in truth.items() if pupils is not None and cell[2] == year_group}
                published = {cell: shown[cell] for cell in own if cell in shown}
                ways = {category: found for (year, category), found in kinds.items() if year == year_group}
                began = time.perf_counter()
                exposed = attack(own, published, ways, open_facts, width)
                hidden = sum(value is None for value in published.values())
                print(
                    f"{cycle} Year {year_group}, {audience}: {len(published):,} cells, {hidden:,} hidden, "
                    f"{len(exposed)} exposed, {time.perf_counter() - began:.0f} s"
                )
                for found in exposed[:20]:
                    print("   ", *found.cell, f"between {found.low:.1f} and {found.high:.1f}")


def _one(seed: int) -> tuple[int, int, int, int]:
    exposed, hidden, told = random_network(seed).attacked()
    return seed, len(exposed), hidden, told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--networks", type=int, default=300)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--cycle", default="2025-26")
    chosen = parser.parse_args()
    if chosen.home:
        attack_home(chosen.home, chosen.cycle)
        return
    # Polars' threads don't survive a fork.
    with get_context("spawn").Pool(2) as pool:
        found = list(pool.imap_unordered(_one, range(chosen.first, chosen.first + chosen.networks)))
    bad = sorted(seed for seed, exposed, _, _ in found if exposed)
    hidden, told = (sum(one[place] for one in found) for place in (2, 3))
    print(
        f"{len(found)} networks, {told:,} counts, {hidden:,} hidden, {len(bad)} networks with an exposed count {bad or ''}"
    )


if __name__ == "__main__":
    main()
