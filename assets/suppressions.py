"""mart.suppressions: which cells leaders, and the public, may not see, of everything that leaves together.

The rules are `domain/disclosure.py`; `sql/release/` joins the result."""

from collections.abc import Collection, Iterable, Iterator, Mapping

import dagster as dg
import polars as pl

from assets.edge import Edge
from assets.partitions import CYCLE_PARTITIONS
from assets.released_counts import Before, participations, public_counts, released_counts, seen_before
from assets.steps import key_of, open_step, table_metadata
from assets.validation import TRUTHS_KEY
from domain.disclosure import Hidden, hide
from domain.judged import Rules
from domain.released_counts import NETWORK, TOTAL, UNSETTLED, Key
from warehouse.database import Database, Warehouse
from warehouse.declared import DERIVED
from warehouse.home import Home
from warehouse.settings import Settings

SUPPRESSIONS = DERIVED["mart.suppressions"]
_SOURCES = ("mart.released_counts", "mart.withheld_cells", "mart.providers")
_COLUMNS = [column.name for column in SUPPRESSIONS.columns]
_NUMBERS = [column.name for column in SUPPRESSIONS.columns if column.type == "INTEGER"]
_Row = tuple[str | None, ...]
_Ends = tuple[int, int] | tuple[None, None]
# level -> the tables in which a count of it stands: at a school, in the network.
_TABLES = {
    "destination": ("mart.destinations_by_school", "mart.destinations_by_network"),
    "participation": ("mart.participation_by_school", "mart.participation_by_network"),
    "measure": ("mart.measures_by_school", "mart.measures_by_network"),
    "flow": ("mart.intended_to_final", "mart.intended_to_final_by_network"),
    "provider": ("mart.providers", "mart.providers"),
}
# Who is still there half a year later, at providers that take few of the network's pupils; and cells withheld by rule.
_OTHERS = """
    select *, 'small_count' as reason, null as at_least, null as at_most
    from (
        select
            getvariable('cycle') as cycle, 'mart.providers' as table_name, '' as school_id, year_group, '' as stage,
            '' as breakdown_topic, '' as breakdown, provider_id || '#still_there' as item, 'suppressed' as status
        from mart.providers
        where cycle = getvariable('cycle')
            and (still_there between $low and $high or looked_at - still_there between $low and $high)
    )
    union all by name
    select * from mart.withheld_cells where cycle = getvariable('cycle')"""


def suppress_cells(database: Database, cycle: str, settings: Settings) -> tuple[int, list[Key]]:
    """Rebuild the cycle's mart.suppressions; returns how many cells are not published, and the counts that are exposed
    all the same. The cycle has been set."""
    low, high = settings.suppress_from, settings.suppress_to
    (counts, untold), kinds = released_counts(database), participations(database)
    before = seen_before(database)
    for_leaders = _by_year_group(counts, kinds, Rules(low, high), untold, before["leaders"])
    public = public_counts(counts)
    rules = Rules(low, settings.public_suppress_to, True, frozenset(for_leaders.reasons))
    for_public = _by_year_group(public, kinds, rules, frozenset(), before["public"])
    rows = [*_lines("leaders", cycle, for_leaders, counts), *_public_lines(cycle, for_public)]
    found = pl.DataFrame(rows, schema=dict.fromkeys(_COLUMNS, pl.String), orient="row")
    others = (
        database.query(_OTHERS, {"low": low, "high": high})
        .with_columns(pl.lit("leaders").alias("audience"))
        .select(_COLUMNS)
    )
    every = pl.concat([frame.with_columns(pl.col(_NUMBERS).cast(pl.Int32)) for frame in (found, others)])
    return database.replace(SUPPRESSIONS, every, cycle), [*for_leaders.exposed, *for_public.exposed]


def _by_year_group(
    counts: Mapping[Key, int],
    kinds: Mapping[tuple[int, str], frozenset[str]],
    rules: Rules,
    untold: Collection[Key],
    before: Before,
) -> Hidden:
    """No relation joins two year groups, so each is judged by itself."""
    every = Hidden({}, [])
    for year_group in sorted({key.year_group for key in counts}):
        own = {key: value for key, value in counts.items() if key.year_group == year_group}
        found = hide(own, kinds, rules, untold, before.shown, before.hidden)
        every.reasons.update(found.reasons)
        every.exposed.extend(found.exposed)
        every.ranges.update(found.ranges)
    return every


def _lines(audience: str, cycle: str, hidden: Hidden, counts: Mapping[Key, int]) -> Iterator[_Row]:
    for key, reason in hidden.reasons.items():
        if key.level == "cohort":
            yield _line(audience, cycle, "measure", key, key.item, reason)
        elif key.level in _TABLES and (key.level != "flow" or counts[key]):
            ends = hidden.ranges.get(key, (None, None))
            yield _line(audience, cycle, key.level, key, key.item, reason, ends)
    # What mart.coverage counts are these categories of all pupils.
    given_away = {
        key._replace(item="unknown")
        for key in hidden.reasons
        if key.level == "destination" and key.item in UNSETTLED and key.topic == TOTAL and key.school_id != NETWORK
    }
    for key in sorted(given_away):
        row = list(_line(audience, cycle, "destination", key, key.item, hidden.reasons.get(key, "complement")))
        row[_COLUMNS.index("table_name")] = "mart.coverage"
        row[_COLUMNS.index("breakdown_topic")] = row[_COLUMNS.index("breakdown")] = ""
        yield tuple(row)


def _public_lines(cycle: str, hidden: Hidden) -> Iterable[_Row]:
    for key, reason in hidden.reasons.items():
        values = {"stage": "", "item": key.item, "table_name": "mart.public_destinations"}
        yield _row("public", cycle, key, reason, (None, None), **values)


def _line(audience: str, cycle: str, level: str, key: Key, item: str, reason: str, ends: _Ends = (None, None)) -> _Row:
    table = _TABLES[level][key.school_id == NETWORK]
    has_topic = level not in ("flow", "provider")
    topic: dict[str, str] = {} if has_topic else {"breakdown_topic": "", "breakdown": ""}
    return _row(audience, cycle, key, reason, ends, table_name=table, item=item, **topic)


def _row(audience: str, cycle: str, key: Key, reason: str, ends: _Ends, **values: str) -> _Row:
    at_least, at_most = (None if end is None else str(end) for end in ends)
    row: dict[str, str | None] = {
        "audience": audience, "cycle": cycle, "school_id": key.school_id, "year_group": str(key.year_group),
        "stage": key.stage, "breakdown_topic": key.topic, "breakdown": key.part, "status": "suppressed",
        "reason": reason, "at_least": at_least, "at_most": at_most,
    }  # fmt: skip
    row |= values
    return tuple(row[name] for name in _COLUMNS)


def said_of(cycle: str, exposed: list[Key]) -> str:
    """Why nothing may leave: where counts are that can be worked out."""
    where = sorted({f"Year {key.year_group} of {key.school_id or 'the network'}" for key in exposed})
    return (
        f"{len(exposed)} small counts of {cycle} could be worked out from what would be shown "
        f"({', '.join(where[:5])}{' …' if len(where) > 5 else ''}). Nothing is published. A larger suppress_to in "
        "network.toml hides more."
    )


@dg.asset(
    key=key_of(SUPPRESSIONS.name),
    deps=[TRUTHS_KEY, *map(key_of, _SOURCES)],
    partitions_def=CYCLE_PARTITIONS,
    group_name="mart",
    kinds={"duckdb", "python"},
    description=SUPPRESSIONS.description,
    metadata=table_metadata(SUPPRESSIONS),
    pool="warehouse",
)
def suppressions(
    context: dg.AssetExecutionContext,
    home: dg.ResourceParam[Home],
    warehouse: dg.ResourceParam[Warehouse],
    edge: dg.ResourceParam[Edge],
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    with open_step(home, warehouse, edge, "disclosure control", context.partition_key) as step:
        step.database.set_variables(step.cycle, step.as_of)
        count, exposed = suppress_cells(step.database, step.cycle, home.settings)
        if exposed:
            raise dg.Failure(said_of(step.cycle, exposed), allow_retries=False)
        step.done(SUPPRESSIONS.name)
    return dg.MaterializeResult(metadata={"dagster/row_count": count, "build_id": step.build_id})
