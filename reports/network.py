"""The network's report: every chapter about the whole network, its schools side by side, grouped by phase."""

from __future__ import annotations

import polars as pl

from reports.closing import summary
from reports.contents import chapters
from reports.frames import ReportContext, ReportFrames
from reports.measures import Subject
from reports.page import render_page
from reports.trace import counted_lines
from reports.view import ReportPage, View

_PHASES = {
    "primary": "Primary schools",
    "middle": "Middle schools",
    "secondary": "Secondary schools",
    "all_through": "All-through schools",
    "sixteen_plus": "Sixth forms and colleges",
    "special": "Special schools",
}


def render_network_report(frames: ReportFrames, context: ReportContext) -> str:
    """The network report of one cycle as self-contained HTML; see `ReportFrames` for the columns it reads."""
    return render_page(network_page(frames, context))


def network_page(frames: ReportFrames, context: ReportContext) -> ReportPage:
    """The network report of one cycle, to be rendered as HTML and as a workbook."""
    whole = Subject(context.network_name, is_total=True)
    view = View(frames, context, whole, lambda year_group: [whole, *_by_phase(frames, context, year_group)])
    schools = frames.coverage.filter(pl.col("cycle") == context.cycle)["school_id"].n_unique()
    many = f"{counted_lines(schools, 'schools with a cohort')} school{'s' * (schools != 1)}"
    whom = f": where the pupils of {many} {view.what_it_tells}" if schools else ""
    lead = f"Leavers of summer {context.leaving_summer}{whom}."
    return ReportPage(view, context.network_name, lead, summary(view), tuple(chapters(view)))


def phase_label(phase: str | None) -> str:
    """How schools of a phase are headed."""
    key = (phase or "").strip().lower().replace("-", "_").replace(" ", "_")
    return _PHASES.get(key, f"{key.replace('_', ' ').capitalize()} schools" if key else "Other schools")


def _by_phase(frames: ReportFrames, context: ReportContext, year_group: int) -> list[Subject]:
    """The schools with the year group by phase and name; where there are several phases, each begins with its sum."""
    here = frames.coverage.filter((pl.col("cycle") == context.cycle) & (pl.col("year_group") == year_group))
    chosen = here.select("school_id").unique().join(frames.schools, on="school_id", how="left")
    labelled: dict[str, list[tuple[str, str]]] = {}
    for school in chosen.sort("name", "school_id").iter_rows(named=True):
        labelled.setdefault(phase_label(school["phase"]), []).append(
            (school["name"] or school["school_id"], school["school_id"])
        )
    order = {label: place for place, label in enumerate(_PHASES.values())}
    subjects = []
    for label in sorted(labelled, key=lambda label: (order.get(label, len(order)), label)):
        members = labelled[label]
        if len(labelled) > 1 and len(members) > 1:
            subjects.append(Subject(f"{label} together", tuple(id for _, id in members), label, is_total=True))
        subjects += [Subject(name, (id,), label) for name, id in members]
    return subjects
