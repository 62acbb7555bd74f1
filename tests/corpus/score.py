"""How well what was found agrees with what was put there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .defect import ANY


@dataclass(frozen=True, slots=True)
class Found:
    """One finding of a validator, in its own words but for values; notices are not findings here."""

    sheet: str | None
    line: int | None
    column: str | None
    severity: str
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Located:
    """An expected finding, located in the written file. `spots`: (line, column) that may be named; see `Expected`."""

    sheet: str
    line: int | None
    column: str | None
    severity: str
    suggestion: str | None = None
    spots: frozenset[tuple[int | None, str | None]] = frozenset()
    optional: bool = False

    def names(self, found: Found) -> bool:
        """Whether the finding is about this, whatever its severity says. In a file of one sheet its name is not asked."""
        if found.line is not None and self.sheet and found.sheet and not found.sheet.endswith(self.sheet):
            return False
        return any(line == found.line and column in (ANY, found.column) for line, column in self.spots)

    def agrees(self, found: Found) -> bool:
        """Whether the finding, which is about this, says what it should."""
        told = (found.suggestion or "").casefold()
        return found.severity == self.severity and (self.suggestion is None or self.suggestion.casefold() in told)


@dataclass(frozen=True, slots=True)
class Judgement:
    """`hits`: expected and found; `differing`: found there, but with another severity or suggestion; `missed`: not
    found; `unexpected`: found where nothing was put."""

    hits: tuple[Located, ...]
    differing: tuple[tuple[Located, Found], ...]
    missed: tuple[Located, ...]
    unexpected: tuple[Found, ...]


def judge(expected: Iterable[Located], found: Iterable[Found]) -> Judgement:
    """What of the expected was found, and what else was."""
    wanted, findings = tuple(expected), tuple(dict.fromkeys(found))
    hits, differing, missed = [], [], []
    for each in wanted:
        about = [finding for finding in findings if each.names(finding)]
        if any(each.agrees(finding) for finding in about):
            hits.append(each)
        elif each.optional:
            continue
        elif about:
            differing.append((each, about[0]))
        else:
            missed.append(each)
    unexpected = tuple(finding for finding in findings if not any(each.names(finding) for each in wanted))
    return Judgement(tuple(hits), tuple(differing), tuple(missed), unexpected)
