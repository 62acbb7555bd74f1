"""What schools tell of themselves: places left in the sixth form on results day, and their own evaluations of their
careers programme. Names no pupil.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

_RESULTS = date(2026, 8, 20)
_COURSES = {"Science and mathematics": "L3_academic", "Humanities and languages": "L3_academic",
            "Health and social care": "L3_applied", "Digital": "T_level"}  # fmt: skip
# When schools evaluate themselves, and in which version: a longer one came with the autumn of 2025.
_EVALUATIONS = {
    date(2024, 12, 13): "Compass 2018", date(2025, 3, 28): "Compass 2018", date(2025, 7, 18): "Compass 2018",
    date(2025, 12, 12): "Compass 2025", date(2026, 3, 27): "Compass 2025", date(2026, 7, 17): "Compass 2025",
}  # fmt: skip
_HARDER = 12  # what a school that hasn't changed loses with the longer version


@dataclass(frozen=True, slots=True)
class PlacesLeft:
    course: str
    course_level: str
    places_left: str
    recorded_on: date


@dataclass(frozen=True, slots=True)
class Evaluated:
    benchmark: str
    benchmark_score: str
    benchmark_achieved: str
    evaluated_on: date
    evaluation_version: str


def places_left(random: Random) -> list[PlacesLeft]:
    """How many places a sixth form has left on GCSE results day, by course; some are full."""
    return [
        PlacesLeft(course, level, str(max(0, random.randrange(-3, 13))), _RESULTS) for course, level in _COURSES.items()
    ]


def evaluations(random: Random) -> Iterator[Evaluated]:
    """A school's evaluations of two years, term by term: eight benchmarks in per cent, met at 100."""
    scores = {benchmark: random.randrange(45, 96) for benchmark in range(1, 9)}
    before = ""
    for day, version in _EVALUATIONS.items():
        for benchmark in scores:
            lost = _HARDER if before and version != before else 0
            scores[benchmark] = min(100, max(0, scores[benchmark] + random.randrange(0, 9) - lost))
            score = scores[benchmark]
            yield Evaluated(str(benchmark), str(score), "yes" if score == 100 else "no", day, version)
        before = version
