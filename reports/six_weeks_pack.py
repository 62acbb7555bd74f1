"""The six-weeks pack for the network: of whom it is known and confirmed where they are, six weeks after results; how
often the others were tried; who left a sixth form during the year. Counts alone: no pupil is in it.
"""

from __future__ import annotations

from reports.frames import ReportContext, ReportFrames
from reports.numbers import NOT_AVAILABLE, NOTHING, Count, total
from reports.packs_cells import Cells, briefly, said
from reports.packs_foot import foot
from reports.packs_network import Section, below_sentence, by_floor, next_steps
from reports.packs_parts import Bar, PackCell, PackRow, PackTable, texts
from reports.page import render
from reports.trace import formula, mark

_YEAR_GROUPS = (11, 12, 13)
_FINAL = "final"
_STEPS = (
    ("ks5_contact_ends", "Years 12 and 13: telephone, write to or visit everybody who is not known yet."),
    ("ks4_contact_ends", "Year 11: telephone, write to or visit everybody who is not known yet."),
    ("september_guarantee", "Years 11 and 12: record an offer, or that there is none, for every pupil."),
    (
        "activity_survey",
        "Ask again where a confirmation has lapsed: the activity survey counts the lapsed as not known.",
    ),
    ("leaders_pack_due", "The last news for the leaders' pack; what comes later changes what was told."),
)
_COLUMNS = ("Cohort", "Known", "Confirmed", "Confirmed, known", "Not known", "Attempts per pupil not known")
_LEFT = ("Left in the year", "… recorded", "… overdue")


def render_six_weeks_pack(frames: ReportFrames, context: ReportContext) -> str:
    """The pack of one cycle as self-contained HTML without a script; see `ReportFrames` for what it reads."""
    cells = Cells(frames, context)
    return render(
        "network_pack",
        context=context,
        kind="Six-weeks pack",
        lead="Six weeks after results: of whom it is known where they are, and who is still to be reached.",
        steps=next_steps(context, _STEPS),
        sections=[_section(cells, year) for year in _YEAR_GROUPS],
        foot=foot(cells, _YEAR_GROUPS, ("known", "confirmed", "unknown", "tried")),
    )


def _section(cells: Cells, year: int) -> Section:
    schools = cells.schools_of(year, _FINAL)
    known = [(school, cells.school(school, year, "known")) for school in schools]
    whole = cells.network(year, "known")
    id, heading = f"year-{year}", f"Year {year}"
    if not schools or not whole.cohort:
        return Section(id, heading, ("No final destination can be told yet.",), None)
    sentences = [
        f"Known for {said(whole)} of Year {year}, confirmed for {said(cells.network(year, 'confirmed'))}.",
        below_sentence([(cells.name(school), count) for school, count in known], cells.context),
    ]
    if (left := cells.network(year, "left_recorded")).cohort and left.is_published:
        sentences.append(
            f"Of {left.cohort_number} who left during the year, a destination is recorded for {said(left)}."
        )
    has_leavers = cells.network(year, "left_in_year") is not NOTHING
    total_row = PackRow(cells.context.network_name, _network(cells, year, schools, has_leavers), is_total=True)
    rows = by_floor(cells, known, lambda school: _school(cells, year, school, has_leavers), total_row)
    columns = (*_COLUMNS, *(_LEFT if has_leavers else ()))
    caption = f"Year {year}, leavers of {cells.context.leaving_summer}: pupils, and shares of the cohort"
    return Section(id, heading, tuple(sentences), PackTable(f"known-{year}", caption, "School", columns, rows))


def _school(cells: Cells, year: int, school: str, has_leavers: bool) -> tuple[PackCell, ...]:
    counts = {
        name: cells.school(school, year, name)
        for name in ("known", "confirmed", "unknown", "left_in_year", "left_recorded", "left_overdue")
    }
    attempts = cells.quality(school, year, _FINAL, "attempts_on_unknown")
    return _row(counts, _attempts(attempts, counts["unknown"]), has_leavers)


def _network(cells: Cells, year: int, schools: list[str], has_leavers: bool) -> tuple[PackCell, ...]:
    counts = {
        name: cells.network(year, name)
        for name in ("known", "confirmed", "unknown", "left_in_year", "left_recorded", "left_overdue")
    }
    attempts = total((cells.quality(school, year, _FINAL, "attempts_on_unknown") for school in schools), None)
    return _row(counts, _attempts(attempts, counts["unknown"]), has_leavers)


def _row(counts: dict[str, Count], attempts: str, has_leavers: bool) -> tuple[PackCell, ...]:
    known, confirmed, unknown = (counts[name] for name in ("known", "confirmed", "unknown"))
    cells = (
        *texts(known.cohort_number, briefly(known), briefly(confirmed)),
        PackCell("", _bar(known, confirmed)),
        *texts(unknown.number, attempts),
    )
    left = (counts[name].number for name in ("left_in_year", "left_recorded", "left_overdue"))
    return cells + (texts(*left) if has_leavers else ())


def _bar(known: Count, confirmed: Count) -> Bar | None:
    if known.share is None or confirmed.share is None:
        return None
    rest = max(known.share - confirmed.share, 0)
    label = f"Confirmed {confirmed.percent}, known {known.percent}"
    return Bar(((confirmed.share, "first"), (rest, "second")), label)


def _attempts(attempts: Count, unknown: Count) -> str:
    """`1.5`: contact attempts for each pupil not known; a dash where nobody is, or it can't be told; `c` where it is
    hidden how many are.
    """
    if not unknown.is_published:
        return unknown.text
    if attempts.pupils is None or not unknown.pupils:
        return NOT_AVAILABLE
    tenths = (20 * attempts.pupils + unknown.pupils) // (2 * unknown.pupils)
    # Both over the cohort: what is left is the one over the other.
    over_cohort = formula("of", attempts.cell, unknown.cohort_cell)
    return mark(f"{tenths // 10}.{tenths % 10}", formula("ratio", over_cohort, unknown.rate_cell))
