"""The demo network is believable, is the same every time, and is dirty in exactly the ways it says."""

from __future__ import annotations

import csv
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from domain.calendar import Calendar
from domain.codes import code_aliases
from domain.columns import match_header
from domain.destination_types import destination_types, resolve
from domain.identifiers import uln_problem, upn_problem
from domain.text import key
from pipelines.demo.dialects import STYLES
from pipelines.demo.generations import Generations
from pipelines.demo.network import write_demo
from pipelines.demo.schools import CYCLES, DEMO_SCHOOLS, NEXT_CYCLE
from pipelines.demo.settings import DEMO_SETTINGS
from pipelines.demo.tables import rows
from warehouse.settings import parse_settings

if TYPE_CHECKING:
    from tests.demo.conftest import Dropped

GIAS = Path(__file__).resolve().parents[2] / "../shared/data/gias/establishments.csv"
_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%b-%Y", "%Y-%m-%d %H:%M:%S")


def day(text: str | None) -> date | None:
    for layout in _FORMATS if text else ():
        try:
            return datetime.strptime(text or "", layout).date()
        except ValueError:
            continue
    return None


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_other_pupils(dropped: Dropped, tmp_path: Path) -> None:
    write_demo(tmp_path)
    assert tree(tmp_path) == tree(dropped.home)
    another = Generations(seed=7)
    another.begin(CYCLES[0])
    names = {(pupil.surname, pupil.forename) for pupil in another.on_roll["ivelby-school"][11]}
    roll = dropped.of("roll").filter(pl.col("path").str.starts_with(f"ivelby-school/{CYCLES[0]}/"))
    assert not names <= set(roll.select("surname", "forename").iter_rows())


def test_there_are_twelve_primaries_and_fourteen_secondaries_eight_of_them_with_a_sixth_form(dropped: Dropped) -> None:
    with (dropped.home / "schools.csv").open(encoding="utf-8", newline="") as lines:
        schools = list(csv.DictReader(lines))
    assert [school["phase"] for school in schools].count("primary") == 12
    assert len(schools) == 26
    assert [school["has_sixth_form"] for school in schools].count("yes") == 8
    assert len({school["urn"] for school in schools}) == len({school["laestab"] for school in schools}) == 26


def test_the_schools_are_nobodys() -> None:
    if not GIAS.exists():
        pytest.skip(f"{GIAS} is absent")
    register = pl.read_csv(GIAS, infer_schema=False)
    assert not {school.urn for school in DEMO_SCHOOLS} & set(register["urn"])
    assert not {school.laestab for school in DEMO_SCHOOLS} & set(register["laestab"])
    assert not {school.name.lower() for school in DEMO_SCHOOLS} & {str(name).lower() for name in register["name"]}


def test_every_header_of_a_sender_means_what_was_meant() -> None:
    own = parse_settings(DEMO_SETTINGS).header_aliases
    for row in rows("headers"):
        match = match_header(row["header"].format(stage="Final"))
        column = own.get(row["header"]) or (match.column if match else None)
        assert column == row["field"], row


def test_every_word_of_a_sender_means_what_was_meant() -> None:
    aliases = {(column, alias): code for column, alias, code in code_aliases().iter_rows()}
    for row in rows("words"):
        if row["field"] != "year_group":
            assert aliases[row["field"], key(row["word"])] == row["code"], row
    for style in STYLES.values():
        for code, word in style.dialect.words.get("destination_type", {}).items():
            assert resolve(word) == code


def test_identifiers_are_valid_but_for_the_one_fault(dropped: Dropped) -> None:
    upns = {upn for upn in dropped.rows["upn"].drop_nulls().unique() if upn_problem(upn)}
    assert upns == {dropped.summary.faults["upn_check_letter"].sent}
    assert not [uln for uln in dropped.rows["uln"].drop_nulls().unique() if uln_problem(uln)]
    upns_of = dropped.of("roll").group_by("upn").agg(pl.col("date_of_birth").map_elements(day, pl.Date).n_unique())
    assert upns_of["date_of_birth"].max() == 1


def test_dates_of_birth_lie_in_the_year_groups_window(dropped: Dropped) -> None:
    roll = dropped.of("roll").select("in_cycle", "in_year_group", "date_of_birth").unique()
    for cycle, year_group, born in roll.iter_rows():
        first = int(cycle[:4]) - year_group - 5
        repeats = 1 if (cycle, year_group) == (NEXT_CYCLE, 12) else 0
        assert date(first - repeats, 9, 1) <= (day(born) or date.min) <= date(first + 1, 8, 31)


def test_rolls_name_the_cohorts_and_the_guests(dropped: Dropped) -> None:
    roll = dropped.of("roll").with_columns(
        school_id=pl.col("path").str.split("/").list.first(), guest=pl.col("enrolment_status").is_in(["G", "Guest"])
    )
    counts = roll.filter(~pl.col("guest")).group_by("school_id", "in_cycle", "in_year_group").len()
    assert {row[:3]: row[3] for row in counts.iter_rows()} == dropped.summary.cohorts
    assert roll["guest"].sum() == dropped.summary.guests == 24
    assert roll.filter(~pl.col("guest"))["upn"].n_unique() == dropped.summary.pupils


def test_sixth_formers_are_last_years_pupils(dropped: Dropped) -> None:
    roll = dropped.of("roll")
    sixth_forms = {school.school_id for school in DEMO_SCHOOLS if school.has_sixth_form}

    def upns(cycle: str, year_group: int) -> set[str]:
        return set(roll.filter((pl.col("in_cycle") == cycle) & (pl.col("in_year_group") == year_group))["upn"])

    for before, after in pairwise(CYCLES):
        year_11, year_12, year_13 = upns(before, 11), upns(before, 12), upns(after, 13)
        assert year_13 < year_12, "Year 13 is last year's Year 12 without those who left"
        assert len(upns(after, 12) & year_11) > 0.85 * len(upns(after, 12))
        assert len(sixth_forms) == 8


def test_only_the_listed_faults_are_found_by_the_reader(dropped: Dropped) -> None:
    blocking = {
        path: {finding.rule for finding in findings if finding.severity == "blocking"}
        for path, findings in dropped.findings.items()
    }
    faults = dropped.summary.faults
    assert {path: rules for path, rules in blocking.items() if rules} == {
        faults["unreadable_file"].path: {"not_a_spreadsheet"},
        faults["cycle_disagrees"].path: {"cycle_disagrees"},
        faults["missing_destination_column"].path: {"missing_destination"},
    }


def test_each_fault_is_where_the_summary_says(dropped: Dropped) -> None:
    faults, paths = dropped.summary.faults, {file.path for file in dropped.summary.files}

    def cells(name: str) -> list[str | None]:
        fault = faults[name]
        rows = dropped.rows.filter((pl.col("path") == fault.path) & pl.col("line").is_in(list(fault.lines))).sort(
            "line"
        )
        return rows[fault.column].to_list()

    assert cells("near_miss_code") == ["FE_COLEGE"]
    assert cells("upn_check_letter") == [faults["upn_check_letter"].sent]
    assert cells("impossible_date") == ["31/09/2026"]
    assert cells("duplicate_pupil") == ["SIXTH_FORM", "FE_COLLEGE"]
    assert cells("resubmission") == ["Apprenticeship"] * 3
    assert not any(path.startswith(faults["nothing_sent"].path) for path in paths)
    strayed = faults["unknown_folder"]
    assert (
        strayed.sent not in {school.school_id for school in DEMO_SCHOOLS} and {strayed.path, strayed.earlier} <= paths
    )
    duplicate = faults["duplicate_pupil"]
    twins = dropped.rows.filter((pl.col("path") == duplicate.path) & pl.col("line").is_in(list(duplicate.lines)))
    assert twins["upn"].n_unique() == 1


def test_a_pupil_is_named_once_in_every_other_destinations_file(dropped: Dropped) -> None:
    twice = dropped.of("destinations").group_by("path", "upn").len().filter(pl.col("len") > 1)
    assert twice["path"].to_list() == [dropped.summary.faults["duplicate_pupil"].path]


def test_final_destinations_are_dated_after_results_day_and_nothing_lies_in_the_future(dropped: Dropped) -> None:
    calendar, impossible = Calendar(), dropped.summary.faults["impossible_date"]
    claims = dropped.of("destinations").filter(pl.col("recorded_on").is_not_null())
    columns = ("path", "in_cycle", "in_year_group", "in_stage", "recorded_on", "verified_on", "leaving_date", "line")
    for path, cycle, year_group, stage, recorded_text, verified_text, left_text, line in claims.select(
        columns
    ).iter_rows():
        if (path, (line,)) == (impossible.path, impossible.lines) or cycle is None:
            continue
        recorded, verified, left = day(recorded_text), day(verified_text), day(left_text)
        assert recorded is not None
        assert max(recorded, verified or recorded) <= date(2026, 11, 15)
        if stage == "final" and left:
            assert recorded >= left
        elif stage == "final" and year_group != 12:
            results = {6: "term_starts", 11: "gcse_results", 13: "a_level_results"}[year_group]
            assert recorded >= calendar.event(cycle, results)
        evidence_counts_from = left or calendar.event(cycle, "term_starts")
        assert verified is None or verified >= max(evidence_counts_from, recorded)


def test_rates_look_like_englands(dropped: Dropped) -> None:
    roll = (
        dropped.of("roll").select("upn", disadvantaged=pl.col("disadvantaged").is_in(["T", "Yes", "Y"])).unique("upn")
    )
    assert 0.30 < roll["disadvantaged"].mean() < 0.40
    finals = dropped.of("destinations").filter(pl.col("in_stage") == "final").drop("disadvantaged")
    codes = {label: code for code, label in destination_types().select("code", "label").iter_rows()}
    finals = finals.join(roll, on="upn").with_columns(
        code=pl.col("destination_type").fill_null("UNKNOWN").replace(codes),
        confirmed=pl.col("verified_on").is_not_null(),
    )

    def share(year_group: int, code: str, disadvantaged: bool) -> float:
        part = finals.filter((pl.col("in_year_group") == year_group) & (pl.col("disadvantaged") == disadvantaged))
        return float((part["code"] == code).mean())

    assert 0.02 < (finals["code"] == "UNKNOWN").mean() < 0.06
    assert 0.76 < finals["confirmed"].mean() < 0.88
    assert share(11, "SIXTH_FORM", False) > share(11, "SIXTH_FORM", True) + 0.05
    assert share(11, "FE_COLLEGE", True) > share(11, "FE_COLLEGE", False) + 0.05
    assert share(11, "SEEKING", True) > share(11, "SEEKING", False)
    assert share(13, "HIGHER_EDUCATION", False) > share(13, "HIGHER_EDUCATION", True)


def test_plans_change_for_about_a_fifth(dropped: Dropped) -> None:
    codes = {label: code for code, label in destination_types().select("code", "label").iter_rows()}
    claims = (
        dropped.of("destinations")
        .filter(pl.col("in_year_group") == 11)
        .with_columns(pl.col("destination_type").replace(codes))
    )
    keys = ["upn", "in_cycle"]
    intended = claims.filter(pl.col("in_stage") == "intended").unique(keys).select(*keys, intended="destination_type")
    final = claims.filter(pl.col("in_stage") == "final").unique(keys).select(*keys, final="destination_type")
    both = (
        intended.join(final, on=keys)
        .drop_nulls()
        .filter(~pl.col("intended").is_in(["UNDECIDED"]) & (pl.col("final") != "UNKNOWN"))
    )
    assert 0.10 < (both["intended"] != both["final"]).mean() < 0.25
    assert 0 < intended["intended"].null_count() < 0.06 * intended.height
