"""Published counts as files in a home: `schools.csv`, and one final destinations extract per school and year group.

The pupils are invented one by one: valid pupil numbers, made-up names, dates of birth in the window.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from pipelines.demo.people import NAMES, upn
from pipelines.demo.published import Counts, Row, expand_school
from pipelines.demo.schools import schools_csv

COLUMNS = (
    "upn", "surname", "forename", "date_of_birth", "sex", "disadvantaged", "destination_type", "destination_provider",
    "recorded_on", "verified_on", "verified_by",
)  # fmt: skip
_PROVIDERS = {
    "FE_COLLEGE": "Exampleshire College",
    "SIXTH_FORM": "Exampleshire Upper School",
    "SIXTH_FORM_COLLEGE": "Exampleshire Sixth Form College",
    "INDEPENDENT": "Exampleshire Hall",
    "HIGHER_EDUCATION": "Exampleshire Institute",
    "APPRENTICESHIP": "Example Engineering",
}
_MOST_IN_A_YEAR = 1000  # serial numbers a school has for pupil numbers of one year
_EARLIEST = {
    11: 2011,
    13: 2009,
}  # year of allocation; a large cohort borrows the years before (Year 13) or after (Year 11)


@dataclass(frozen=True, slots=True)
class PublishedSchool:
    """A school of the published tables: its identity and its row per year group."""

    school_id: str
    name: str
    urn: str
    laestab: str
    rows: Mapping[int, Row]


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from (row for row in csv.DictReader(lines) if row["RECTYPE"] in ("1", "2"))


def read_published(
    ks4: Path | None = None, ks5: Path | None = None, urns: Collection[str] | None = None
) -> list[PublishedSchool]:
    """The school rows (RECTYPE 1 and 2) of the two published files, joined by URN, in URN order.

    `ks4` is england_ks4-pupdest.csv (Year 11), `ks5` england_ks5-studest.csv (Year 13); `urns` keeps only these.
    """
    found: dict[str, dict[int, Row]] = {}
    for year_group, path in ((11, ks4), (13, ks5)):
        for row in _rows(path) if path else ():
            if urns is None or row["URN"] in urns:
                found.setdefault(row["URN"], {})[year_group] = row
    return [_school(urn, rows) for urn, rows in sorted(found.items())]


def _school(urn: str, rows: dict[int, Row]) -> PublishedSchool:
    row = next(iter(rows.values()))
    slug = re.sub(r"[^a-z0-9]+", "-", row["SCHNAME"].lower().replace("'", ""))[:32].strip("-")
    return PublishedSchool(f"{slug}-{urn}", row["SCHNAME"], urn, f"{row['LEA']}{row['ESTAB'].zfill(4)}", rows)


def _number(laestab: str, year_group: int, pupil: int) -> str:
    years, serial = divmod(pupil, _MOST_IN_A_YEAR)
    return upn(laestab, _EARLIEST[year_group] + (years if year_group == 11 else -years), serial)


def extract(school: PublishedSchool, cycle: str, year_group: int, counts: Counts) -> bytes:
    """The final destinations file (UTF-8 CSV) of one school and year group, one row a pupil."""
    leaving_year = int(cycle[:4]) + 1
    first_birth, numbers = date(leaving_year - year_group - 6, 9, 1), count()
    recorded, verified = f"{leaving_year}-09-08", f"{leaving_year}-10-05"
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for (disadvantaged, code), pupils in counts.items():
        told = [recorded, "", ""] if code == "UNKNOWN" else [recorded, verified, "provider"]
        for pupil in (next(numbers) for _ in range(pupils)):
            sex = "female" if pupil % 2 else "male"
            writer.writerow(
                [
                    _number(school.laestab, year_group, pupil),
                    NAMES["surname"][pupil % len(NAMES["surname"])],
                    NAMES[sex][pupil // 2 % len(NAMES[sex])],
                    (first_birth + timedelta(days=pupil * 7 % 365)).isoformat(),
                    sex,
                    "" if disadvantaged == "not_known" else disadvantaged,
                    code,
                    _PROVIDERS.get(code, ""),
                    *told,
                ]
            )
    return out.getvalue().encode()


def write_schools(home: Path, schools: Iterable[PublishedSchool]) -> None:
    """`schools.csv` and a plain `network.toml`: a home for these schools."""
    rows = [
        {
            "school_id": school.school_id,
            "name": school.name,
            "urn": school.urn,
            "laestab": school.laestab,
            "phase": "secondary",
            "has_sixth_form": "yes" if 13 in school.rows else "no",
            "region": "England",
        }
        for school in schools
    ]
    home.mkdir(parents=True, exist_ok=True)
    (home / "schools.csv").write_bytes(schools_csv(rows))
    (home / "network.toml").write_text('[network]\nname = "Published counts, expanded"\n', "utf-8")


def write_expanded(
    home: Path, cycle: str, expanded: Iterable[tuple[PublishedSchool, Mapping[int, Counts]]]
) -> list[Path]:
    """One file per school and year group with at least one pupil, under `inbox/`; returns their paths."""
    written: list[Path] = []
    for school, years in expanded:
        for year_group, counts in years.items():
            if not any(counts.values()):
                continue
            path = home / "inbox" / school.school_id / cycle / f"Y{year_group}-final" / "destinations.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(extract(school, cycle, year_group, counts))
            written.append(path)
    return written


def write_extracts(home: Path, schools: Iterable[PublishedSchool], cycle: str) -> list[Path]:
    """Expand every school's rows into pupils and write `schools.csv` and the extracts; returns the extracts' paths.

    `cycle` ends with the published leavers' summer: 2022-23 for the leavers of 2023. Raises `completion.Impossible`.
    """
    schools = list(schools)
    write_schools(home, schools)
    return write_expanded(
        home, cycle, ((s, {year: expand_school(row, year) for year, row in s.rows.items()}) for s in schools)
    )
