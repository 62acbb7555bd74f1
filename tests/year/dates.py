"""The dated events of the cycles that are simulated, written down from the calendar on the wall, not computed."""

from __future__ import annotations

from datetime import date

BEFORE, LAST, CYCLE, NEXT = "2023-24", "2024-25", "2025-26", "2026-27"

_EVENTS = (
    "year_starts", "october_census", "january_census", "stock_take_opens", "stock_take_closes", "offer_day", "summer_census", "end_of_may",
    "leaving_date", "a_level_results", "gcse_results", "term_starts", "september_guarantee", "activity_survey", "autumn_term_ends",
)  # fmt: skip
_DAYS = {
    BEFORE: ("2023-09-01", "2023-10-05", "2024-01-18", "2024-02-19", "2024-03-30", "2024-03-01", "2024-05-16", "2024-05-31", "2024-06-28", "2024-08-15", "2024-08-22", "2024-09-02", "2024-09-30", "2024-11-01", "2024-12-20"),
    LAST: ("2024-09-01", "2024-10-03", "2025-01-16", "2025-02-24", "2025-04-19", "2025-03-03", "2025-05-15", "2025-05-31", "2025-06-27", "2025-08-14", "2025-08-21", "2025-09-01", "2025-09-30", "2025-11-01", "2025-12-19"),
    CYCLE: ("2025-09-01", "2025-10-02", "2026-01-15", "2026-02-23", "2026-04-04", "2026-03-02", "2026-05-21", "2026-05-31", "2026-06-26", "2026-08-13", "2026-08-20", "2026-09-01", "2026-09-30", "2026-11-01", "2026-12-18"),
}  # fmt: skip
EVENTS: dict[str, dict[str, date]] = {
    cycle: dict(zip(_EVENTS, map(date.fromisoformat, days), strict=True)) for cycle, days in _DAYS.items()
}

# When the truth is compared: name -> the day as of which.
CHECKPOINTS: dict[str, date] = {
    "stock-take": date(2026, 3, 20),
    "after A-level results": date(2026, 8, 14),
    "after GCSE results": date(2026, 8, 21),
    "six weeks after results": date(2026, 10, 2),
    "after 1 November": date(2026, 11, 3),
    "leaders' pack": date(2026, 12, 4),
}


def next_cycle(cycle: str) -> str:
    """The cycle after this one."""
    start = int(cycle[:4]) + 1
    return f"{start}-{(start + 1) % 100:02d}"


def results_day(cycle: str, year_group: int) -> date | None:
    """Results day of a year group; None for Year 6, which has none."""
    event = {11: "gcse_results", 12: "a_level_results", 13: "a_level_results"}.get(year_group)
    return EVENTS[cycle][event] if event else None


def final_opens(cycle: str, year_group: int) -> date:
    """The first day on which a final destination can be told."""
    return EVENTS[cycle][{11: "gcse_results", 13: "a_level_results"}.get(year_group, "term_starts")]
