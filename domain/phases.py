"""The phases of a cycle in words: what the network is doing, until when. Their days are the calendar's."""

from __future__ import annotations

import polars as pl

from domain.calendar import CYCLES, Calendar, Phase
from domain.package_data import table


def phases_frame(calendar: Calendar) -> pl.DataFrame:
    """The phases of every cycle: cycle, phase, position, label, doing, until, begins_on, until_on.

    `begins_on` is null for not_started, which every later phase follows. "2025-26 `doing`: `until` on `until_on`" is
    a sentence.
    """
    rows = []
    for cycle in CYCLES:
        events, begins = calendar.events(cycle), calendar.phases(cycle)
        for position, words in enumerate(table("phases").iter_rows(named=True)):
            phase = Phase(words["phase"])
            texts = (words["label"], words["doing"], words["until"])
            rows.append((cycle, phase.value, position, *texts, begins.get(phase), events[words["until_event"]]))
    schema = {
        "cycle": pl.String, "phase": pl.String, "position": pl.Int64, "label": pl.String, "doing": pl.String,
        "until": pl.String, "begins_on": pl.Date, "until_on": pl.Date,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")
