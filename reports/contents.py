"""The order of a report: which chapters it has, for the network and for a school alike."""

from __future__ import annotations

from reports.careers import careers_chapter
from reports.checks import checks_chapter
from reports.closing import questions_chapter
from reports.comparisons import groups_chapter, trend_chapter
from reports.completeness import coverage_chapter
from reports.equity import equity_chapter
from reports.gap import gap_chapter
from reports.headline import funnel_chapter, rates_chapter
from reports.higher_education import higher_education_chapter
from reports.method import conservation_chapter, definitions_chapter
from reports.published import published_chapter
from reports.record_quality import quality_chapter
from reports.retention import in_year_chapter, retention_chapter, transfer_chapter
from reports.trends import pooled_chapter
from reports.view import Chapter, View
from reports.what_changed import changes_chapter
from reports.whereabouts import destinations_chapter, flow_chapter
from reports.whose_pupils import providers_chapter

_CHAPTERS = (
    coverage_chapter,
    quality_chapter,
    rates_chapter,
    funnel_chapter,
    destinations_chapter,
    flow_chapter,
    equity_chapter,
    gap_chapter,
    higher_education_chapter,
    retention_chapter,
    transfer_chapter,
    in_year_chapter,
    providers_chapter,
    pooled_chapter,
    trend_chapter,
    published_chapter,
    careers_chapter,
    groups_chapter,
    changes_chapter,
    questions_chapter,
    definitions_chapter,
    conservation_chapter,
    checks_chapter,
)


def chapters(view: View) -> list[Chapter]:
    """Every chapter that has something to say."""
    return [chapter for build in _CHAPTERS if (chapter := build(view)).parts]
