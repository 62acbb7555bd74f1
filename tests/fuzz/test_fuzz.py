"""A few hundred mutants in every test run; `make fuzz` judges tens of thousands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.harness import judge_batches
from tests.fuzz.mutants import BATCH, FORMATS, MORE_FORMATS, batch

SEED = 2026


def test_whatever_the_bytes_reading_answers_soon_accounts_for_every_record_and_invents_nothing(tmp_path: Path) -> None:
    formats = (*FORMATS, *MORE_FORMATS)
    figures = judge_batches([(form, SEED, 0) for form in formats], workers=2, folder=tmp_path)
    failures = [failure for each in figures.values() for failure in each.failures]
    assert not failures, "\n".join(failures)
    assert sum(each.mutants for each in figures.values()) == BATCH * len(formats)
    assert all(each.with_rows for each in figures.values())


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_seed_makes_the_same_mutants(form: str) -> None:
    assert list(batch(form, SEED, 1)) == list(batch(form, SEED, 1))
