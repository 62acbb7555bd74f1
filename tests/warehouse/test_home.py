"""Settings and schools: what a person may write, and what is said when it can't be used."""

from __future__ import annotations

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
    told = [line[2:] if line.startswith(("# [", "# february", "# autumn", '# "')) else line for line in lines]
    settings = parse_settings("\n".join(told))
    assert settings.calendar["2025-26"]["february_half_term"] == date(2026, 2, 9)
    assert settings.header_aliases == {"Where next?": "destination_type"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[netwrok]\nname = 'x'", 'unknown section [netwrok]. Did you mean "network"?'),
        ("[network]\nnam = 'x'", 'unknown key nam in [network]. Did you mean "name"?'),
        ("[network]\nname = 3", "network.name must be a text"),
        ("[disclosure]\nsuppress_to = true", "disclosure.suppress_to must be the largest count"),
        ("[network\n", "is not valid TOML"),
        ('[calendar."2025-26"]\nfebruary_half_term = "soon"', "holds lines such as"),
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
