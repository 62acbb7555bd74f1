"""Precision and recall of the validator over the whole corpus: everything that was put there is found, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from .blind import blind_kinds
from .build import CLEAN, CorpusFile, build
from .score import Judgement, judge
from .seen import seen_kinds
from .validator import found_by_path, validate_home

Judged = list[tuple[CorpusFile, Judgement]]


def _judged(folder: Path, kinds: list) -> Judged:  # type: ignore[type-arg]
    files = build(folder, kinds)
    found = found_by_path(validate_home(folder))
    return [(file, judge(file.expected, found.get(file.path, []))) for file in files]


@pytest.fixture(scope="module")
def blind(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    return _judged(tmp_path_factory.mktemp("blind"), blind_kinds())


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    return _judged(tmp_path_factory.mktemp("seen"), seen_kinds())


def _disagreements(judged: Judged) -> list[str]:
    """Where what was found is not what was put there: kind, format, place; no cell's content."""
    told = []
    for file, result in judged:
        told += [f"{file.kind} ({file.format}): not found at {each.line} {each.column}" for each in result.missed]
        told += [
            f"{file.kind} ({file.format}): {want.severity} {want.suggestion} at {want.line} {want.column}, found as "
            f"{got.severity} {got.suggestion}"
            for want, got in result.differing
        ]
        told += [
            f"{file.kind} ({file.format}): found {each.severity} at {each.line} {each.column}"
            for each in result.unexpected
        ]
    return told


def test_recall_and_precision_are_1_over_defects_devised_without_seeing_the_code(blind: Judged) -> None:
    assert _disagreements(blind) == []


def test_recall_and_precision_are_1_over_defects_devised_with_the_code_in_sight(seen: Judged) -> None:
    assert _disagreements(seen) == []


def test_no_clean_file_gets_a_finding(blind: Judged) -> None:
    clean = [result for file, result in blind if file.kind == CLEAN]
    assert len(clean) >= 60
    assert all(not result.unexpected for result in clean)


def test_the_corpus_is_as_large_as_it_should_be(blind: Judged, seen: Judged) -> None:
    defects = {file.kind for file, _ in (*blind, *seen) if any(not each.optional for each in file.expected)}
    blind_defects = {file.kind for file, _ in blind if any(not each.optional for each in file.expected)}
    assert len(defects) >= 40 and 2 * len(blind_defects) >= len(defects)
    assert len(blind) + len(seen) >= 400
