"""Worklists of a made-up school, as assets hand them over: every list with a few made-up pupils."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from reports.worklist import PlacesLeft, Worklist, WorklistSheet

SURNAMES = ("Abara", "Baines", "Chowdhury", "De Souza", "Eriksen", "Featherstonehaugh-Lloyd", "Grant", "Hussain")
FORENAMES = ("Zoë", "Tom", "Nadia", "Isabel", "Lars", "Maximilian", "Kim", "Omar")


def pupil(number: int, **more: object) -> dict[str, object]:
    """A made-up pupil whom one may reach, and what a list says of them besides."""
    surname, forename = SURNAMES[number % 8], FORENAMES[number % 8]
    return {
        "surname": surname,
        "forename": forename,
        "form": f"11{'ABC'[number % 3]}",
        "date_of_birth": date(2010, 3, number % 28 + 1),
        "upn": f"A80120000{number:04d}",
        "mis_id": f"{4000 + number}",
        "pupil_phone": f"07700 900{number:03d}",
        "pupil_email": f"{forename.lower().replace('ë', 'e')}{number}@example.org",
        "parent_name": f"Mx {surname}",
        "parent_phone": f"+44 (0)161 496 0{number:03d}",
        "parent_email": None,
        **more,
    }


COLLEGES = ("Larkhill College", "Hollins Sixth Form", "Pupil or family")
REASONS = (
    "Not confirmed since results day",
    "Nothing known",
    "Told in March; nothing since then, and the course began",
)
KNOWN: dict[str, Mapping[str, object]] = {
    "guidance_list": {
        "reasons": "Undecided; attendance below 90%; no application yet",
        "guidance": "needed, held on 12 January 2026, outstanding",
        "plan": "Further education college: Larkhill College",
        "offer": "No offer",
        "applications": "1 applied, 0 interviews",
    },
    "in_year_leavers": {"left_on": date(2026, 1, 9), "why_left": "Moved away", "due": date(2026, 2, 6)},
    "repair_list": {
        "fault": "“College” without saying which",
        "said": "Post-16 education: college in town",
        "suggestion": "Larkhill College",
    },
    "alumni_list": {"left": "2023", "said": "University of Leeds, Mathematics, told in October 2024"},
}


def chased(number: int) -> dict[str, object]:
    college = COLLEGES[number % 3]
    return pupil(
        number,
        whom_to_call=college,
        group=college,
        caller="A. Khan" if number % 4 else None,
        reasons=REASONS[number % 3],
        said="Further education college: Larkhill College, Level 3 applied" if number % 2 else None,
        attempts="2: no answer on 3 and 7 September" if number % 3 == 0 else None,
    )


def on_board(number: int) -> dict[str, object]:
    outcomes = ("Firm choice kept", "Placed by insurance", "Unplaced", "Waiting for the firm choice")
    outcome = outcomes[number % 4]
    return pupil(
        number,
        form=f"13{'AB'[number % 2]}",
        group=f"13{'AB'[number % 2]}",
        date_of_birth=date(2008, 3, number % 28 + 1),
        caller="P. Osei" if number % 2 else None,
        call_first={"Unplaced": "1 unplaced", "Waiting for the firm choice": "2 still waiting"}.get(outcome),
        outcome=outcome,
        firm="University of Leeds: Mathematics",
        insurance="University of Salford: Mathematics" if number % 3 else None,
        placed_at="University of Leeds" if number % 4 == 0 else None,
        plan="University or other higher education",
        enrolled=None,
    )


def grouped(name: str, number: int) -> dict[str, object]:
    row = pupil(number, **KNOWN[name])
    return {**row, "group": row["form"]}


def worklist(name: str, pupils: int = 8, **changes: object) -> Worklist:
    """The list of this name; `changes` to its fields."""
    makers = {"chase_list": chased, "results_day_board": on_board}
    stage = "intended" if name == "guidance_list" else "final"
    years = (13,) if name == "results_day_board" else (11,)
    rows = [makers[name](at) if name in makers else grouped(name, at) for at in range(pupils)]
    facts: dict[str, object] = {
        "name": name,
        "school": "Hollins Academy",
        "school_id": "hollins",
        "cycle": "2025-26",
        "as_of": date(2026, 9, 14),
        "until_on": date(2026, 10, 1),
        "sheets": tuple(WorklistSheet(year, stage, tuple(rows)) for year in years),
        "places": PLACES if name == "results_day_board" else (),
    }
    return Worklist(**{**facts, **changes})  # type: ignore[arg-type]


PLACES = (
    PlacesLeft("Queensbury Sixth Form", "A level Mathematics", 12, date(2026, 9, 14)),
    PlacesLeft("Queensbury Sixth Form", "BTEC Health and Social Care", 3, date(2026, 9, 14)),
    PlacesLeft("Hollins Sixth Form", None, 25, None),
)
