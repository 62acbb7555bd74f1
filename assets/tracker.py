"""What the tracker of a cycle is made from, for its page. No Dagster here."""

from __future__ import annotations

from reports.tracker_parts import TrackerFrames
from warehouse.database import Database

_SOURCES = {
    "submissions": "from mart.submissions where cycle = ? order by all",
    "clock": "from mart.clock where cycle = ? order by all",
    "collections": "from ref.collection_dates where cycle = ? order by all",
    "phases": "from ref.phases where cycle = ? order by position",
    "events": "from ref.calendar where cycle = ? order by all",
}
# What the published copy of the tracker holds.
TRACKER_TABLES = ("ref.schools", "ref.calendar", "ref.phases", "ref.collection_dates", "mart.submissions", "mart.clock")


def tracker_frames(database: Database, cycle: str) -> TrackerFrames:
    """The tracker's tables of one cycle."""
    tables = {name: database.query(sql, [cycle]) for name, sql in _SOURCES.items()}
    return TrackerFrames(**tables, schools=database.query("from ref.schools order by school_id"))
