"""The invented network: its schools, and the style of file each one sends. Nothing random, nothing about pupils.

Names, URNs and establishment numbers belong to no real school (checked against the register of schools); the local
authorities are real, so that a pupil number has a plausible body.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from warehouse.schools import COLUMNS

CYCLES = ("2023-24", "2024-25", "2025-26")
# Of this one there are only the rolls of its autumn, which say where the last cycle's pupils went
NEXT_CYCLE = "2026-27"


@dataclass(frozen=True, slots=True)
class DemoSchool:
    """One school of the demo network; `style` names an entry of `dialects.STYLES`."""

    school_id: str
    name: str
    urn: str
    laestab: str
    phase: str
    year_groups: tuple[int, ...]
    region: str
    style: str

    @property
    def has_sixth_form(self) -> bool:
        return 12 in self.year_groups

    @property
    def la(self) -> str:
        return self.laestab[:3]


_REGIONS = {"380": "North", "330": "Midlands", "851": "South Coast"}
_PHASES = {(6,): "primary", (11,): "secondary", (11, 12, 13): "secondary", (6, 11, 12, 13): "all-through"}

# school_id, name, local authority, year groups, style
_TABLE = (
    ("tarnbrook-primary", "Tarnbrook Primary School", "380", (6,), "sims_csv"),
    ("ellerwick-primary", "Ellerwick Primary Academy", "380", (6,), "arbor_csv"),
    ("carrowdale-primary", "Carrowdale Primary School", "380", (6,), "bromcom_xlsx"),
    ("burwen-primary", "Burwen Community Primary", "380", (6,), "arbor_xlsx"),
    ("larkfold-primary", "Larkfold Primary School", "330", (6,), "sims_xlsx"),
    ("quarrington-primary", "Quarrington Primary Academy", "330", (6,), "bromcom_tsv"),
    ("gorsewell-primary", "Gorsewell Primary School", "330", (6,), "sims_csv"),
    ("hazelmoor-primary", "Hazelmoor Primary School", "330", (6,), "bromcom_csv"),
    ("seabright-primary", "Seabright Primary Academy", "851", (6,), "arbor_xlsx"),
    ("saltings-primary", "Saltings Primary School", "851", (6,), "bromcom_xlsx"),
    ("pebblewick-primary", "Pebblewick Primary School", "851", (6,), "arbor_csv"),
    ("linnetside-primary", "Linnetside Primary Academy", "851", (6,), "sims_xlsx"),
    ("holbeck-grange", "Holbeck Grange Academy", "380", (11, 12, 13), "sims_csv"),
    ("skelmere-high", "Skelmere High School", "380", (11, 12, 13), "arbor_xlsx"),
    ("fallowfen-academy", "Fallowfen Academy", "380", (11,), "bromcom_csv"),
    ("dunmoor-school", "Dunmoor School", "380", (11,), "sims_xlsx"),
    ("rooksmere-academy", "Rooksmere Academy", "380", (11, 12, 13), "bromcom_xlsx"),
    ("kestrelbridge-academy", "Kestrelbridge Academy", "330", (11, 12, 13), "arbor_csv"),
    ("ivelby-school", "Ivelby School", "330", (11, 12, 13), "sims_csv"),
    ("brackenthorpe-academy", "Brackenthorpe Academy", "330", (11,), "arbor_xlsx"),
    ("oakhanger-school", "Oakhanger School", "330", (11,), "bromcom_tsv"),
    ("marlpit-lane", "Marlpit Lane Academy", "330", (11, 12, 13), "sims_xlsx"),
    ("harbourne-academy", "Harbourne Academy", "851", (11, 12, 13), "bromcom_csv"),
    ("cresswater-school", "Cresswater School", "851", (11,), "sims_csv"),
    ("ashmarsh-academy", "Ashmarsh Academy", "851", (11,), "arbor_csv"),
    ("stanmere-school", "Stanmere School", "851", (6, 11, 12, 13), "bromcom_xlsx"),
)


def _school(number: int, row: tuple[str, str, str, tuple[int, ...], str]) -> DemoSchool:
    school_id, name, la, year_groups, style = row
    estab = (2970 if year_groups == (6,) else 4970) + number
    return DemoSchool(
        school_id=school_id,
        name=name,
        urn=str(990100 + number),
        laestab=f"{la}{estab}",
        phase=_PHASES[year_groups],
        year_groups=year_groups,
        region=_REGIONS[la],
        style=style,
    )


DEMO_SCHOOLS: tuple[DemoSchool, ...] = tuple(_school(number, row) for number, row in enumerate(_TABLE))


def schools_csv(rows: list[dict[str, str]]) -> bytes:
    """`schools.csv` as bytes: the columns of the home's contract, blank where a row has no value."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def demo_schools_csv() -> bytes:
    """The demo network's `schools.csv`."""
    return schools_csv(
        [
            {
                "school_id": school.school_id,
                "name": school.name,
                "urn": school.urn,
                "laestab": school.laestab,
                "phase": school.phase,
                "has_sixth_form": "yes" if school.has_sixth_form else "no",
                "region": school.region,
                "open_from": "2012-09-01",
                "careers_lead": f"careers@{school.school_id}.example",
                "link_governor": f"governor.careers@{school.school_id}.example",
                "principal": f"principal@{school.school_id}.example",
                "strategic_lead": f"destinations@{school.school_id}.example",
            }
            for school in DEMO_SCHOOLS
        ]
    )
