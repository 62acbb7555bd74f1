"""What each pack ends with: what its words mean, what is hidden, the day of its data, its edition and its checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reports.frames import ReportContext
from reports.numbers import long_date, thousands
from reports.packs_cells import Cells
from reports.trace import formula, mark

_WORDS = {
    "known": ("Known", "somebody has said where the pupil is."),
    "confirmed": ("Confirmed", "there is evidence from the new term."),
    "unknown": ("Not known", "nobody has said; such pupils stay in every denominator."),
    "undecided": ("Undecided", "the pupil was asked and has no plan yet."),
    "tried": ("Attempt", "a telephone call, message or visit since results day, whether or not it reached anybody."),
    "guidance": (
        "Guidance needed",
        "no plan, no offer or another reason for a further conversation about it, as the stock-take found.",
    ),
}
_ROUNDED = ("Percentages", "of the whole cohort, rounded half up; <1% is somebody, >99% is not everybody.")
_OWN_RECORDS = (
    "Whose numbers",
    "the school's and the network's own records, not the Department for Education's destination measures.",
)


@dataclass(frozen=True, slots=True)
class FailedCheck:
    """A check that should be looked at; the counts are traced texts."""

    label: str
    checked: str
    failed: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Foot:
    """(term, sentence) pairs; the checks in a sentence, and those to look at."""

    definitions: tuple[tuple[str, str], ...]
    checks: str
    failed: tuple[FailedCheck, ...]
    edition: str


def foot(cells: Cells, year_groups: Sequence[int], words: Sequence[str]) -> Foot:
    """The foot of a pack about these year groups; `words` are the terms that it uses."""
    rules = cells.frames.cohort_rules.sort("year_group").iter_rows(named=True)
    cohorts = " ".join(str(rule["sentence"]) for rule in rules if rule["year_group"] in year_groups)
    told = [("Cohort", cohorts), *(_WORDS[word] for word in words), hidden(cells.context), _ROUNDED, _OWN_RECORDS]
    sentence, failed = _checks(cells)
    return Foot(tuple(told), sentence, failed, edition(cells.context))


def hidden(context: ReportContext) -> tuple[str, str]:
    """What `c` and a dash mean."""
    low, high = context.suppress_from, context.suppress_to
    return (
        "c, –",
        f"c is hidden to protect pupils: {low} to {high}, or what would give that away. – is nothing to count.",
    )


def edition(context: ReportContext) -> str:
    """`Data as known on 25 November 2026 · edition final-1 · build 3f9c1a72`"""
    parts = [f"Data as known on {long_date(context.as_of)}"]
    parts += [f"edition {context.edition} {context.edition_id}".rstrip()] if context.edition else []
    return " · ".join([*parts, f"build {context.build_id}"])


def _checks(cells: Cells) -> tuple[str, tuple[FailedCheck, ...]]:
    frame = cells.frames.checks
    if frame.is_empty():
        return "No check has run on this data.", ()
    rows = frame.filter(~frame["passed"]).sort("check").to_dicts()
    total = mark(thousands(frame.height), formula("count_of", "checks of the network's data"))
    if not rows:
        return f"All {total} checks of the network's data passed.", ()
    passed = mark(thousands(frame.height - len(rows)), formula("count_of", "checks that passed"))
    sentence = f"{passed} of {total} checks of the network's data passed; to look at:"
    return sentence, tuple(_failed(cells, row) for row in rows)


def check_label(name: str) -> str:
    """`pupil_is_known` as people write it: `Pupil is known`."""
    spaced = name.replace(".", " ").replace("_", " ")
    return spaced[:1].upper() + spaced[1:]


def _failed(cells: Cells, row: dict[str, Any]) -> FailedCheck:
    checked, failed = (
        mark(thousands(row[name]), cells.frames.cell("checks", {"cycle": cells.context.cycle, **row}, name))
        for name in ("checked", "failed")
    )
    return FailedCheck(check_label(str(row["check"])), checked, failed, str(row.get("meaning") or ""))
