"""What the documents promise is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.cli import commands
from pipelines.dictionary import text_of_an_empty_home

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
README = PAGES[0].read_text("utf-8")


def test_the_data_dictionary_is_the_one_that_the_tables_write() -> None:
    assert (ROOT / "docs/data-dictionary.md").read_text("utf-8") == text_of_an_empty_home(), "run: make docs"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_and_path_in_a_page_leads_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    links = {link for link in re.findall(r"\]\(([^)#]+)\)", text) if not link.startswith("http")}
    paths = set(
        re.findall(
            r"`((?:domain|intake|expectations|warehouse|sql|reports|assets|pipelines|docs|tests)/[\w./-]*)`", text
        )
    )
    missing = [link for link in links if not (page.parent / link).exists()]
    assert missing + [path for path in paths if not (ROOT / path).exists()] == []


def test_every_command_and_option_in_the_readme_exists() -> None:
    used = re.findall(r"(?:`|^)destinations ([\w-]+)([^`\n]*)", README, re.MULTILINE)
    help_of = {name: CliRunner().invoke(commands, [name, "--help"]).output for name in {command for command, _ in used}}
    assert set(help_of) <= set(commands.commands) and "run" in help_of
    wrong = [
        (command, option)
        for command, rest in used
        for option in re.findall(r"--[a-z-]+", rest)
        if option not in help_of[command]
    ]
    assert wrong == []


def test_every_make_target_in_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert {"demo", "test", "check"} <= set(re.findall(r"(?:`|^)make ([a-z]+)", README, re.MULTILINE)) <= targets


def test_every_dependency_has_its_reason() -> None:
    reasons = (ROOT / "docs/decisions/dependencies.md").read_text("utf-8").lower()
    declared = re.findall(r'^    "([A-Za-z0-9-]+)[=><]', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert len(declared) > 15
    assert [name for name in declared if name.lower() not in reasons] == []
