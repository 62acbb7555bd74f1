"""A school's report for leaders: the same chapters as the network's, the school set beside the network."""

from __future__ import annotations

import polars as pl

from reports.closing import summary
from reports.contents import chapters
from reports.frames import ReportContext, ReportFrames
from reports.measures import Subject
from reports.page import render_page
from reports.view import ReportPage, View


def render_school_report(frames: ReportFrames, context: ReportContext, school_id: str) -> str:
    """The report of one school and cycle as self-contained HTML; for the school itself where `context.audience` is
    own_school (`frames.own_school_frames`). KeyError where `frames.schools` doesn't have the school.
    """
    return render_page(school_page(frames, context, school_id))


def school_page(frames: ReportFrames, context: ReportContext, school_id: str) -> ReportPage:
    """The report of one school and cycle, to be rendered as HTML and as a workbook."""
    names = frames.schools.filter(pl.col("school_id") == school_id)["name"].to_list()
    if not names:
        raise KeyError(
            f'No school "{school_id}" in frames.schools; it has {", ".join(sorted(frames.schools["school_id"]))}.'
        )
    school = Subject(names[0], (school_id,), is_total=True)
    network = Subject(context.network_name)
    view = View(frames, context, school, lambda _: [school, network])
    lead = (
        f"{context.network_name}. Leavers of summer {context.leaving_summer}: "
        f"where the school's pupils {view.what_it_tells}."
    )
    return ReportPage(view, names[0], lead, summary(view), tuple(chapters(view)))
