"""The stock-take pack for the network, after the February half term: who needed another guidance conversation, how many
have had it, how many plans are known, undecided, not known. Counts alone: no pupil is in it.
"""

from __future__ import annotations

from reports.frames import ReportContext, ReportFrames
from reports.numbers import NOTHING, Count, long_date, total
from reports.packs_cells import WHOLE, Cells, briefly, said
from reports.packs_foot import foot
from reports.packs_network import Section, below_sentence, by_floor, next_steps
from reports.packs_parts import Bar, PackCell, PackRow, PackTable, stacked, texts
from reports.page import render

_YEAR_GROUPS = (11, 12, 13)
_INTENDED = "intended"
_STEPS = (
    (
        "stock_take_closes",
        "Hold the conversations that are outstanding, and send the guidance list back with their days.",
    ),
    (
        "end_of_may",
        "Every pupil has a plan and an offer: the September Guarantee cohort is fixed from this day's data.",
    ),
    ("a_level_results", "Who has no offer by now is first on the results day board."),
)
_COLUMNS = (
    *("Cohort", "Guidance needed", "Held", "Outstanding", "Share held"),
    *("Plan known", "Undecided", "Not known", "Known, undecided"),
)


def render_stock_take_pack(frames: ReportFrames, context: ReportContext) -> str:
    """The pack of one cycle as self-contained HTML without a script; see `ReportFrames` for what it reads."""
    cells = Cells(frames, context)
    return render(
        "network_pack",
        context=context,
        kind="Stock-take pack",
        lead="After the February half term: who needs another guidance conversation, and has it been held?",
        steps=next_steps(context, _STEPS),
        sections=[_section(cells, year) for year in _YEAR_GROUPS],
        foot=foot(cells, _YEAR_GROUPS, ("guidance", "undecided", "unknown")),
    )


def _section(cells: Cells, year: int) -> Section:
    schools = cells.schools_of(year, _INTENDED)
    id, heading = f"year-{year}", f"Year {year}"
    if not schools:
        return Section(id, heading, ("No plan can be told yet.",), None)
    known = [(school, cells.coverage(school, year, _INTENDED, "known")) for school in schools]
    sentences = (
        _guidance_sentence(cells, year),
        below_sentence([(cells.name(school), count) for school, count in known], cells.context),
    )
    plans = _plans_of_network(cells, year, schools)
    whole = PackRow(
        cells.context.network_name, _row(cells.network(year, "guidance_needed"), *_held(cells, year), plans), True
    )
    rows = by_floor(cells, known, lambda school: _school(cells, year, school), whole)
    caption = f"Year {year} {cells.context.cycle}: guidance and plans, in pupils"
    return Section(id, heading, sentences, PackTable(f"guidance-{year}", caption, "School", _COLUMNS, rows))


def _guidance_sentence(cells: Cells, year: int) -> str:
    needed, held = cells.network(year, "guidance_needed"), cells.network(year, "guidance_held")
    if not needed.is_published:
        opens = cells.context.calendar.get("stock_take_opens")
        return f"The stock-take opens on {long_date(opens)}." if opens else "The stock-take has not opened yet."
    text = f"Another guidance conversation was needed for {said(needed)} of Year {year}"
    return f"{text}; it has been held with {said(held)} of them." if held.is_published and held.cohort else f"{text}."


def _held(cells: Cells, year: int) -> tuple[Count, Count]:
    return cells.network(year, "guidance_held"), cells.network(year, "guidance_outstanding")


def _school(cells: Cells, year: int, school: str) -> tuple[PackCell, ...]:
    guidance = [cells.school(school, year, f"guidance_{part}") for part in ("needed", "held", "outstanding")]
    plans = [cells.coverage(school, year, _INTENDED, column) for column in ("known", "undecided", "unknown")]
    return _row(guidance[0], guidance[1], guidance[2], plans)


def _plans_of_network(cells: Cells, year: int, schools: list[str]) -> list[Count]:
    """The schools' known added up, and the network's own cells of those without a plan, which may be shown where a
    school's are hidden.
    """
    keys = ("cycle", "year_group", "stage", "breakdown_topic", "breakdown", "destination_category")
    known = [cells.coverage(school, year, _INTENDED, "known") for school in schools]
    found = [total(known, sum(count.cohort or 0 for count in known))]
    for category in ("undecided", "unknown"):
        values = (cells.context.cycle, year, _INTENDED, *WHOLE, category)
        rows = cells.frames.rows("destinations_by_network", keys, *values)
        found.append(
            Count(
                rows[0]["pupils"],
                rows[0]["cohort"],
                rows[0]["status"],
                cells.frames.cell("destinations_by_network", rows[0]),
            )
            if rows
            else NOTHING
        )
    return found


def _row(needed: Count, held: Count, outstanding: Count, plans: list[Count]) -> tuple[PackCell, ...]:
    known, undecided, unknown = plans
    bar = Bar(((held.share, "first"),), f"Held {held.percent}") if held.share is not None else None
    return (
        *texts(known.cohort_number, needed.number, held.number, outstanding.number),
        PackCell("", bar),
        *texts(briefly(known), undecided.number, unknown.number),
        PackCell("", stacked((("Known", known, "first"), ("undecided", undecided, "second")))),
    )
