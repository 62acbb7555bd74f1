"""The `ref` tables: rules and lists from `domain/`, the network's schools, the calendar, people's decisions. No
Dagster here."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

import polars as pl

from assets.benchmarks import benchmark_frames
from assets.editions_log import PUBLISHED_CELLS, load_published_cells
from assets.identity import MATCHES, matches_frame
from assets.providers import aliases_frame, provider_frames
from domain import codes, columns, destination_types
from domain.calendar import Calendar, calendar_frame, chase_days_frame
from domain.collections import collection_dates, expected_collections, next_steps
from domain.doubts import doubts
from domain.package_data import table as package_table
from domain.phases import phases_frame
from domain.text import key
from warehouse.database import Database
from warehouse.declared import DERIVED
from warehouse.events import Event
from warehouse.home import Home
from warehouse.reference import reference_table

DECISIONS, ALIASES = DERIVED["ref.decisions"], DERIVED["ref.provider_aliases"]
# What a person may decide about a delivery: the event's kind -> what the decision is about. The newest on each counts.
SUBJECTS = {"withdraw": "withdrawal", "restore": "withdrawal", "accept": "doubts", "reconsider": "doubts"}
_NUMBERS = (
    "position", "year_group", "roll_year_group", "tier", "months", "opens_days", "closes_days",
    "benchmark", "achieved_at", "fewest", "from_years", "until_years", "until_days", "topic_position", "small_below",
)  # fmt: skip


def reference_frames(home: Home) -> dict[str, pl.DataFrame]:
    """Every ref table that is not made in SQL, by name."""
    frames = {
        "ref.schools": home.schools,
        "ref.calendar": calendar_frame(Calendar(home.settings.calendar)),
        "ref.chase_days": chase_days_frame(),
        "ref.phases": phases_frame(Calendar(home.settings.calendar)),
        "ref.collection_dates": collection_dates(Calendar(home.settings.calendar)),
        "ref.expected_collections": expected_collections(),
        "ref.next_steps": next_steps(),
        "ref.destination_types": destination_types.destination_types(),
        "ref.destination_aliases": _with_own_destinations(home.settings.code_aliases),
        "ref.codes": codes.codes(),
        "ref.doubts": doubts(),
        "ref.code_aliases": _with_own_codes(home.settings.code_aliases),
        "ref.columns": pl.DataFrame(
            [
                {
                    "name": c.name,
                    "type": c.type,
                    "kinds": "|".join(sorted(c.kinds)),
                    "label": c.label,
                    "description": c.description,
                }
                for c in columns.COLUMNS.values()
            ]
        ),
    }
    for name in (
        "blank_words",
        "destination_categories",
        "participations",
        "breakdown_topics",
        "breakdowns",
        "cohort_rules",
        "expected_year_groups",
        "autumn_roll_types",
        "currency_rules",
        "destination_tiers",
        "disadvantage_definitions",
        "prior_attainment_bases",
        "application_types",
        "worklist_seasons",
        "worklist_reasons",
        "application_meanings",
        "benchmarks",
        "benchmark_rules",
        "suppression_reasons",
        "told_topics",
        "local_authorities",
        "local_authority_words",
        "measures",
        "breakdown_references",
        "change_reasons",
        "he_groups",
        "definition_breaks",
    ):
        frames[f"ref.{name}"] = package_table(name)
    frames["ref.checkpoint_rules"] = package_table("checkpoints")
    frames["ref.measure_breakdowns"] = _measure_breakdowns()
    frames |= provider_frames(home)
    frames |= benchmark_frames(home)
    numbers = [pl.col(column).cast(pl.Int64) for column in _NUMBERS]
    return {name: _numbers(frame, numbers) for name, frame in frames.items()}


def _measure_breakdowns() -> pl.DataFrame:
    """The parts of every topic that measures are broken down by: those of the destinations, and some more."""
    names = {"label": "topic_label", "position": "topic_position"}
    shared = package_table("breakdowns").join(package_table("breakdown_topics").rename(names), on="breakdown_topic")
    more = package_table("measure_breakdowns")
    return pl.concat([shared.select(more.columns), more])


def _with_own_codes(own: Mapping[str, Mapping[str, str]]) -> pl.DataFrame:
    """Every spelling of a code; the network's own means what the network says."""
    rows = [
        (column, key(spelling), code)
        for column, words in own.items()
        for spelling, code in words.items()
        if column != "destination_type"
    ]
    return _first_wins(rows, codes.code_aliases(), ["column_name", "alias_key"])


def _with_own_destinations(own: Mapping[str, Mapping[str, str]]) -> pl.DataFrame:
    """Every spelling of a destination type, likewise."""
    words = own.get("destination_type", {})
    rows = [(destination_types.spelling_key(spelling), code) for spelling, code in words.items()]
    return _first_wins(rows, destination_types.aliases(), ["alias_key"])


def _first_wins(rows: Sequence[tuple[str, ...]], listed: pl.DataFrame, grain: Sequence[str]) -> pl.DataFrame:
    own = pl.DataFrame(rows, schema=listed.schema, orient="row")
    return pl.concat([own, listed]).unique(grain, keep="first", maintain_order=True)


def _numbers(frame: pl.DataFrame, numbers: Sequence[pl.Expr]) -> pl.DataFrame:
    return frame.with_columns(number for number in numbers if number.meta.output_name() in frame.columns)


def decisions_frame(events: Sequence[Event], known: set[str]) -> pl.DataFrame:
    """The newest decision on each delivery and subject: delivery_id, subject, decision, decided_on, why."""
    newest: dict[tuple[str, str], dict[str, object]] = {}
    for event in events:
        identity = str(event.data.get("delivery_id", ""))
        if event.kind in SUBJECTS and identity in known:
            newest[identity, SUBJECTS[event.kind]] = {
                "delivery_id": identity,
                "subject": SUBJECTS[event.kind],
                "decision": event.kind,
                "decided_on": event.on,
                "why": event.why,
            }
    schema = {
        "delivery_id": pl.String,
        "subject": pl.String,
        "decision": pl.String,
        "decided_on": pl.Date,
        "why": pl.String,
    }
    return pl.DataFrame(list(newest.values()), schema=schema).sort("delivery_id", "subject")


def publish_reference(
    home: Home, database: Database, events: Sequence[Event], only: Container[str] | None = None
) -> dict[str, int]:
    """Rebuild every ref table that is not made in SQL, and what editions have shown (or `only` those, and what people
    decided); returns the rows of each."""
    rows = {}
    for name, frame in reference_frames(home).items():
        if only is not None and name not in only:
            continue
        rows[name] = database.replace(reference_table(name, frame), frame)
    known = set(database.query("select delivery_id from raw.deliveries")["delivery_id"])
    rows[DECISIONS.name] = database.replace(DECISIONS, decisions_frame(events, known))
    rows[MATCHES.name] = database.replace(MATCHES, matches_frame(events))
    rows[ALIASES.name] = database.replace(ALIASES, aliases_frame(events))
    if only is None:
        rows[PUBLISHED_CELLS.name] = load_published_cells(home, database, events)
    return rows
