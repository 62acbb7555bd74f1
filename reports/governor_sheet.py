"""The governor sheet: two pages about one school for its link governor. Is data recorded, interrogated and used; where
leavers are; who is easily lost; last year's questions; what to ask.
"""

from __future__ import annotations

from reports.frames import ReportContext, ReportFrames
from reports.governor_sheet_careers import careers
from reports.governor_sheet_evidence import KEY, lines
from reports.governor_sheet_questions import answers, questions
from reports.governor_sheet_tables import group_sentences, groups, headlines
from reports.packs_cells import Cells
from reports.packs_foot import foot
from reports.page import render


def render_governor_sheet(frames: ReportFrames, context: ReportContext, school_id: str) -> str:
    """The sheet of one school and cycle as self-contained HTML without a script. KeyError where `frames.schools`
    doesn't have the school.
    """
    cells = Cells(frames, context)
    cells.require(school_id)
    return render(
        "governor_sheet",
        context=context,
        school=cells.name(school_id),
        lines=lines(cells, school_id),
        key=KEY,
        headlines=headlines(cells, school_id),
        groups=groups(cells, school_id),
        group_sentences=group_sentences(cells, school_id),
        careers=careers(cells, school_id),
        answers=answers(cells, school_id),
        questions=[asked.text for asked in questions(cells, school_id)],
        foot=foot(cells, cells.year_groups_of(school_id), ("known", "confirmed", "tried")),
    )
