"""The collections of the year: what the network asks schools for, of whom, from when, until when, and what to do next.

A collection is one kind of news about one year group of a cycle: its `roll`, its `intended` or `final` destinations,
or the `autumn_roll` of the year after, which confirms where its pupils went (Year 7 for Year 6, 12 for 11, 13 for 12).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl

from domain.calendar import CYCLES, Calendar
from domain.package_data import table

ROLL, AUTUMN_ROLL = "roll", "autumn_roll"
_KEY = {"year_group": pl.Int64, "collection": pl.String}


def collection_dates(calendar: Calendar) -> pl.DataFrame:
    """When each collection of each cycle opens and is due.

    cycle, year_group, collection, position, label, opens_on (it is asked for from this day), due_on (null: nobody is
    expected to send it), past_on (it is no longer chased from this day), is_expected.
    """
    names = {row["collection"]: row for row in table("collection_names").iter_rows(named=True)}
    rows = []
    for cycle in CYCLES:
        events = calendar.events(cycle)
        for rule in table("collections").iter_rows(named=True):
            year_group, name = rule["year_group"], names[rule["collection"]]
            opens, due, past = (_day(events, rule, moment) for moment in ("opens", "due", "past"))
            label = name["label"].format(year_group=year_group)
            key = (cycle, int(year_group), rule["collection"])
            rows.append((*key, int(name["position"]), label, opens, due, past, due is not None))
    schema = {
        "cycle": pl.String, **_KEY, "position": pl.Int64, "label": pl.String, "opens_on": pl.Date, "due_on": pl.Date,
        "past_on": pl.Date, "is_expected": pl.Boolean,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _day(events: Mapping[str, date], rule: Mapping[str, str | None], moment: str) -> date | None:
    event, days = rule[f"{moment}_event"], rule[f"{moment}_days"]
    return events[event] + timedelta(int(days or 0)) if event else None


def expected_collections() -> pl.DataFrame:
    """What a school is expected to send, by its phase and whether it has a sixth form: phase, has_sixth_form,
    year_group, collection."""
    years = table("expected_year_groups")
    rows = [
        (phase, has_sixth_form, int(year_group), collection)
        for phase, needs_sixth_form, year_group, stages in years.iter_rows()
        for has_sixth_form in (False, True)
        if has_sixth_form or needs_sixth_form == "no"
        for collection in (ROLL, *stages.split("|"))
    ]
    rows += [
        (phase, has_sixth_form, int(rule["year_group"]), rule["collection"])
        for rule in table("collections").iter_rows(named=True)
        if rule["collection"] == AUTUMN_ROLL and rule["due_event"]
        for phase in years["phase"].unique(maintain_order=True)
        for has_sixth_form in (False, True)
        if phase in (rule["phases"] or phase).split("|") and (has_sixth_form or rule["needs_sixth_form"] == "no")
    ]
    return pl.DataFrame(rows, schema={"phase": pl.String, "has_sixth_form": pl.Boolean, **_KEY}, orient="row")


def next_steps() -> pl.DataFrame:
    """What the network does next about a collection, by how it stands: year_group, collection, situation, sentence."""
    rows = [
        (year, collection, situation, sentence.format(year_group=year, year_before=year - 1))
        for year, collection in table("collections").select(pl.col("year_group").cast(int), "collection").iter_rows()
        for of, situation, sentence in table("next_steps").iter_rows()
        if of == collection
    ]
    return pl.DataFrame(rows, schema={**_KEY, "situation": pl.String, "sentence": pl.String}, orient="row")
