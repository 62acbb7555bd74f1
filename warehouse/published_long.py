"""The Department for Education's long tables of destinations, as its statistics releases are downloaded since that of
2023/24: a row for each figure, whose period is the leavers' own year."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from domain.published_figures import ENGLAND, figure
from warehouse.published_layouts import Areas, Layout, Release, Row, measures_of

_TOTALS = ("total", "all", "all pupils", "all students")
_RELEASES = "https://explore-education-statistics.service.gov.uk/find-statistics"
_FIGURE = frozenset((
    "time_period", "geographic_level", "country_code", "old_la_code", "school_laestab", "school_urn",
    "disadvantage_status", "breakdown_topic", "destination_description", "cohort_count", "pupil_count", "pupil_percent",
))  # fmt: skip
_PARTS = ("sex", "ethnicity_major", "ethnicity_minor", "admission_policy", "entry_gender", "cohort_level")
_COLUMNS = frozenset((*_FIGURE, *_PARTS, "establishment_type_group"))


def _period(text: str | None) -> str | None:
    """202223 as 2022-23."""
    digits = (text or "").strip()
    is_year = re.fullmatch(r"20\d{4}", digits) and (int(digits[2:4]) + 1) % 100 == int(digits[4:])
    return f"{digits[:4]}-{digits[4:]}" if is_year else None


def _newest(rows: pl.DataFrame) -> str | None:
    return max(filter(None, map(_period, rows["time_period"].unique())), default=None)


def _long(layout: Layout, rows: pl.DataFrame, release: Release, areas: Areas) -> Iterator[dict[str, object]]:
    """A row for each figure; of several kinds of school the one that holds all, else the one with most pupils."""
    measures, best = measures_of("long"), dict[tuple[object, ...], tuple[tuple[bool, int], dict[str, object]]]()
    for row in _of_areas(rows, areas).iter_rows(named=True):
        area, breakdown, leavers = _area(row, areas), _breakdown(row), _period(row["time_period"])
        measure = measures.get(re.sub(r"[^a-z0-9]", "", (row["destination_description"] or "").lower()))
        if not (area and breakdown and leavers and measure):
            continue
        found = figure(row["pupil_count"], row["cohort_count"], row["pupil_percent"])
        said = release.said(area, measure, breakdown, leavers) | found._asdict()
        standing = (_is_total(row.get("establishment_type_group")), found.cohort or 0)
        key = (area, measure, breakdown, leavers)
        if key not in best or standing > best[key][0]:
            best[key] = (standing, said)
    return (said for _, said in best.values())


def _of_areas(rows: pl.DataFrame, areas: Areas) -> pl.DataFrame:
    """The rows that may be kept: such a table can have millions."""
    level = pl.col("geographic_level").str.to_lowercase().str.strip_chars()
    number = pl.col("school_laestab").str.replace_all(r"\D", "")
    is_ours = pl.col("school_urn").is_in(list(areas.urns)) | number.is_in(list(areas.laestabs))
    is_near = (level == "local authority") & pl.col("old_la_code").is_in(list(areas.authorities))
    return rows.filter((level == "national") | is_near | is_ours)


def _area(row: Row, areas: Areas) -> tuple[str, str] | None:
    level = (row["geographic_level"] or "").strip().lower()
    if level == "national":
        return ("england", ENGLAND) if row["country_code"] == ENGLAND else None
    if level == "local authority":
        authority = row["old_la_code"] or ""
        return ("local_authority", authority) if authority in areas.authorities else None
    if level not in ("school", "institution"):
        return None
    school = areas.school(row["school_urn"], re.sub(r"\D", "", row["school_laestab"] or ""))
    return ("school", school) if school else None


def _is_total(text: str | None) -> bool:
    return (text or "total").strip().lower() in _TOTALS


def _breakdown(row: Row) -> str | None:
    """Total, disadvantaged or not; None for any other part of the pupils."""
    topic = (row["breakdown_topic"] or "").lower()
    if not all(_is_total(row.get(name)) for name in _PARTS) or not (_is_total(topic) or "disadvantage" in topic):
        return None
    status = (row["disadvantage_status"] or "total").strip().lower()
    if _is_total(status):
        return "total" if _is_total(topic) else None
    return "not_disadvantaged" if re.search(r"\b(not|non|other|others|all other)\b", status) else "disadvantaged"


LONG = (
    Layout(
        "long", "16-18 destination measures", 13, _FIGURE | {"cohort_level"}, _long, _COLUMNS.__contains__,
        leavers=_newest, address=f"{_RELEASES}/16-18-destination-measures",
    ),
    Layout(
        "long", "Key stage 4 destination measures", 11, _FIGURE, _long, _COLUMNS.__contains__,
        leavers=_newest, address=f"{_RELEASES}/key-stage-4-destination-measures",
    ),
)  # fmt: skip
