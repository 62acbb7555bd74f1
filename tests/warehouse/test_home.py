"""Settings and schools: what a person may write, and what is said when it can't be used."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from warehouse.home import Home, folder_of
from warehouse.schools import read_schools
from warehouse.settings import EXAMPLE, Settings, SettingsError, parse_settings


def test_the_example_that_init_writes_is_valid_and_has_the_defaults() -> None:
    settings = parse_settings(EXAMPLE.format(name='"Our network"'))
    assert settings == Settings()


def test_every_commented_example_is_valid_too() -> None:
    lines = EXAMPLE.format(name='"Our network"').splitlines()
    told = [line[2:] if re.match(r'# (\[|\w+ = |")', line) else line for line in lines]
    settings = parse_settings("\n".join(told))
    assert settings.calendar["2025-26"]["february_half_term"] == date(2026, 2, 9)
    assert settings.header_aliases == {"Where next?": "destination_type"}
    assert settings.code_aliases == {"application_status": {"Confirmed - Your First Choice": "accepted"}}
    leeds = settings.local_authorities["383"]
    assert (leeds.columns[0], leeds.title("activity_code"), leeds.title("postcode")) == (
        "legal_surname",
        "Current situation",
        "Postcode",
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[netwrok]\nname = 'x'", 'unknown section [netwrok]. Did you mean "network"?'),
        ("[network]\nnam = 'x'", 'unknown key nam in [network]. Did you mean "name"?'),
        ("[network]\nname = 3", "network.name must be a text"),
        ("[disclosure]\nsuppress_to = true", "disclosure.suppress_to must be the largest count"),
        ("[network\n", "is not valid TOML"),
        ('[calendar."2025-26"]\nfebruary_half_term = "soon"', "holds lines such as"),
        (
            '[code_aliases.aplication_status]\nx = "placed"',
            'unknown column "aplication_status". Did you mean "application_status"?',
        ),
        ('[code_aliases.reply]\nx = "fim"', '[code_aliases.reply]: unknown code "fim". Did you mean "firm"?'),
        ('[code_aliases.reply]\nfirm = "insurance"', '"firm" is the name of another code, firm.'),
        ('[code_aliases.destination_type]\nx = "FE_COLEGE"', 'Did you mean "FE_COLLEGE"?'),
        ('[code_aliases]\nreply = "firm"', 'holds lines such as "their word" = "firm"'),
        ("[local_authorities.999]", 'unknown local authority "999"'),
        ("[local_authorities.909]", 'unknown local authority "909"'),
        ("[local_authorities.383]\ncolum = []", "unknown key \"colum\". Did you mean 'columns'?"),
        ('[local_authorities.383]\ncolumns = ["surnam"]', 'unknown column "surnam"'),
        ('[local_authorities.383]\ncolumns = ["upn", "upn"]', "names a column twice"),
        ('[local_authorities.383]\ntitles = {upn = "ULN"}', "two columns are called ULN"),
        ('[local_authorities.383]\nencoding = "utf8"', "unknown encoding \"utf8\". Did you mean 'utf-8'?"),
        ('[local_authorities.383]\nformat = "xml"', "needs the authority's database_id"),
        ('[local_authorities.383]\ndatabase_id = "38"', "must be three digits in quotes"),
        ('[local_authorities.383]\nintended_codes = {FE_COLEGE = "1"}', "Did you mean 'FE_COLLEGE'?"),
        ("[local_authorities.383]\nscope = 3", "scope must be a text in quotes"),
    ],
)
def test_a_slip_in_the_settings_is_named_with_its_cure(text: str, message: str) -> None:
    with pytest.raises(SettingsError) as error:
        parse_settings(text)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["school_id,name,phase", "Hollins,Hollins,secondary"], "line 2: school_id must be lower-case"),
        (["school_id,name,phase", "a,A,primary", "a,B,primary"], '"a" is already on line 2'),
        (["school_id,name,phase", "a,A,nursery"], "line 2: phase must be one of"),
        (["school_id,name", "a,A"], "lacks the column phase"),
        (["school_id,name,phase,head", "a,A,primary,x"], "a column we don't know: head"),
    ],
)
def test_a_slip_in_the_list_of_schools_is_named_with_its_line(tmp_path: Path, lines: list[str], message: str) -> None:
    (tmp_path / "schools.csv").write_text("\n".join(lines) + "\n", "utf-8")
    with pytest.raises(SettingsError) as error:
        read_schools(tmp_path / "schools.csv")
    assert message in str(error.value)


def test_a_folder_that_is_no_home_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="destinations init"):
        _ = Home(tmp_path).settings


def test_the_school_is_the_first_folder_and_a_file_in_the_inbox_itself_has_none() -> None:
    assert folder_of("hollins/2025-26/Y11-final/x.csv") == "hollins"
    assert folder_of("x.csv") is None


@pytest.mark.parametrize("name", ["schools.csv", "network.toml"])
def test_a_list_saved_in_old_windows_letters_says_how_to_save_it(tmp_path: Path, name: str) -> None:
    (tmp_path / "network.toml").write_text(EXAMPLE.format(name='"Test"'), "utf-8")
    (tmp_path / "schools.csv").write_text("school_id,name,phase\nste-anne,Sainte-Anne,primary\n", "utf-8")
    assert Home(tmp_path).schools.height == 1 and Home(tmp_path).settings.name == "Test"
    (tmp_path / name).write_bytes("# Écoles\n".encode("cp1252"))
    with pytest.raises(SettingsError, match=f"{name} can't be read as UTF-8"):
        _ = (Home(tmp_path).settings, Home(tmp_path).schools)


def a_home(folder: Path) -> Home:
    (folder / "network.toml").write_text(EXAMPLE.format(name='"Test"'), "utf-8")
    schools = "school_id,name,phase\nhollins,Hollins,secondary\nmoss,Moss,primary\n"
    (folder / "schools.csv").write_text(schools, "utf-8")
    return Home(folder)


def test_every_open_collection_has_its_folder_however_often_they_are_made(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    home.prepare()
    for _ in range(2):
        home.open_folders(date(2026, 12, 10))
    folders = {path.relative_to(home.inbox).as_posix() for path in home.inbox.rglob("*")}
    assert folders == {"_network", "hollins", "moss"} | {
        f"{school}/2026-27{below}"
        for school, year_group in (("hollins", 11), ("moss", 6))
        for below in ("", "/roll", f"/Y{year_group}-intended", f"/Y{year_group}-final")
    } | {f"hollins/2026-27/{kind}" for kind in ("applications", "enrolments", "encounters", "compass")}


def test_a_file_or_a_link_where_a_folder_should_be_is_left_as_it_is(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    home.prepare()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (home.inbox / "moss").rmdir()
    (home.inbox / "moss").symlink_to(elsewhere)
    (home.inbox / "hollins/2026-27").write_text("no folder")
    home.open_folders(date(2026, 12, 10))
    assert list(elsewhere.iterdir()) == [] and (home.inbox / "hollins/2026-27").read_text() == "no folder"


def test_a_date_that_the_calendar_does_not_know_is_a_slip_in_the_settings(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    (tmp_path / "network.toml").write_text('[calendar."2026-27"]\nhalf_term = 2026-12-10\n', "utf-8")
    with pytest.raises(SettingsError, match=r"network\.toml: Unknown event \"half_term\""):
        home.open_folders(date(2026, 12, 10))
