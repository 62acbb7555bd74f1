"""The template of a collection: prefilled, with drop-downs, and read back without a single finding."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from workbook_page import beside, cells, needs_libreoffice, offered, opened, printed, texts, through_libreoffice

from domain.choices import choices
from domain.columns import COLUMNS, match_header
from domain.own_workbooks import BELONGS_IN, GUIDE, INSTRUCTIONS, LISTS, REFERENCE
from domain.package_data import table
from domain.template_columns import DESTINATIONS, TEMPLATE_KINDS, template_columns
from intake.extract import Extract, read_extract
from reports.template import SPARE_ROWS, Template, TemplatePupil, render_template

COLLECTIONS = [(year_group, stage) for year_group in (6, 11, 12, 13) for stage in ("intended", "final")]
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
FILLED_IN: dict[str, dict[str, str]] = {
    "roll": {"Sex": "F", "Contact permission": "Yes"},
    "applications": {"Destination provider": "University of Leeds", "Application status": "Conditional offer", "Reply": "Firm"},
    "enrolments": {"Surname": "Young", "Forename": "Ada", "Date of birth": "01/02/2010", "Destination type": "School sixth form"},
    "encounters": {"Date of encounter": "03/02/2026", "Kind of encounter": "Employer", "Meaningful": "Yes"},
    "places": {"Course": "A level Mathematics", "Places left": "12"},
    "compass": {"Benchmark score": "75", "Benchmark achieved": "No", "Evaluated on": "02/03/2026"},
}  # fmt: skip
EVERY = pytest.mark.parametrize(("year_group", "stage"), COLLECTIONS)


def pupil(number: int, **changes: object) -> TemplatePupil:
    facts: dict[str, object] = {
        "upn": f"A80120000{number:04d}",
        "uln": f"10000000{number:02d}",
        "mis_id": f"{4000 + number}",
        "surname": f"O'Surname{number}",
        "forename": f"Forename{number}",
        "date_of_birth": date(2010, 3, number % 28 + 1),
        "form": f"{number % 4}A",
    }
    return TemplatePupil(**{**facts, **changes})  # type: ignore[arg-type]


PUPILS = tuple(pupil(number) for number in range(5))


def template(year_group: int = 11, stage: str = "final", pupils: tuple[TemplatePupil, ...] = PUPILS) -> Template:
    roll = date(2026, 1, 15) if pupils else None
    return Template("Hollins Academy", "hollins", "2025-26", year_group, stage, pupils, roll)


def columns_of(data: bytes) -> dict[str, str]:
    """Title -> letter of the list's columns."""
    titles = opened(data).worksheets[1][2]
    return {cell.value: cell.column_letter for cell in titles if cell.value}


def filled_in(year_group: int, stage: str, values: dict[str, str]) -> Extract:
    """The template with the first pupil's row filled in, as the intake reads it."""
    data = render_template(template(year_group, stage))
    book, letters = load_workbook(io.BytesIO(data)), columns_of(data)
    for title, value in values.items():
        book.worksheets[1][f"{letters[title]}4"] = value
    saved = io.BytesIO()
    book.save(saved)
    return read_extract(saved.getvalue(), "hollins/my file.xlsx")


@EVERY
def test_the_sheets_name_and_the_guide_say_the_collection(year_group: int, stage: str) -> None:
    book = opened(render_template(template(year_group, stage)))
    assert book.sheetnames == [GUIDE, f"Y{year_group} {stage} 2025-26", LISTS]
    assert beside(book[GUIDE], BELONGS_IN) == f"hollins/2025-26/Y{year_group}-{stage}/"
    assert beside(book[GUIDE], REFERENCE) is None
    assert book[LISTS].sheet_state == "hidden"
    assert book.worksheets[1]["A1"].value == f"Hollins Academy: {stage} destinations of Year {year_group}, 2025-26"


@EVERY
def test_titles_are_our_own_and_few_enough_for_an_office(year_group: int, stage: str) -> None:
    sheet = opened(render_template(template(year_group, stage))).worksheets[1]
    titles = [cell.value for cell in sheet[2] if cell.value]
    known = [match_header(title) for title in titles]
    assert all(
        match and COLUMNS[match.column].label == title and not match.stage
        for match, title in zip(known, titles, strict=True)
    )
    assert titles[:2] == ["Surname", "Forename"] and "Destination type" in titles
    assert 8 <= len(titles) <= 16
    assert sheet["A3"].value.startswith(INSTRUCTIONS)
    assert all(cell.value for cell in sheet[3])


@EVERY
def test_drop_downs_offer_what_exists_for_the_year_group_and_stage(year_group: int, stage: str) -> None:
    data = render_template(template(year_group, stage))
    book, letters = opened(data), columns_of(data)
    sheet = book.worksheets[1]
    for asked in template_columns(year_group, stage):
        if asked.column.label not in letters:
            continue
        cell = f"{letters[asked.column.label]}4"
        wanted = list(choices(asked.column.name, year_group, stage)) if asked.column.type == "code" else None
        assert offered(book, sheet, cell) == wanted
        assert offered(book, sheet, f"{letters[asked.column.label]}{3 + len(PUPILS) + SPARE_ROWS}") == wanted
    types = offered(book, sheet, f"{letters['Destination type']}4") or []
    assert ("Undecided" in types) == (stage == "intended")
    assert ("University or other higher education" in types) == (year_group > 11)
    assert ("Grammar school" in types) == (year_group == 6)


@EVERY
def test_an_untouched_template_dropped_back_shows_nothing_wrong(year_group: int, stage: str) -> None:
    read = read_extract(render_template(template(year_group, stage)), "hollins/my file.xlsx")
    assert [finding.message for finding in read.findings] == []
    assert read.kind == "destinations" and read.rows.height == len(PUPILS)
    assert read.rows["in_cycle"].unique().to_list() == ["2025-26"]
    assert read.rows["in_year_group"].unique().to_list() == [year_group]
    assert read.rows["in_stage"].unique().to_list() == [stage]
    assert read.rows["date_of_birth"].to_list()[0] == "01/03/2010"


@pytest.mark.parametrize(
    ("year_group", "stage", "values"),
    [
        (
            6,
            "final",
            {
                "Destination type": "Grammar school",
                "Destination provider": "Ridgeway",
                "Preference met": "First preference",
            },
        ),
        (11, "intended", {"Destination type": "Undecided", "Guidance needed": "Yes", "Recorded on": "02/03/2026"}),
        (
            11,
            "final",
            {"Destination type": "Apprenticeship", "Apprenticeship level": "Level 3", "Verified by": "Employer"},
        ),
        (
            12,
            "intended",
            {"Destination type": "School sixth form", "Aspiration type": "University or other higher education"},
        ),
        (
            13,
            "final",
            {
                "Destination type": "Gap year with a deferred place",
                "Review on": "01/09/2027",
                "Leaving date": "17/04/2026",
            },
        ),
    ],
)
def test_a_filled_in_template_is_read_as_it_was_typed(year_group: int, stage: str, values: dict[str, str]) -> None:
    read = filled_in(year_group, stage, values)
    assert [finding.message for finding in read.findings] == []
    first = read.rows.row(0, named=True)
    found = {title: first[match.column] for title in values if (match := match_header(title))}
    assert found == values


def test_titles_and_instructions_are_locked_and_everything_else_is_open() -> None:
    sheet = opened(render_template(template())).worksheets[1]
    assert sheet.protection.sheet and not sheet.protection.password
    assert {cell.protection.locked for line in (1, 2, 3) for cell in sheet[line]} == {True}
    assert {cell.protection.locked for row in sheet.iter_rows(min_row=4) for cell in row} == {False}
    allowed = sheet.protection
    assert not any((allowed.formatColumns, allowed.insertRows, allowed.deleteRows, allowed.sort, allowed.autoFilter))


def test_names_stay_in_sight() -> None:
    assert opened(render_template(template())).worksheets[1].freeze_panes == "C4"


def test_cells_to_type_in_are_text_so_that_nothing_is_mangled() -> None:
    data = render_template(template())
    sheet, letters = opened(data).worksheets[1], columns_of(data)
    assert {cell.number_format for row in sheet.iter_rows(min_row=4) for cell in row} == {"@"}
    prompts = {rule.promptTitle: rule.prompt for rule in sheet.data_validations.dataValidation if rule.prompt}
    assert "dd/mm/yyyy" in prompts["A date"]
    assert (
        sheet[f"{letters['ULN']}4"].value == "1000000000"
        and sheet[f"{letters['Date of birth']}4"].value == "01/03/2010"
    )


def test_the_schools_own_number_is_asked_only_where_somebody_has_no_upn() -> None:
    assert "Admission number" not in columns_of(render_template(template()))
    assert "Admission number" in columns_of(render_template(template(pupils=(*PUPILS, pupil(9, upn=None)))))


def test_there_are_empty_rows_for_pupils_who_are_missing() -> None:
    assert opened(render_template(template())).worksheets[1].max_row == 3 + len(PUPILS) + SPARE_ROWS
    assert opened(render_template(template(pupils=()))).worksheets[1].max_row == 3 + SPARE_ROWS


def test_the_guide_names_every_choice_and_what_it_counts_as() -> None:
    guide = opened(render_template(template(13, "final")))[GUIDE]
    assert beside(guide, "Gap year without a place") == "Gap year"
    assert [label for label in choices("destination_type", 13, "final") if label not in texts(guide)] == []
    assert "1.  Go to the sheet “Y13 final 2025-26”. It names the 5 pupils of your roll of 15 January 2026." in texts(
        guide
    )


def test_without_a_roll_the_guide_asks_for_the_pupils() -> None:
    said = texts(opened(render_template(template(pupils=())))[GUIDE])
    assert "1.  Go to the sheet “Y11 final 2025-26”. Type one row for each pupil." in said


def test_same_input_same_bytes() -> None:
    assert render_template(template()) == render_template(template())


def test_every_listed_column_is_one_of_ours_and_has_a_short_hint() -> None:
    listed = table("template_columns")
    assert set(listed["column"]) <= set(COLUMNS)
    assert not sum(listed.null_count().row(0)) and listed["hint"].str.len_chars().max() <= 60
    for year_group, stage in COLLECTIONS:
        names = [asked.column.name for asked in template_columns(year_group, stage)]
        assert len(names) == len(set(names))
        assert all("destinations" in COLUMNS[name].kinds for name in names)
    assert set(listed["kind"]) == {DESTINATIONS, *TEMPLATE_KINDS}
    for kind in TEMPLATE_KINDS:
        names = [asked.column.name for asked in template_columns(kind=kind)]
        of_kind = "feedback" if kind == "enrolments" else kind
        assert len(names) == len(set(names)) and all(of_kind in COLUMNS[name].kinds for name in names)


def template_of(kind: str, year_group: int | None = None) -> Template:
    named = tuple(replace(one, year_group=11) for one in PUPILS) if TEMPLATE_KINDS[kind].year_groups else ()
    day = date(2026, 1, 15) if named else None
    return Template("Hollins Academy", "hollins", "2025-26", year_group, None, named, day, kind)


@pytest.mark.parametrize("kind", TEMPLATE_KINDS)
def test_a_template_of_any_kind_filled_in_is_read_as_that_kind_without_a_finding(kind: str) -> None:
    data = render_template(template_of(kind))
    book, letters = load_workbook(io.BytesIO(data)), columns_of(data)
    for title, value in FILLED_IN[kind].items():
        book.worksheets[1][f"{letters[title]}4"] = value
    saved = io.BytesIO()
    book.save(saved)
    for path in ("hollins/my file.xlsx", f"hollins/2025-26/{kind}/my file.xlsx"):
        read = read_extract(saved.getvalue(), path)
        assert [finding.message for finding in read.findings] == []
        assert read.kind == ("feedback" if kind == "enrolments" else kind)
        assert read.rows["in_cycle"].unique().to_list() == ["2025-26"]
        assert read.rows.height == (len(PUPILS) if kind == "roll" else 1), "rows that say nothing are no rows"
        first = read.rows.row(0, named=True)
        assert {title: first[match.column] for title in FILLED_IN[kind] if (match := match_header(title))} == FILLED_IN[
            kind
        ]


@pytest.mark.parametrize("kind", TEMPLATE_KINDS)
def test_a_template_of_any_kind_offers_what_may_be_chosen_and_says_where_it_belongs(kind: str) -> None:
    data = render_template(template_of(kind))
    book, letters = opened(data), columns_of(data)
    assert book.sheetnames == [GUIDE, f"{TEMPLATE_KINDS[kind].label} 2025-26", LISTS]
    assert beside(book[GUIDE], BELONGS_IN) == f"hollins/2025-26/{kind}/"
    assert texts(book[GUIDE])[1] == TEMPLATE_KINDS[kind].asked
    for title, letter in letters.items():
        match = match_header(title)
        assert match and COLUMNS[match.column].label == title
        coded = COLUMNS[match.column].type == "code"
        assert offered(book, book.worksheets[1], f"{letter}4") == (list(choices(match.column)) if coded else None)


def test_a_template_of_applications_may_name_one_year_groups_pupils() -> None:
    book = opened(render_template(template_of("applications", 13)))
    assert book.sheetnames[1] == "Y13 applications 2025-26"
    assert book.worksheets[1]["A1"].value == "Hollins Academy: applications of Year 13, 2025-26"
    assert "It names the 5 pupils of your roll of 15 January 2026." in texts(book[GUIDE])[2]


def test_the_rolls_own_template_repeats_what_the_school_wrote() -> None:
    told = replace(PUPILS[0], year_group=11, more={"sex": "Female", "postcode": "M1 1AA"})
    made = replace(template_of("roll"), pupils=(told,))
    letters, sheet = columns_of(render_template(made)), opened(render_template(made)).worksheets[1]
    assert (sheet[f"{letters['Sex']}4"].value, sheet[f"{letters['Postcode']}4"].value) == ("Female", "M1 1AA")
    assert sheet[f"{letters['Year group']}4"].value == "11"


def test_the_template_for_compass_has_the_eight_benchmarks_and_no_other_row() -> None:
    sheet = opened(render_template(template_of("compass"))).worksheets[1]
    assert [sheet[f"A{row}"].value for row in range(4, sheet.max_row + 1)] == list("12345678")


@needs_libreoffice
def test_libreoffice_keeps_the_drop_downs_and_what_the_intake_reads(tmp_path: Path) -> None:
    data = render_template(template())
    book, letters = through_libreoffice(data, tmp_path), columns_of(data)
    assert offered(book, book.worksheets[1], f"{letters['Destination type']}4") == list(
        choices("destination_type", 11, "final")
    )
    saved = io.BytesIO()
    book.save(saved)
    read = read_extract(saved.getvalue(), "hollins/my file.xlsx")
    assert [finding.message for finding in read.findings] == [] and read.rows.height == len(PUPILS)


@needs_libreoffice
def test_libreoffice_prints_it(tmp_path: Path) -> None:
    assert printed(render_template(template()), tmp_path).startswith(b"%PDF")


WORDS = st.one_of(
    st.none(), st.text(st.characters(exclude_categories=("Cs",)), max_size=20), st.sampled_from(["=1+1", "-1", "@x"])
)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.builds(TemplatePupil, WORDS, WORDS, WORDS, WORDS, WORDS, st.none() | st.dates(), WORDS), max_size=3),
    st.sampled_from(COLLECTIONS),
)
def test_no_cell_is_ever_a_formula(pupils: list[TemplatePupil], collection: tuple[int, str]) -> None:
    for cell in cells(opened(render_template(template(*collection, pupils=tuple(pupils))))):
        assert cell.data_type != "f" and not str(cell.value or "").startswith(FORMULA_STARTS)
