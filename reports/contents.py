"""The order of a report: which chapters it has, for the network and for a school alike."""

from __future__ import annotations

from reports.comparisons import groups_chapter, trend_chapter
from reports.completeness import coverage_chapter
from reports.gap import gap_chapter
from reports.method import checks_chapter, conservation_chapter, definitions_chapter
from reports.view import Chapter, View
from reports.whereabouts import destinations_chapter, flow_chapter

_CHAPTERS = (
    coverage_chapter,
    destinations_chapter,
    flow_chapter,
    gap_chapter,
    trend_chapter,
    groups_chapter,
    definitions_chapter,
    conservation_chapter,
    checks_chapter,
)


def chapters(view: View) -> list[Chapter]:
    """Every chapter that has something to say."""
    return [chapter for build in _CHAPTERS if (chapter := build(view)).parts]
