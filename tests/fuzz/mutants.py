"""Batches of mutants, each from three words: format, seed, number of the batch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import hypothesis
from hypothesis import HealthCheck, Phase

from tests.fuzz.damage import damage
from tests.fuzz.seeds import FORMS, seeds
from tests.fuzz.tables import files

FORMATS = ("csv", "xlsx", "ods", "html", "zip")
MORE_FORMATS = ("xls", "xml")  # damaged bytes alone
BATCH = 50
_SUFFIX = {"html": "xls"}
_FOLDERS = ("2025-26/Y11-final", "2025-26/roll", "2024-25/Y13-intended", "")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One file. `path` under the inbox; `how`: "bytes" or "table"."""

    data: bytes
    path: str
    how: str


def batch(form: str, seed: int, number: int) -> Iterator[Mutant]:
    """`BATCH` mutants: changed tables and damaged bytes in turn."""
    random = Random(f"{form} {seed} {number}")
    folder = _FOLDERS[number % len(_FOLDERS)]
    path = "/".join(part for part in ("hollins", folder, f"leavers.{_SUFFIX.get(form, form)}") if part)
    tables = changed(form, random.getrandbits(32), BATCH // 2) if form in FORMS else []
    yield from (Mutant(data, path, "table") for data in tables)
    whole = seeds(form)
    for _ in range(BATCH - len(tables)):
        start = random.choice((*whole, *tables)) if tables else random.choice(whole)
        yield Mutant(damage(start, random, whole), path, "bytes")


def changed(form: str, seed: int, count: int) -> list[bytes]:
    """So many changed tables, as Hypothesis draws them for this seed."""
    drawn: list[bytes] = []

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=count, database=None, phases=[Phase.generate], deadline=None, derandomize=False,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @hypothesis.given(files(form))
    def keep(data: bytes) -> None:
        drawn.append(data)

    keep()
    return drawn[:count]
