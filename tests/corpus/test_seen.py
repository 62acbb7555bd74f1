"""The kinds devised with the code in sight: they can be built, and what they expect stands where they say."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.corpus.blind import blind_kinds
from tests.corpus.build import CLEAN, CorpusFile, build
from tests.corpus.clean import RECIPES, clean
from tests.corpus.defect import Case
from tests.corpus.network import school
from tests.corpus.seen import seen_kinds
from tests.corpus.seen_bytes import filtered, mac_excel, members_of
from tests.corpus.writers import write

MOST_SCHOOLS = 800


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[CorpusFile]]:
    folder = tmp_path_factory.mktemp("seen")
    return folder, [file for file in build(folder, seen_kinds()) if file.kind != CLEAN]


def of_kind(corpus: tuple[Path, list[CorpusFile]], kind: str) -> list[tuple[CorpusFile, bytes]]:
    folder, files = corpus
    return [(file, (folder / "inbox" / file.path).read_bytes()) for file in files if file.kind == kind]


def case(recipe: str) -> Case:
    return Case(clean(recipe, school(7, RECIPES[recipe].school), 700), 7)


def test_both_halves_together_are_large_enough_and_fit_into_one_network() -> None:
    both = [*blind_kinds(), *seen_kinds()]
    assert not {each.name for each in blind_kinds()} & {each.name for each in seen_kinds()}
    assert sum(not each.harmless for each in both) >= 60
    assert sum(not each.harmless for each in seen_kinds()) >= 32
    assert sum(each.harmless for each in seen_kinds()) >= 10
    assert 550 <= sum(each.files for each in both) + 2 * len(RECIPES) <= MOST_SCHOOLS


def test_every_kind_quotes_what_it_is_derived_from() -> None:
    assert [each.name for each in seen_kinds() if "“" not in str(each.apply.__doc__)] == []


def test_every_file_is_written_where_it_is_said_to_be(corpus: tuple[Path, list[CorpusFile]]) -> None:
    folder, files = corpus
    assert {file.kind for file in files} == {each.name for each in seen_kinds()}
    assert all((folder / "inbox" / file.path).is_file() for file in files)
    assert all((folder / "inbox" / file.roll).is_file() for file in files if file.roll)
    assert all(bool(file.expected) is not file.harmless for file in files)
    assert len({file.path for file in files}) == len(files)


def test_every_school_is_listed_once_neighbours_too(corpus: tuple[Path, list[CorpusFile]]) -> None:
    folder, files = corpus
    listed = list(csv.DictReader(io.StringIO((folder / "schools.csv").read_text("utf-8"))))
    for column in ("school_id", "name", "urn", "laestab"):
        assert len({each[column] for each in listed}) == len(listed), column
    assert {path.name for path in (folder / "inbox").iterdir()} <= {each["school_id"] for each in listed}
    assert any(file.neighbours for file in files)


def test_a_second_file_of_last_year_has_the_same_bytes(corpus: tuple[Path, list[CorpusFile]]) -> None:
    for file, data in of_kind(corpus, "the_very_file_of_last_year"):
        before = corpus[0] / "inbox" / file.path.replace("2025-26", "2024-25")
        assert before.read_bytes() == data


def test_a_roll_cut_in_half_comes_after_the_whole_one(corpus: tuple[Path, list[CorpusFile]]) -> None:
    for file, data in of_kind(corpus, "roll_of_half_the_pupils"):
        path = corpus[0] / "inbox" / file.path
        whole = path.with_stem("autumn")
        assert whole.name < path.name
        assert len(whole.read_bytes()) > len(data)


def test_what_was_intended_comes_before_what_became_of_it(corpus: tuple[Path, list[CorpusFile]]) -> None:
    for file, _ in of_kind(corpus, "every_plan_came_true"):
        folder = (corpus[0] / "inbox" / file.path).parents[1]
        year_group = RECIPES[file.recipe].year_group
        (plans,) = (path for path in folder.rglob("plans.*"))
        assert plans.parent.name == f"Y{year_group} intended"
        assert f"Y{year_group} intended" < f"Y{year_group}-final"


def test_a_filter_hides_the_row_that_is_wrong(corpus: tuple[Path, list[CorpusFile]]) -> None:
    for file, data in of_kind(corpus, "misspelling_that_a_filter_hides"):
        (wrong,) = (each for each in file.expected if each.line is not None)
        sheet = load_workbook(io.BytesIO(data))["Export"]
        assert sheet.auto_filter.ref == "A1:Z99"
        assert [line for line, row in sheet.row_dimensions.items() if row.hidden] == [wrong.line]


def test_filtering_changes_no_cell() -> None:
    table = case("y13_final_sims").table
    data = write(table, "xlsx").data
    cells = [
        [[cell.value for cell in row] for row in load_workbook(io.BytesIO(each))["Export"].iter_rows()]
        for each in (data, filtered(data, kept=3, hidden=4))
    ]
    assert cells[0] == cells[1]


def test_a_workbook_that_counts_from_1904_shows_the_same_days() -> None:
    table = case("y13_final_sims").table
    book = load_workbook(io.BytesIO(mac_excel(table)))
    born = table.at("date_of_birth") + 1
    shown = [row[0].value for row in book["Export"].iter_rows(min_row=2, min_col=born, max_col=born)]
    assert [value.date() for value in shown if isinstance(value, datetime)] == [row[born - 1] for row in table.rows]
    bare = load_workbook(io.BytesIO(mac_excel(table, bare=("date_of_birth",))))["Export"].cell(2, born).value
    assert bare == (table.rows[0][born - 1] - date(1904, 1, 1)).days  # type: ignore[operator]


def test_the_mark_of_the_separator_is_no_row_of_excels(corpus: tuple[Path, list[CorpusFile]]) -> None:
    for file, data in of_kind(corpus, "misspelling_beneath_the_mark_of_the_separator"):
        (wrong,) = file.expected
        lines = data.decode().split("\r\n")
        assert lines[0] == "sep=;"
        assert wrong.suggestion
        assert wrong.line is not None
        # one line further down than Excel says
        assert any(slip in lines[wrong.line] for slip in SLIPS)


SLIPS = (
    "educaton", "fom", "Apprenticship", "Univeristy", "secondry", "Grammer", "Independant", "collage", "Traning", "yaer",
)  # fmt: skip


def test_a_misspelling_stands_in_the_row_that_is_named(corpus: tuple[Path, list[CorpusFile]]) -> None:
    for kind in (
        "misspelling_beneath_repeated_titles",
        "misspelling_inside_a_margin",
        "misspelling_beneath_instructions",
    ):
        for file, data in of_kind(corpus, kind):
            if file.format.startswith("xlsx") or file.format == "zip":
                data = members_of(data)["export.xlsx"] if file.format == "zip" else data
                (wrong,) = file.expected
                row = load_workbook(io.BytesIO(data))["Export"][wrong.line]
                assert any(slip in str(cell.value) for cell in row for slip in SLIPS), file.path


def test_an_archive_with_a_password_says_so(corpus: tuple[Path, list[CorpusFile]]) -> None:
    for _, data in of_kind(corpus, "archive_with_a_password"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive, pytest.raises(RuntimeError, match="password"):
            archive.read("export.xlsx")


def test_the_same_kind_writes_the_same_bytes_each_time(corpus: tuple[Path, list[CorpusFile]], tmp_path: Path) -> None:
    again = {file.path: (tmp_path / "inbox" / file.path).read_bytes() for file in build(tmp_path, seen_kinds())}
    folder, files = corpus
    assert [file.path for file in files if (folder / "inbox" / file.path).read_bytes() != again[file.path]] == []
