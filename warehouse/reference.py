"""The `ref` tables that come from `domain/` and the home: their frames and their descriptions. Those made in SQL are
in `sql/ref/`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from warehouse.tables import Column, Table

# table -> (description, grain, {column: documentation}); the type of every column is text unless the frame says
# otherwise.
_TEXTS: dict[str, tuple[str, str, Mapping[str, str]]] = {
    "ref.schools": ("The schools of the network, from schools.csv", "school_id", {
        "school_id": "The school's id and the name of its folder; never reused", "name": "Its name", "urn": "Unique reference number",
        "laestab": "Local authority and establishment number", "phase": "primary, secondary, all-through …",
        "has_sixth_form": "Whether it has Years 12 and 13", "region": "Region of the network", "open_from": "Open from", "open_to": "Open until",
        "succeeds": "The school_id of its predecessor", "careers_lead": "Role mailbox", "link_governor": "Role mailbox",
        "principal": "Role mailbox", "strategic_lead": "Role mailbox",
    }),
    "ref.calendar": ("Every dated event of every cycle, by rule, with the network's own dates where it set any", "cycle, event", {
        "cycle": "The academic year that ends with the leaving summer", "event": "The event", "label": "Its name for people", "on_date": "Its date",
    }),
    "ref.destination_types": ("Destination types, for each year group that may use them", "code, year_group", {
        "code": "The type's code", "label": "Its name for people", "year_group": "The year group", "stages": "The stages it may be used at, separated by |",
        "destination_category": "The category it counts in; null: leaves the cohort", "participation": "What it means for participation",
        "nccis_code": "The NCCIS activity code", "valid_from": "First cycle it is valid", "valid_to": "Last cycle it is valid",
    }),
    "ref.destination_aliases": ("What schools write for a destination type, as letters and digits", "alias_key", {
        "alias_key": "Letters and digits of the spelling, lower case", "code": "The destination type",
    }),
    "ref.codes": ("Codes of the other coded columns", "column_name, code", {
        "column_name": "The column", "code": "The code", "label": "Its name for people", "position": "Its place in lists", "code_group": "The group it rolls up to",
    }),
    "ref.code_aliases": ("What schools write for those codes", "column_name, alias_key", {
        "column_name": "The column", "alias_key": "Letters and digits of the spelling, lower case", "code": "The code",
    }),
    "ref.blank_words": ("Words that mean an empty cell", "word", {
        "word": "The word, lower case", "names_nobody": "Whether it is no pupil's name either",
    }),
    "ref.destination_categories": ("Destination categories", "destination_category", {
        "destination_category": "The category", "label": "Its name for people", "short_label": "Its name on charts", "position": "Its place in lists",
    }),
    "ref.participations": ("Kinds of participation", "participation", {
        "participation": "The kind", "label": "Its name for people", "position": "Its place in lists",
    }),
    "ref.breakdown_topics": ("Topics by which a cohort is broken down", "breakdown_topic", {
        "breakdown_topic": "The topic", "label": "Its name for people", "position": "Its place in lists",
    }),
    "ref.breakdowns": ("The parts of each topic", "breakdown_topic, breakdown", {
        "breakdown_topic": "The topic", "breakdown": "The part", "label": "Its name for people", "position": "Its place in lists",
    }),
    "ref.cohort_rules": ("Who is in the cohort, for each year group", "year_group", {
        "year_group": "The year group", "reference_event": "Who is on roll on this day counts", "late_joiners": "Whether later joiners count",
        "leavers_stay": "Whether earlier leavers count", "enrolment_statuses": "Registrations that count, separated by |",
        "intended_opens_event": "From when intentions are collected", "results_event": "Results day; null: none",
        "confirms_from_event": "From when evidence confirms a final destination", "sentence": "The rule in words, printed in every report",
    }),
    "ref.expected_year_groups": ("Which year groups a school of each phase tells us about", "phase, year_group", {
        "phase": "The phase", "needs_sixth_form": "Whether only with a sixth form", "year_group": "The year group",
        "stages": "The stages that schools type, separated by |",
    }),
    "ref.doubts": ("Doubts about a whole file, which hold it until a person settles them", "rule", {
        "rule": "The rule that raises it", "share": "Its limit, as a share of pupils; null: none", "fewest": "How few pupils it takes; null: any",
        "settled": "What is said once a person has settled it",
    }),
    "ref.columns": ("The columns that an extract may have", "name", {
        "name": "The canonical column", "type": "What it holds", "kinds": "The kinds of extract it belongs to, separated by |",
        "label": "Its name for people", "description": "What it means",
    }),
}  # fmt: skip
_TYPES: Mapping[type[pl.DataType], str] = {pl.Boolean: "BOOLEAN", pl.Date: "DATE", pl.Float64: "DOUBLE"}
_INTEGERS = (pl.Int64, pl.Int32, pl.Int16, pl.Int8, pl.UInt32)


def reference_names() -> Iterable[str]:
    """The tables described here."""
    return _TEXTS.keys()


def reference_table(name: str, frame: pl.DataFrame) -> Table:
    """The description of a ref table, with its types taken from the frame that fills it.

    KeyError for a column nobody documented.
    """
    description, grain, texts = _TEXTS[name]
    columns = tuple(
        Column(
            column, "INTEGER" if data_type in _INTEGERS else _TYPES.get(data_type.base_type(), "VARCHAR"), texts[column]
        )
        for column, data_type in frame.schema.items()
    )
    return Table(name, description, tuple(grain.split(", ")), "all", columns)
