"""The small network that the packs' tests read: two secondary schools with a sixth form and a primary school, every
count written down here, so that a reader can check a sentence against it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import report_sample

from domain.package_data import table
from reports.frames import ReportContext, ReportFrames

CYCLE, LAST = "2025-26", "2024-25"
SCHOOL, OTHER, PRIMARY = "westmoor", "valebrook", "elmgrove"
_WHOLE = ("total", "total")

# (school, year group, measure) -> pupils, cohort this year; pupils, cohort last year. None is hidden.
Counts = dict[tuple[str, int, str], tuple[int | None, int | None, int | None, int | None]]
MEASURES: Counts = {
    (SCHOOL, 11, "known"): (142, 150, 130, 150),
    (SCHOOL, 11, "confirmed"): (130, 150, 100, 150),
    (SCHOOL, 11, "unknown"): (8, 150, 20, 150),
    (SCHOOL, 11, "unknown_tried"): (8, 8, 12, 20),
    (SCHOOL, 11, "stale"): (2, 150, 3, 150),
    (SCHOOL, 11, "eet"): (138, 150, 121, 150),
    (SCHOOL, 11, "education"): (120, 150, 110, 150),
    (SCHOOL, 11, "apprenticeship"): (9, 150, 6, 150),
    (SCHOOL, 11, "own_school"): (60, 150, 63, 150),
    (SCHOOL, 11, "guidance_needed"): (30, 150, 25, 150),
    (SCHOOL, 11, "guidance_held"): (24, 30, 10, 25),
    (SCHOOL, 11, "guidance_outstanding"): (6, 30, 15, 25),
    (SCHOOL, 11, "guidance_interview"): (147, 150, 140, 150),
    (SCHOOL, 11, "left_in_year_11_known"): (None, None, 2, 2),
    (SCHOOL, 13, "known"): (60, 60, 55, 60),
    (SCHOOL, 13, "confirmed"): (50, 60, 44, 60),
    (SCHOOL, 13, "unknown"): (0, 60, 5, 60),
    (SCHOOL, 13, "unknown_tried"): (0, 0, 5, 5),
    (SCHOOL, 13, "eet"): (57, 60, 50, 60),
    (SCHOOL, 13, "higher_education"): (40, 60, 36, 60),
    (SCHOOL, 13, "left_in_year"): (7, 60, 9, 60),
    (SCHOOL, 13, "left_recorded"): (7, 7, 6, 9),
    (SCHOOL, 13, "left_overdue"): (0, 7, 3, 9),
    (OTHER, 11, "known"): (98, 100, 97, 100),
    (OTHER, 11, "confirmed"): (90, 100, 88, 100),
    (OTHER, 11, "unknown"): (2, 100, 3, 100),
    (OTHER, 11, "unknown_tried"): (None, 2, None, 3),
    (OTHER, 11, "eet"): (95, 100, 94, 100),
    (OTHER, 11, "guidance_needed"): (10, 100, 12, 100),
    (OTHER, 11, "guidance_held"): (10, 10, 12, 12),
    (OTHER, 11, "guidance_outstanding"): (0, 10, 0, 12),
    (PRIMARY, 6, "known"): (29, 30, 30, 30),
    (PRIMARY, 6, "confirmed"): (27, 30, 28, 30),
    (PRIMARY, 6, "in_network"): (12, 30, 15, 30),
    (PRIMARY, 6, "education"): (29, 30, 30, 30),
}
# Parts of the cohort: (school, year group, measure, topic, part) -> pupils, cohort, last year's; the network's rest too.
PARTS: dict[tuple[str, int, str, str, str], tuple[int | None, int | None, int | None, int | None]] = {
    (SCHOOL, 11, "eet", "disadvantage", "disadvantaged"): (36, 40, 28, 40),
    (SCHOOL, 11, "eet", "disadvantage", "not_disadvantaged"): (102, 110, 93, 110),
    (SCHOOL, 11, "known", "sen", "ehc_plan"): (None, None, None, None),
    (OTHER, 11, "known", "sen", "ehc_plan"): (18, 20, 19, 20),
    (OTHER, 11, "eet", "sen", "ehc_plan"): (17, 20, 18, 20),
    (OTHER, 11, "eet", "sen", "none"): (78, 80, 75, 80),
}
QUALITY = {  # school, year group -> attempts_on_unknown, unknown, cohort, late, rows, held_rows, corrected
    (SCHOOL, 11): (12, 8, 150, 0, 300, 3, 14),
    (SCHOOL, 13): (0, 0, 60, 1, 100, 0, 2),
    (OTHER, 11): (1, 2, 100, 0, 200, 0, 0),
    (PRIMARY, 6): (0, 1, 30, 0, 60, 6, 0),
}
COMPASS = {1: 100.0, 2: 100.0, 3: 64.0, 4: 80.0, 5: 100.0, 6: 71.0, 7: 90.0, 8: 85.0}
PUBLIC = {  # cycle -> destination -> pupils of the 150 of Year 11; None is hidden
    "2023-24": {"school_sixth_form": 80, "further_education": 60, "apprenticeship": None, "unknown": None},
    "2024-25": {"school_sixth_form": 75, "further_education": 55, "apprenticeship": 0, "unknown": 20},
    "2025-26": {"school_sixth_form": 70, "further_education": 72, "apprenticeship": None, "unknown": None},
}


def _lines() -> list[dict[str, object]]:
    lines: list[dict[str, object]] = []
    cells = {(*key, *_WHOLE): value for key, value in MEASURES.items()} | PARTS
    for (school, year, measure, topic, part), (pupils, cohort, before, cohort_before) in cells.items():
        for cycle, number, of in ((CYCLE, pupils, cohort), (LAST, before, cohort_before)):
            lines.append(
                {"cycle": cycle, "school_id": school, "year_group": year, "breakdown_topic": topic, "breakdown": part}
                | {"measure": measure, "pupils": number, "cohort": of}
                | {"status": "suppressed" if number is None else "published"}
            )
    return lines


def measures_by_school() -> pl.DataFrame:
    return pl.DataFrame(_lines(), infer_schema_length=None)


def measures_by_network() -> pl.DataFrame:
    """What is shown of the schools, added up."""
    keys = ["cycle", "year_group", "breakdown_topic", "breakdown", "measure"]
    summed = measures_by_school().group_by(keys, maintain_order=True).agg(pl.col("pupils", "cohort").sum())
    return summed.with_columns(pl.lit("published").alias("status"))


def _quality() -> pl.DataFrame:
    names = ("attempts_on_unknown", "unknown", "cohort", "late", "rows", "held_rows", "corrected")
    keys = {"cycle": CYCLE, "stage": "final", "status": "published"}
    return pl.DataFrame(
        [
            {**keys, "school_id": school, "year_group": year, **dict(zip(names, counts, strict=True))}
            for (school, year), counts in QUALITY.items()
        ]
    )


def _coverage() -> pl.DataFrame:
    rows = []
    for school, year in {(key[0], key[1]): None for key in MEASURES}:
        for stage in ("intended", "final"):
            pupils, cohort, *_ = MEASURES[school, year, "known"]
            rows.append(
                {"cycle": CYCLE, "school_id": school, "year_group": year, "stage": stage, "cohort": cohort}
                | {"known": pupils, "confirmed": None, "undecided": 0, "unknown": (cohort or 0) - (pupils or 0)}
                | {"denominator": "roll", "status": "published"}
            )
    return pl.DataFrame(rows, schema_overrides={"confirmed": pl.Int64})


def _compass() -> pl.DataFrame:
    return pl.DataFrame(
        [
            {"cycle": CYCLE, "school_id": SCHOOL, "benchmark": number, "label": f"Benchmark {number}", "score": score}
            | {"is_achieved": score == 100, "evaluated_on": date(2026, 7, 17), "evaluation_version": "Compass 2025"}
            for number, score in COMPASS.items()
        ]
    )


def _public() -> pl.DataFrame:
    return pl.DataFrame(
        [
            {"cycle": cycle, "school_id": SCHOOL, "year_group": 11, "breakdown_topic": "total", "breakdown": "total"}
            | {"destination_category": category, "pupils": pupils, "cohort": 150}
            | {"status": "suppressed" if pupils is None else "published"}
            for cycle, found in PUBLIC.items()
            for category, pupils in found.items()
        ],
        infer_schema_length=None,
    )


def frames() -> ReportFrames:
    """The released frames of the small network."""
    return replace(
        report_sample.frames(),
        measures_by_school=measures_by_school(),
        measures_by_network=measures_by_network(),
        measures=table("measures"),
        coverage=_coverage(),
        quality=_quality(),
        compass=_compass(),
        public_destinations=_public(),
    )


def with_measure(key: tuple[str, int, str], pupils: int | None, cohort: int | None, cycle: str = CYCLE) -> ReportFrames:
    """The frames with one school's measure changed (the network's stays)."""
    names = ("school_id", "year_group", "measure")
    here = pl.all_horizontal(*(pl.col(name) == value for name, value in zip(names, key, strict=True)))
    here &= (pl.col("cycle") == cycle) & (pl.col("breakdown_topic") == "total")
    found = frames()
    changed = found.measures_by_school.with_columns(
        pl.when(here).then(pl.lit(pupils)).otherwise(pl.col("pupils")).alias("pupils"),
        pl.when(here).then(pl.lit(cohort)).otherwise(pl.col("cohort")).alias("cohort"),
        pl.when(here)
        .then(pl.lit("suppressed" if pupils is None else "published"))
        .otherwise(pl.col("status"))
        .alias("status"),
    )
    return replace(found, measures_by_school=changed)


def context(as_of: date = date(2026, 11, 27)) -> ReportContext:
    return report_sample.context(as_of)
