"""Precision and recall of the validator over the whole corpus: everything that was put there is found, nothing else is,
and what is suggested cures it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import polars as pl
import pytest

from .blind import blind_kinds
from .build import CLEAN, CorpusFile, build
from .mending import mend
from .score import Judgement, judge
from .seen import seen_kinds
from .validator import found_by_path, validate_home


@dataclass(frozen=True)
class Corpus:
    """The written corpus, and how well what was found in each file agrees with what was put there."""

    folder: Path
    judged: list[tuple[CorpusFile, Judgement]]

    def of(self, kinds: set[str]) -> list[tuple[CorpusFile, Judgement]]:
        return [(file, result) for file, result in self.judged if file.kind in kinds]


BLIND = {kind.name for kind in blind_kinds()}
SEEN = {kind.name for kind in seen_kinds()}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("corpus")
    files = build(folder, [*blind_kinds(), *seen_kinds()])
    found = found_by_path(validate_home(folder))
    return Corpus(folder, [(file, judge(file.expected, found.get(file.path, []))) for file in files])


def _disagreements(judged: list[tuple[CorpusFile, Judgement]]) -> list[str]:
    """Where what was found is not what was put there: kind, format, place; no cell's content."""
    told = []
    for file, result in judged:
        what = f"{file.kind} ({file.recipe}, {file.format})"
        told += [f"{what}: not found at {each.line} {each.column}" for each in result.missed]
        told += [f"{what}: wanted {want}, found {got}" for want, got in result.differing]
        told += [f"{what}: found {each.severity} at {each.line} {each.column}" for each in result.unexpected]
    return told


def test_recall_and_precision_are_1_over_defects_devised_without_seeing_the_code(corpus: Corpus) -> None:
    assert _disagreements(corpus.of(BLIND)) == []


def test_recall_and_precision_are_1_over_defects_devised_with_the_code_in_sight(corpus: Corpus) -> None:
    assert _disagreements(corpus.of(SEEN)) == []


def test_no_clean_file_gets_a_finding(corpus: Corpus) -> None:
    clean = corpus.of({CLEAN})
    assert len(clean) >= 60 and _disagreements(clean) == []


def test_the_corpus_is_as_large_as_it_should_be_and_half_of_it_blind(corpus: Corpus) -> None:
    defects = {file.kind for file, _ in corpus.judged if any(not each.optional for each in file.expected)}
    assert len(defects) >= 40 and 2 * len(defects & BLIND) >= len(defects)
    assert len(corpus.judged) >= 400


def test_typing_every_suggestion_and_dropping_the_workbook_leaves_no_error_that_had_one(
    corpus: Corpus, tmp_path: Path
) -> None:
    mended = mend(corpus.folder)
    files = {file.path: file for file, _ in corpus.judged}
    shutil.copy(corpus.folder / "schools.csv", tmp_path / "schools.csv")
    dropped = []
    for path, content in mended.items():
        place = PurePosixPath(path)
        dropped.append(str(place.with_name(f"{place.stem}-to-fix.xlsx")))
        _put(tmp_path, dropped[-1], content)
        roll = files[path].roll if path in files else None
        if roll:
            _put(tmp_path, roll, (corpus.folder / "inbox" / roll).read_bytes())
    assert len(dropped) >= 40
    left = validate_home(tmp_path).filter(pl.col("path").is_in(dropped), pl.col("suggestion").is_not_null())
    assert left.select("path", "line", "column", "rule").rows() == []


def _put(folder: Path, path: str, content: bytes) -> None:
    file = folder / "inbox" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
