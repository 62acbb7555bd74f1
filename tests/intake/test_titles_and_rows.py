"""The title row, what the titles mean, which records are rows, and what becomes of every record."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake_samples import FOLDER, PUPILS, TITLES, as_csv, assert_conserved, read, rules, the

from domain.columns import COLUMNS
from intake.extract import read_extract
from intake.frames import ROWS

ROLL = "hollins/2025-26/roll/roll.csv"


def test_rows_have_every_canonical_column_in_its_order() -> None:
    extract = read([TITLES, *PUPILS])
    assert extract.rows.columns[8:-1] == list(COLUMNS)
    assert dict(extract.rows.schema) == {
        name: dtype() if isinstance(dtype, type) else dtype for name, dtype in ROWS.items()
    }
    assert extract.kind == "destinations"
    assert extract.findings == ()


def test_titles_are_found_beneath_a_logo_and_labels_and_everything_above_is_dropped_with_a_reason() -> None:
    above = [["Hollins School"], [], ["School", "Hollins", "Year group", "11", "Academic year", "2025-26"], [""]]
    extract = read([*above, TITLES, *PUPILS])
    assert extract.sheets["header_line"].to_list() == [5]
    assert extract.dropped.rows() == [
        ("", 1, "above the header"),
        ("", 2, "blank"),
        ("", 3, "above the header"),
        ("", 4, "blank"),
    ]
    assert_conserved(extract)


def test_two_known_titles_are_enough_where_one_identifies_a_pupil() -> None:
    assert read([("UPN", "Destination type"), ("A", "Sixth form")]).rows.height == 1
    assert rules(read([("Surname", "Destination type"), ("A", "Sixth form")])) == {"no_header_row"}


def test_a_file_without_titles_says_how_near_it_came_and_loses_nothing() -> None:
    extract = read([*PUPILS, ("", "")])
    assert (extract.format, extract.rows.height, extract.rows.width) == ("csv", 0, len(ROWS))
    assert extract.sheets.select("state", "reason", "records", "dropped_records").rows() == [
        ("skipped", "no header row", 4, 4)
    ]
    assert extract.dropped["reason"].to_list() == ["no header row"] * 3 + ["blank"]
    assert rules(extract) == {"no_header_row"}


def test_totals_footers_blank_rows_and_repeated_titles_are_dropped_and_a_pupil_called_total_is_not() -> None:
    rows = [
        TITLES,
        PUPILS[0],
        ("", " ", "\u00a0", "", "", ""),
        TITLES,
        ("A", "Total", "Tim", "", "Sixth form", ""),
        ("", "Subtotal", "", "", "", "2"),
        ("Total", "", "", "", "", "182"),
        ("Printed on 3 February 2026 by A. Clerk", "", "", "", "", ""),
        ("", "", "", "", "Page 1", ""),
    ]
    extract = read(rows)
    assert extract.rows["surname"].to_list() == ["Abara", "Total"]
    assert extract.dropped.select("line", "reason").rows() == [
        (3, "blank"),
        (4, "header repeated"),
        (6, "total or footer"),
        (7, "total or footer"),
        (8, "total or footer"),
        (9, "total or footer"),
    ]
    assert_conserved(extract)


cells = st.sampled_from(
    ["", " ", "Total", "UPN", "Surname", "Abara", "B801200005001", "Printed on", "Destination type", "11", "x,y"]
)


@given(st.lists(st.lists(cells, max_size=6), max_size=12), st.booleans())
def test_every_record_is_the_header_dropped_or_a_row(body: list[list[str]], titled: bool) -> None:
    table = [*([TITLES] if titled else []), *body]
    extract = read(table)
    if extract.format != "unreadable":
        assert extract.sheets["records"].sum() == len(table)
    assert_conserved(extract)


def test_several_stages_in_one_row_become_parts_and_the_other_columns_are_copied() -> None:
    titles = (
        "UPN",
        "Surname",
        "Intended destination",
        "Intended provider",
        "Final destination",
        "Final provider",
        "Shoe size",
    )
    rows = [
        ("A", "Abara", "Sixth form", "Hollins", "Apprenticeship", "Sparks", "39"),
        ("B", "Young", "", "", "", "", ""),
    ]
    extract = read([titles, *rows])
    shown = extract.rows.select(
        "line", "part", "in_stage", "upn", "surname", "destination_type", "destination_provider"
    )
    assert shown.rows() == [
        (2, 1, "intended", "A", "Abara", "Sixth form", "Hollins"),
        (2, 2, "final", "A", "Abara", "Apprenticeship", "Sparks"),
        (3, 1, "intended", "B", "Young", None, None),
        (3, 2, "final", "B", "Young", None, None),
    ]
    assert extract.rows["other"].to_list() == [[{"header": "Shoe size", "value": "39"}]] * 2 + [[]] * 2
    assert extract.sheets["row_records"].to_list() == [2]
    assert extract.columns.filter(column="destination_type").select("part", "letter", "stage").rows() == [
        (1, "C", "intended"),
        (2, "E", "final"),
    ]
    assert extract.columns.filter(column="upn")["part"].to_list() == [1, 2]
    assert_conserved(extract)


def test_results_day_is_a_claim_of_its_own_beside_the_final_one() -> None:
    titles = ("UPN", "Surname", "Intended destination", "Results day", "Final destination", "Final provider")
    extract = read([titles, ("A", "Abara", "Sixth form", "FE college", "Apprenticeship", "Sparks")])
    assert extract.rows.select("part", "in_stage", "destination_type", "destination_provider").rows() == [
        (1, "intended", "Sixth form", None),
        (2, "final", "FE college", None),
        (3, "final", "Apprenticeship", "Sparks"),
    ]
    assert extract.columns.filter(column="destination_type")["moment"].to_list() == [None, "results_day", None]


def test_a_provider_without_a_moment_completes_the_last_moment_of_its_stage() -> None:
    titles = ("UPN", "Surname", "Intended (Oct)", "Intended (Feb)", "Intended provider")
    extract = read([titles, ("A", "Abara", "Undecided", "Sixth form", "Hollins")], "hollins/2025-26/Y11-intended/a.csv")
    assert extract.rows.select("part", "destination_type", "destination_provider").rows() == [
        (1, "Undecided", None),
        (2, "Sixth form", "Hollins"),
    ]


def test_a_destination_without_a_stage_beside_a_staged_one_is_a_claim_whose_stage_the_folder_says() -> None:
    titles = ("UPN", "Surname", "Intended destination", "Destination")
    extract = read([titles, ("A", "Abara", "Sixth form", "FE college")], "hollins/2025-26/Y11-autumn/a.csv")
    assert extract.rows.select("part", "in_stage", "destination_type").rows() == [
        (1, "intended", "Sixth form"),
        (2, None, "FE college"),
    ]
    finding = the(extract, "stage_missing")
    assert (finding.line, finding.part) == (2, 2)


def test_a_title_spelt_as_ours_wins_over_another_with_the_same_meaning() -> None:
    titles = ("UPN", "Chosen surname", "Surname", "Forename", "Destination type")
    extract = read([titles, ("A", "Aba", "Abara", "Zoë", "Sixth form"), ("B", "Yo", "", "Ada", "Sixth form")])
    assert extract.rows["surname"].to_list() == ["Abara", "Yo"]
    assert extract.rows["other"][0].to_list() == [{"header": "Chosen surname", "value": "Aba"}]
    assert extract.findings == ()


def test_two_columns_with_the_same_meaning_are_named_where_neither_is_known_to_step_back() -> None:
    titles = ("UPN", "Form", "Tutor group", "Destination type")
    finding = the(read([titles, ("A", "11A", "11B", "Sixth form")]), "duplicate_columns")
    assert finding.severity == "warning"
    assert "Columns B and C" in finding.message


def test_two_columns_that_contradict_each_other_on_who_it_is_hold_the_row() -> None:
    titles = ("UPN", "UPN", "Surname", "Destination type")
    rows = [("A", "A", "Abara", "Sixth form"), ("B", "C", "Young", "Sixth form"), ("D", "", "Old", "Sixth form")]
    finding = the(read([titles, *rows]), "conflicting_columns")
    assert (finding.line, finding.column, finding.severity) == (3, "upn", "blocking")


def test_a_networks_own_title_is_known() -> None:
    data = as_csv([("UPN", "Surname", "Wohin"), ("A", "Abara", "Sixth form")])
    assert read_extract(data, FOLDER + "a.csv", header_aliases={"Wohin": "destination_type"}).kind == "destinations"


def test_unknown_columns_are_kept_and_named() -> None:
    extract = read([(*TITLES, "Shoe size", "Surnam"), (*PUPILS[0], "39", "x")])
    finding = the(extract, "unknown_columns")
    assert "Shoe size" in finding.message
    assert "Surname" in finding.repair
    assert extract.rows["other"][0].to_list() == [
        {"header": "Shoe size", "value": "39"},
        {"header": "Surnam", "value": "x"},
    ]


def test_scientific_notation_in_an_identifier_holds_its_row() -> None:
    titles = ("UPN", "ULN", "Surname", "Destination type", "Notes")
    extract = read([titles, ("A", "9.27631E+09", "Abara", "Sixth form", ""), ("B", "", "1E+5", "Sixth form", "1E+5")])
    finding = the(extract, "scientific_identifier")
    assert (finding.line, finding.column, finding.severity) == (2, "uln", "blocking")
    assert "9.27631" not in finding.message


@pytest.mark.parametrize(
    ("titles", "path", "rule"),
    [
        (("Year group", "Sex", "Form", "Destination type"), FOLDER + "a.csv", "missing_identifier"),
        (("UPN", "Surname", "Destination provider"), FOLDER + "a.csv", "missing_destination"),
        (("UPN", "Surname", "Form", "Year group"), FOLDER + "a.csv", "missing_destination"),
        (("UPN", "Surname", "Forename"), "hollins/2025-26/a.csv", "unknown_kind"),
    ],
)
def test_a_list_that_lacks_its_defining_column_lands_and_is_held(titles: tuple[str, ...], path: str, rule: str) -> None:
    extract = read([titles, ["11"] * len(titles)], path)
    finding = the(extract, rule)
    assert (finding.severity, finding.line) == ("blocking", None)
    assert extract.rows.height == 1


def test_titles_without_rows_are_reported() -> None:
    extract = read([TITLES])
    assert rules(extract) == {"no_rows"}
    assert (extract.kind, extract.rows.height) == ("destinations", 0)


@pytest.mark.parametrize(
    ("titles", "path", "kind"),
    [
        (("UPN", "Surname", "Year group", "Form"), ROLL, "roll"),
        (("UPN", "Destination provider", "Application status", "Choice"), "hollins/2025-26/ucas.csv", "applications"),
        (("UPN", "Date of encounter", "Kind of encounter"), "hollins/2025-26/careers.csv", "encounters"),
        (("UPN", "Destination type", "Start date"), "_network/2025-26/college.csv", "feedback"),
        (("UPN", "Surname", "Provider", "Course"), "_network/2025-26/college.csv", "feedback"),
        (("UPN", "Destination type", "Source"), "hollins/2025-26/la.csv", "feedback"),
        (("UPN", "Form"), "hollins/2025-26/enrolments/sixth form.csv", "feedback"),
        (("Course", "Places left"), "hollins/2025-26/places/places.csv", "places"),
        (("Benchmark number", "Compass score", "Evaluation date"), "hollins/2025-26/compass/compass.csv", "compass"),
    ],
)
def test_each_kind_is_told_by_its_columns_and_lands_as_rows(titles: tuple[str, ...], path: str, kind: str) -> None:
    extract = read([titles, ["11"] * len(titles)], path)
    assert (extract.kind, extract.rows["kind"].to_list()) == (kind, [kind])
    assert extract.findings == ()


def test_an_encounter_belongs_to_the_academic_year_of_its_date_whatever_the_folder_says() -> None:
    titles = ("UPN", "Date of encounter", "Kind of encounter")
    days = ("31/08/2025", "1 September 2025", "2026-01-31 00:00:00", "46000", "")
    extract = read([titles, *(("A", day, "Employer") for day in days)], "hollins/2024-25/encounters/careers.csv")
    assert extract.rows["in_cycle"].to_list() == ["2024-25", "2025-26", "2025-26", "2025-26", "2024-25"]
    assert extract.findings == ()


def test_an_encounter_without_a_day_or_a_folder_that_says_its_year_is_held() -> None:
    titles = ("UPN", "Date of encounter", "Kind of encounter")
    extract = read([titles, ("A", "02/02/2026", "Employer"), ("A", "", "Employer")], "hollins/careers.csv")
    finding = the(extract, "cycle_missing")
    assert (finding.severity, finding.line) == ("blocking", 3)


def test_no_finding_tells_a_pupils_cell() -> None:
    secret = "Zzyzx"
    rows = [(secret, secret, secret, secret, secret, secret, secret, secret)] * 3 + [(secret,) * 12, (secret,)]
    titles = ("UPN", "Surname", "Forename", "Year group", "Stage", "Academic year", "Destination type", "UPN")
    for finding in read([titles, *rows]).findings:
        assert secret not in finding.message + finding.repair + (finding.suggestion or "")
