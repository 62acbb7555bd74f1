"""`explain` goes from any figure to its pupils, file and row; the terminal says counts, files and rules, the names stand in
the restricted list alone."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

sys.path.insert(0, str(Path(__file__).parent))
from school_files import SURNAMES, drop, upn
from steps import build_cycle, land_only, new_home, noon, stage_cycle

from assets.arrivals import arrivals, take_in
from assets.builds import build_ids
from assets.explanation_keys import typed_keys
from assets.explanations import explain, explained, pupils_of, read_list
from assets.steps import Step
from pipelines.cli import main
from warehouse.database import Database, Warehouse
from warehouse.events import EventLog
from warehouse.home import Home

CYCLE = "2025-26"
DAY = date(2026, 11, 20)
SCHOOLS = """school_id,name,urn,laestab,phase,has_sixth_form
hollins,Hollins Academy,990001,9994001,secondary,yes
marsh,Marsh School,990002,9994002,secondary,yes
dell,Dell Primary,990003,9992003,primary,no
"""
BORN = {6: 2014, 7: 2014, 9: 2011, 11: 2009, 12: 2008, 13: 2007}
LISTS = "UPN,Surname,Forename,DOB,Year group,Destination,Provider,Date recorded,Verified by,Verified on,Predicted end date,Offer status"
MORE = "Reason for change,Contacted on,Contact outcome,Preference met"
DEAD = 10


def person(number: int, year_group: int) -> str:
    return (
        f"{upn(number)},{SURNAMES[number % len(SURNAMES)]},Forename{number},{1 + number % 28:02d}/10/{BORN[year_group]}"
    )


def roll(year_groups: dict[int, list[int]], cycle_later: int = 0, **left: str) -> str:
    """A roll: year group -> pupils. `left` names pupils (n31) with the day they left."""
    lines = ["UPN,Surname,Forename,DOB,Year group,Date of leaving,Home LA"]
    for year_group, numbers in year_groups.items():
        lines += [
            f"{person(number, year_group - cycle_later)},{year_group},{left.get(f'n{number}', '')},{'Larkshire' if number % 2 else ''}"
            for number in numbers
        ]
    return "\n".join(lines) + "\n"


def said(year_group: int, claims: dict[int, str]) -> str:
    """A list of destinations: pupil -> what stands under the titles from Destination on, blank where it stops short."""
    titles = f"{LISTS},{MORE}"
    rows = (f"{person(number, year_group)},{year_group},{said}" for number, said in claims.items())
    return "\n".join([titles, *(row + "," * (titles.count(",") - row.count(",")) for row in rows)]) + "\n"


def told_of(titles: str, rows: list[tuple[int, int, str]]) -> str:
    """Another list: (pupil, year group, what stands under the titles)."""
    lines = (f"{person(number, year_group)},{year_group},{said}" for number, year_group, said in rows)
    return "\n".join([f"UPN,Surname,Forename,DOB,Year group,{titles}", *lines]) + "\n"


# 1 stays. 2's college speaks before 2's parent. Nobody speaks of 3. 4's plan came as final before results day. 5 turns up at
# Marsh. 6's training has ended. 7 holds no offer. 8 has left by the January roll. 9 is on no roll. 10 has died.
FIRST_ROLL = {11: [1, 2, 3, 4, 5, 6, 7, 8, DEAD], 12: [31, 32, 33, 34, 35, 36], 13: [41, 42, 43], 9: [71]}
JANUARY_ROLL = {11: [1, 2, 3, 4, 5, 6, 7, DEAD], 12: [31, 33, 34, 35, 36], 13: [41, 42, 43], 9: [71]}
INTENDED = {
    1: "SIXTH_FORM,Hollins Academy,01/03/2026,,,,offer_made",
    2: "FE_COLLEGE,Larkhill College,01/03/2026,,,,offer_made",
    4: "FE_COLLEGE,Larkhill College,01/03/2026,,,,",
    5: "FE_COLLEGE,Marsh School,01/03/2026,,,,",
    6: "UNDECIDED,,01/03/2026,,,,offer_not_appropriate",
    7: "EMPLOYMENT,,01/03/2026,,,,no_offer",
}
EARLY = {4: "APPRENTICESHIP,Larkhill Garage,01/08/2026,,,,"}
FINAL = {
    1: "SIXTH_FORM,Hollins Academy,08/09/2026,pupil,,,",
    2: "FE_COLLEGE,Larkhill College,08/09/2026,provider,08/09/2026,,",
    5: "FE_COLLEGE,Larkhill College,08/09/2026,pupil,,,",
    6: "TRAINING,Larkhill Training,08/09/2026,provider,08/09/2026,10/10/2026,",
    7: "UNKNOWN,,08/09/2026,,,,,,09/09/2026,no_answer",
    9: "EMPLOYMENT,,08/09/2026,,,,",
    DEAD: "DECEASED,,08/09/2026,,,,",
}
PARENT = {2: "EMPLOYMENT,,12/09/2026,parent,,,"}
# 31, 32 and 36 leave Year 12; of 32 nobody says where to. 35 is said to have left but is on the Year 13 roll.
PLANS_12 = {33: "SIXTH_FORM,Hollins Academy,01/03/2026,,,,"}
LEAVERS_12 = {31: "EMPLOYMENT,,10/03/2026,employer,10/03/2026,,", 36: "SEEKING,,10/03/2026,,,,"}
FINAL_12 = {35: "APPRENTICESHIP,Larkhill Garage,08/09/2026,,,,"}
# 41 got further than planned, nobody wrote why; 42 missed the grades.
PLANS_13 = {41: "EMPLOYMENT,,01/03/2026,,,,", 42: "HIGHER_EDUCATION,University of York,01/03/2026,,,,"}
FINAL_13 = {
    41: "HIGHER_EDUCATION,University of York,20/08/2026,ucas,20/08/2026,,",
    42: "GAP_YEAR,,20/08/2026,,,,,Missed the grades",
}
# 53 is expected at Marsh, which has sent no Year 7 roll, 54 at Hollins, whose roll is without 54.
PLANS_6 = {
    51: "SECONDARY,Hollins Academy,10/03/2026,,,,",
    53: "SECONDARY,Marsh School,10/03/2026,,,,",
    54: "SECONDARY,Hollins Academy,10/03/2026,,,,",
}
PREFERENCES = {51: "SECONDARY,Hollins Academy,10/03/2026,,,,,,,,1", 53: "SECONDARY,Marsh School,10/03/2026,,,,,,,,3"}
ENCOUNTERS = [
    (6, 11, "10/03/2026,personal_guidance,yes"), (1, 11, "02/03/2026,employer,yes"), (1, 11, "03/03/2026,employer,yes"),
    (2, 11, "02/03/2026,employer,no"), (71, 9, "02/03/2026,workplace,yes"),
]  # fmt: skip
APPLICATIONS = [
    (41, 13, "1,University of York,A100,Medicine,placed,14/08/2026"), (42, 13, "1,University of York,L100,Economics,rejected,14/08/2026"),
    (2, 11, "1,Larkhill College,,Plumbing,conditional_offer,14/08/2026"),
]  # fmt: skip


YEAR = {
    "2025-10-10": {"hollins/2025-26/roll/october.csv": roll(FIRST_ROLL)},
    "2026-01-20": {
        "hollins/2025-26/roll/january.csv": roll(JANUARY_ROLL, n31="01/03/2026", n36="01/03/2026"),
        "marsh/2025-26/roll/january.csv": roll({11: [21, 22, 23]}),
        "dell/2025-26/roll/roll.csv": roll({6: [51, 52, 53, 54]}),
    },
    "2026-03-12": {
        "hollins/2025-26/Y11-intended/intended.csv": said(11, INTENDED),
        "hollins/2025-26/Y12-final/leavers.csv": said(12, LEAVERS_12),
        "hollins/2025-26/Y12-intended/intended.csv": said(12, PLANS_12),
        "dell/2025-26/Y6-intended/intended.csv": said(6, PLANS_6 | PREFERENCES),
        "hollins/2025-26/Y13-intended/intended.csv": said(13, PLANS_13),
        "hollins/2025-26/encounters/encounters.csv": told_of("Encounter date,Encounter type,Meaningful", ENCOUNTERS),
    },
    "2026-08-01": {"hollins/2025-26/Y11-final/early.csv": said(11, EARLY)},
    "2026-08-20": {
        "hollins/2025-26/applications/applications.csv": told_of(
            "Choice,Institution name,UCAS course code,Course title,Application status,Status date", APPLICATIONS
        ),
    },
    "2026-09-10": {
        "hollins/2025-26/Y11-final/final.csv": said(11, FINAL),
        "hollins/2025-26/Y12-final/final.csv": said(12, FINAL_12),
        "hollins/2025-26/Y13-final/final.csv": said(13, FINAL_13),
    },
    "2026-09-15": {
        "hollins/2025-26/Y11-final/parents.csv": said(11, PARENT),
        "hollins/2026-27/roll/roll.csv": roll({7: [51, 52], 12: [1], 13: [33, 34, 35]}, 1),
        "marsh/2026-27/roll/roll.csv": roll({12: [5, 21]}, 1),
    },
}


def arrive(home: Home, day: date, files: dict[str, str]) -> None:
    """These files are dropped and taken in on a day; they are read later."""
    for path, content in files.items():
        drop(home, path, content)
    log = EventLog(home.event_log)
    take_in(home, log, arrivals(home, log.events()), noon(day))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A year of two secondary schools and a primary school, with the rolls of the autumn after it."""
    folder = tmp_path_factory.mktemp("explained")
    (folder / "network.toml").write_text('[network]\nname = "Test network"\n', "utf-8")
    (folder / "schools.csv").write_text(SCHOOLS, "utf-8")
    home = Home(folder)
    home.prepare()
    for day, files in YEAR.items():
        arrive(home, date.fromisoformat(day), files)
    events = land_only(home, DAY)
    with warehouse(home) as database:
        for cycle in (CYCLE, "2026-27"):
            ids = build_ids(database, home, events, DAY)[cycle]
            stage_cycle(Step(database, home, events, DAY, cycle, ids, staging=True))
        # The next cycle's own figures are never asked for: only its rolls are.
        build_cycle(Step(database, home, events, DAY, CYCLE, build_ids(database, home, events, DAY)[CYCLE]))
    return home


@contextmanager
def warehouse(home: Home) -> Iterator[Database]:
    with Warehouse(home.warehouse_file).open("test") as database:
        database.set_variables(CYCLE, DAY)
        yield database


def keys(more: str) -> dict[str, str]:
    return typed_keys(f"cycle={CYCLE} school_id=hollins year_group=11 {more}".split())


def pupils(home: Home, table: str, more: str, measure: str | None = None) -> dict[int, list[str]]:
    """The pupils of a figure of Hollins's Year 11, with the codes of their rules."""
    with warehouse(home) as database:
        named = explain(database, table, keys(more), measure, DAY).named
    found: dict[int, list[str]] = {}
    for forename, rules in named.select("forename", "rules").iter_rows():
        found.setdefault(int(forename.removeprefix("Forename")), []).extend(rules)
    return found


def command(home: Home, *arguments: str) -> int:
    """The exit code of `destinations explain`."""
    try:
        main(["explain", "--home", str(home.path), "--as-of", DAY.isoformat(), *arguments])
    except SystemExit as stop:
        return int(str(stop.code))
    return 0


CELL = ["mart.destinations_by_school", f"cycle={CYCLE}", "school_id=hollins", "year_group=11", "stage=final"]
FE = [*CELL, "destination_category=further_education"]

# Cells of a measure with a pupil too few or too many, and pupils in no cell; a cell without a figure is left out.
_CELLS_THAT_DIFFER = """
with cells as (select {grain}, true as is_cell, {measure} as figure from {table} where cycle = getvariable('cycle')),
pupils as (select {grain}, count(distinct pupil_id) as pupils from ({query}) where list_contains(measures, '{measure}') group by all)
select {grain}, figure, pupils from cells full join pupils using ({grain})
where is_cell is null or figure <> coalesce(pupils, 0)
"""
_SHOWN = "select count(*) from {table} where cycle = getvariable('cycle') and {measure} > 0"


def test_for_every_cell_of_every_mart_as_many_pupils_are_found_as_it_counts(home: Home) -> None:
    wrong, empty = [], []
    with warehouse(home) as database:
        marts = {table: what for table, what in explained().items() if table.startswith("mart.")}
        for table, what in marts.items():
            for measure in what.measures:
                words = {"table": table, "measure": measure, "query": what.query, "grain": ", ".join(what.mart.grain)}
                wrong += [(table, measure, *row) for row in database.query(_CELLS_THAT_DIFFER.format(**words)).rows()]
                if not database.value(_SHOWN.format(**words)):
                    empty.append((table, measure))
    assert wrong == []
    # In November nobody's ten working days are still running.
    assert empty == [("mart.in_year_leavers", "due")], "this home has nobody to find there, so nothing was tested"


def test_every_pupil_found_has_a_reason_in_words_and_none_has_died(home: Home) -> None:
    reasons, says = set(read_list("reasons")["code"]), set(read_list("says")["says"])
    used: set[str] = set()
    with warehouse(home) as database:
        for table, what in explained().items():
            if table.startswith("mart."):
                keys = {"cycle": CYCLE}
                for measure in what.measures:
                    named = pupils_of(database, what, keys, measure)
                    assert upn(DEAD) not in named["upn"].to_list()
                    assert set(named["says"]) <= says and named["counted_because"].null_count() == 0
                    assert all(named["rules"].list.len()) and named["cohort_delivery_id"].null_count() == 0
                    used |= set(named["rules"].explode())
    assert used <= reasons
    assert reasons - used == {
        "leaver_due", "step_lateral", "reason_grades_above", "reason_preference", "reason_finance", "reason_withdrawn", "reason_other",
    }  # fmt: skip


def test_a_figure_is_traced_to_the_file_and_the_row_that_excel_shows(home: Home) -> None:
    with warehouse(home) as database:
        found = explain(database, FE[0], keys("stage=final destination_category=further_education"), None, DAY)
        path = dict(found.files.select("delivery_id", "path").iter_rows())
    places = {
        row["forename"]: (
            path[row["delivery_id"]],
            row["line"],
            path[row["cohort_delivery_id"]],
            row["cohort_line"],
            row["sent"],
        )
        for row in found.named.iter_rows(named=True)
    }
    final, january = "hollins/2025-26/Y11-final/final.csv", "hollins/2025-26/roll/january.csv"
    assert (found.figure, found.denominator, found.found) == (2, 8, 2)
    assert places == {
        "Forename2": (final, 3, january, 3, "FE_COLLEGE, Larkhill College"),
        "Forename6": (final, 5, january, 7, "TRAINING, Larkhill Training"),
    }


def test_each_pupil_is_there_by_the_rule_that_put_them_there(home: Home) -> None:
    destinations = "mart.destinations_by_school"
    further = pupils(home, destinations, "stage=final destination_category=further_education")
    assert further == {2: ["evidence_first"], 6: ["newest_word"]}
    sixth = pupils(home, destinations, "stage=final destination_category=school_sixth_form")
    assert sixth == {1: ["own_roll"], 5: ["network_roll"]}
    unknown = pupils(home, destinations, "stage=final destination_category=unknown")
    assert unknown == {3: ["nobody_said"], 4: ["nobody_said"], 7: ["newest_word"], 8: ["nobody_said"]}
    planned = pupils(home, destinations, "stage=intended destination_category=apprenticeship")
    assert planned == {4: ["newest_word", "early_final"]}
    assert pupils(home, "mart.coverage", "stage=final", "stale") == {6: ["newest_word", "confirmed", "lapsed"]}
    arrived = pupils(home, "mart.reconciliation", "other_school_id=marsh state=surprise_arrival")
    assert arrived == {5: ["state_surprise_arrival", "network_roll"]}
    off_roll = pupils(home, "mart.roll_reconciliation", "stage=final", "named_not_on_roll")
    assert off_roll == {9: ["not_on_roll"]}
    five = "checkpoint=before_results checkpoint_category=school_sixth_form final_category=school_sixth_form"
    assert pupils(home, "mart.checkpoint_flows", five)[5] == ["newest_word", "provider_kind", "network_roll"]


def test_a_measure_of_a_report_is_explained_by_the_rows_that_made_it(home: Home) -> None:
    def of(school_id: str, year_group: int, measure: str) -> set[tuple[str, str | None, str, int]]:
        cell = typed_keys([f"cycle={CYCLE}", f"school_id={school_id}", f"year_group={year_group}"])
        found = explain(database, "release.measures_by_school", cell, measure, DAY)
        assert found.found == found.figure and found.keys["measure"] == measure
        path = dict(found.files.select("delivery_id", "path").iter_rows())
        rows = found.named.iter_rows(named=True)
        return {
            (row["forename"], row["sent"], path[row["delivery_id"]].rpartition("/")[2], row["line"]) for row in rows
        }

    with warehouse(home) as database:
        assert of("dell", 6, "first_preference") == {("Forename51", "1", "intended.csv", 2)}
        assert of("hollins", 11, "encounter_employer") == {
            ("Forename1", "02/03/2026, employer", "encounters.csv", 3), ("Forename1", "03/03/2026, employer", "encounters.csv", 4),
        }  # fmt: skip
        assert ("Forename71", "02/03/2026, workplace", "encounters.csv", 6) in of("hollins", 9, "encounter_workplace")
        assert of("hollins", 11, "unknown_tried") == {("Forename7", "09/09/2026, no_answer", "final.csv", 6)}
        assert of("hollins", 13, "reason_grades_below") == {
            ("Forename42", "HIGHER_EDUCATION, University of York", "intended.csv", 3), ("Forename42", "GAP_YEAR", "final.csv", 3),
            ("Forename42", "Missed the grades", "final.csv", 3),
        }  # fmt: skip
        assert of("hollins", 13, "medicine_placed") == {
            ("Forename41", "University of York, Medicine, placed", "applications.csv", 2)
        }
        found = explain(
            database, "mart.measures_by_network", typed_keys([f"cycle={CYCLE}", "year_group=13"]), "changed", DAY
        )
        assert (found.figure, found.denominator, found.named.height) == (2, 2, 5)
        assert (
            found.meaning
            == "Pupils who went elsewhere than planned, of those whose plan and destination are both known"
        )


MEASURED = {
    "known", "confirmed", "unknown", "unknown_tried", "education", "eet", "higher_education", "in_network",
    "own_school", "first_preference", "top_three_preferences", "compared", "as_planned", "changed", "moved_up", "moved_down",
    "reason_grades_below", "reason_not_said", "left_school", "he_applied", "he_placed", "he_entered", "medicine_placed",
    "college_applied", "college_offered", "stayed_on_own_roll", "on_network_roll", "left_in_year", "left_recorded",
    "left_overdue", "guarantee_offer", "guarantee_no_offer", "guarantee_not_recorded", "guidance_needed", "guidance_held",
    "guidance_outstanding", "guidance_interview", "encounter_employer", "encounter_workplace",
}  # fmt: skip


def test_this_home_has_somebody_in_a_measure_of_every_kind(home: Home) -> None:
    sql = "select distinct measure from mart.measures_by_network where cycle = ? and pupils > 0"
    with warehouse(home) as database:
        assert MEASURED - {*database.query(sql, [CYCLE])["measure"]} == set()


def test_the_terminal_says_counts_files_and_rules_and_nothing_of_any_pupil(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(home, *FE) == 0
    said = capsys.readouterr().out
    assert "mart.destinations_by_school, pupils: 2 of 8 (25%)" in said
    assert "Year 11: pupils on roll at the January census." in said and "2 pupils, from 2 files:" in said
    assert (
        "hollins/2025-26/Y11-final/final.csv (Hollins Academy, received 10 September 2026): 2 rows: the final destination"
        in said
    )
    assert "1  Evidence goes before word within a fortnight" in said and "2  on roll on the reference day" in said
    assert "it is suppressed in release" in said
    assert not [word for word in (*SURNAMES, "Forename", "999400", "Larkhill") if word in said]


def test_release_is_explained_by_the_figure_before_disclosure_control(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(home, "release.coverage", *FE[1:5], "--measure", "confirmed") == 0
    said = capsys.readouterr().out
    assert "release.coverage, confirmed: 4 of 8 (50%)" in said and "it is suppressed in release" in said
    # Of eight pupils how many are known would give a small count away.
    assert command(home, "release.coverage", *FE[1:5], "--measure", "known") == 0
    assert "it is suppressed in release" in capsys.readouterr().out


def test_the_named_list_is_for_its_owner_alone_and_the_same_bytes_every_time(home: Home) -> None:
    folder = home.school_outbox("hollins", "restricted")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o755)
    assert command(home, *FE) == 0
    (file,) = folder.iterdir()
    assert re.fullmatch("explain-destinations_by_school-[0-9a-f]{12}.xlsx", file.name)
    assert (file.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)
    first = file.read_bytes()
    file.unlink()
    assert command(home, *FE) == 0 and file.read_bytes() == first
    shown = [cell.value for row in load_workbook(file).worksheets[0].iter_rows() for cell in row]
    assert "Forename2" in shown and upn(2) in shown and "Forename1" not in shown


def test_the_list_of_a_figure_that_spans_schools_lies_with_the_network(home: Home) -> None:
    words = ["cycle=2025/26", "year_group=Y11", "stage=final", "participation=education"]
    assert command(home, "mart.participation_by_network", *words) == 0
    assert len(list(home.network_outbox("restricted").glob("explain-participation_by_network-*.xlsx"))) == 1


def test_where_nobody_is_there_is_no_list(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(home, *CELL, "destination_category=employment") == 0
    said = capsys.readouterr().out
    assert "0 of 8 (0%)" in said and "Nobody is in it, so there is no list." in said


SLIPS = {
    ("mart.destination_by_school",): 'Did you mean "mart.destinations_by_school"?',
    ("mart.submissions",): "Unknown table",
    (CELL[0], "school=hollins"): 'Did you mean "school_id"?',
    (CELL[0], "hollins"): "Write column=value",
    (CELL[0], CELL[1], CELL[1]): "cycle is given twice",
    (*CELL[:2], "school_id=holins"): 'Unknown school_id "holins" where cycle 2025-26. Did you mean "hollins"?',
    (*CELL, "destination_category=further_educaton"): 'Did you mean "further_education"?',
    (*CELL[:4], "destination_category=unknown"): "Missing: stage=final, intended.",
    (
        CELL[0],
        "cycle=2025-26",
        "year_group=11",
    ): "school_id=hollins, marsh; stage=final, intended; destination_category=apprenticeship,",
    (*CELL, "destination_category=unknown", "breakdown_topic=sex"): "Missing: breakdown=female, male",
    (*FE, "--measure", "pupil"): 'Did you mean "pupils"?',
    (
        "mart.retention",
        CELL[1],
        CELL[2],
        "year_group=13",
    ): "There is no on_own_roll for cycle 2025-26, school_id hollins, year_group 13:",
}


@pytest.mark.parametrize("arguments", SLIPS, ids=" ".join)
def test_a_slip_gets_one_sentence_with_what_there_is(
    home: Home, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(home, *arguments) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1 and SLIPS[arguments] in said.err


def test_a_figure_that_its_pupils_dont_add_up_to_is_a_fault_of_ours(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = Home(Path(shutil.copytree(home.path, tmp_path / "broken")))
    with warehouse(broken) as database:
        database.execute("update mart.coverage set known = known + 1")
    words = [f"cycle={CYCLE}", "school_id=hollins", "year_group=11", "stage=final"]
    assert command(broken, "mart.coverage", *words) == 3
    assert "a fault of ours: mart.coverage counts 5, but 4 pupils were found" in capsys.readouterr().err


def test_a_home_that_was_never_built_is_told_how(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(Home(tmp_path), *FE) == 2
    assert "is not a home" in capsys.readouterr().err
    home = new_home(tmp_path)
    assert command(home, *FE) == 2
    assert "Nothing has been built yet. Run: destinations run" in capsys.readouterr().err


def test_a_past_day_is_explained_where_it_was_rebuilt(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(home, *FE, "--as-of", "2026-09-12") == 2
    assert "--as-of 2026-09-12" in capsys.readouterr().err
