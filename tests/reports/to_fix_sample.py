"""A made-up delivery that needs its school: a list of Year 11 with two blank rows above nothing but a heading."""

from __future__ import annotations

from datetime import date
from typing import Any

from domain.choices import choices
from domain.findings import Severity
from reports.to_fix import Doubt, ToFix, ToFixFinding, ToFixSheet

TITLES = ("UPN", "Surname", "Forename", "Date of birth", "Final destination", "Provider", "Date recorded")
TYPES = choices("destination_type", 11, "final")
NOT_KNOWN = ("This destination is not one that we know.", "Choose a destination from the list.")
LATE = ("Recorded on lies after the day we received the file.", "Type the day on which it was said.")
TWICE = ("The file says the same about this pupil more than once.", "Delete the repeated rows.")
UNUSED = ("These columns were kept but are not used: House.", "Nothing to do.")


def row(number: int, destination: str | None = "School sixth form") -> list[str | None]:
    birthday = f"{number % 28 + 1:02d}/03/2010"
    upn, provider = f"A80120000{number:04d}", "=Ridgeway()" if number == 3 else "Ridgeway"
    return [upn, f"Surname{number}", f"Forename{number}", birthday, destination, provider, "02/09/2026"]


def sheet(name: str = "Y11 final", pupils: int = 6, **changes: Any) -> ToFixSheet:
    """The titles stand in row 3, the pupils from row 4 on; the second pupil's destination is misspelt."""
    rows: list[list[str | None]] = [["Leavers of Year 11"], [], list(TITLES)]
    rows += [row(number, "Sixth from colege" if number == 1 else "School sixth form") for number in range(pupils)]
    facts: dict[str, Any] = {
        "name": name,
        "rows": rows,
        "lines": range(1, len(rows) + 1),
        "header_lines": (3,),
        "choices": {5: TYPES},
        "dates": frozenset({4, 7}),
    }
    return ToFixSheet(**{**facts, **changes})


def misspelt(name: str = "Y11 final", suggestion: str | None = "Sixth-form college") -> ToFixFinding:
    return ToFixFinding(Severity.BLOCKING, *NOT_KNOWN, name, 5, 5, suggestion)


FINDINGS = (
    misspelt(),
    ToFixFinding(Severity.WARNING, *LATE, "Y11 final", 7, 7),
    ToFixFinding(Severity.WARNING, *TWICE, "Y11 final", 8),
    ToFixFinding(Severity.NOTICE, *UNUSED, "Y11 final"),
)
DOUBT = Doubt(
    "pupils_of_last_year", "Most pupils are on last year's roll.", "Export this year's list and drop it again."
)


def to_fix(**changes: Any) -> ToFix:
    facts: dict[str, Any] = {
        "school": "Hollins Academy",
        "path": "hollins/2025-26/Y11-final/leavers.xlsx",
        "delivery_id": "9f2c" * 16,
        "received_on": date(2026, 9, 4),
        "sheets": (sheet(),),
        "findings": FINDINGS,
        "doubts": (DOUBT,),
    }
    return ToFix(**{**facts, **changes})
