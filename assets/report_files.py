"""Every page and workbook about a cycle, as files: who gets which, what it is called, and where it belongs. The pages
themselves are `reports/`; writing them is for the outbox or an edition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from assets.report_frames import released_frames, report_context, school_frames
from assets.steps import Step
from domain.package_data import table
from reports.frames import ReportContext, ReportFrames, own_school_frames
from reports.governor_sheet import render_governor_sheet
from reports.index_page import FileLink, IndexEntry, render_index_page
from reports.network import network_page
from reports.page import render_page
from reports.school import school_page
from reports.six_weeks_pack import render_six_weeks_pack
from reports.stock_take_pack import render_stock_take_pack
from reports.tables_workbook import tables_workbook
from reports.view import ReportPage
from reports.website_page import render_website_page

NETWORK, RESTRICTED = "network", "restricted"
# Packs of the whole network, by kind -> the event of the cycle's calendar from which they have something to tell.
_PACKS: Mapping[str, tuple[str, Callable[[ReportFrames, ReportContext], str]]] = {
    "stock_take": ("stock_take_opens", render_stock_take_pack),
    "six_weeks": ("a_level_results", render_six_weeks_pack),
}


@dataclass(frozen=True)
class ReportFile:
    """A file about a cycle. `owner` is a school_id or `network`; a `restricted` one is for its owner alone. `kind` is
    that of the index page; pages may be printed."""

    owner: str
    name: str
    data: bytes
    kind: str = ""
    restricted: bool = False

    @property
    def path(self) -> str:
        """Its place in an edition."""
        return f"{RESTRICTED}/{self.owner}/{self.name}" if self.restricted else f"{self.owner}/{self.name}"

    @property
    def prints(self) -> bool:
        """Whether it is a page that people print: the website's goes into another page."""
        return self.name.endswith(".html") and self.kind not in ("website", "tracker", "index")


def report_files(
    step: Step, links: Mapping[str, tuple[tuple[str, str], ...]] | None = None, edition: str = "", edition_id: str = ""
) -> Iterator[ReportFile]:
    """Every file of the step's cycle but the index page. `links`: school_id -> its named lists, label and address
    beside its own page."""
    step.database.set_variables(step.cycle, step.as_of)
    frames, context = released_frames(step), report_context(step, edition, edition_id)
    yield from _with_workbook(
        NETWORK, f"network-{step.cycle}", context, lambda told: network_page(frames, told), kind="page"
    )
    for kind, (event, render) in _PACKS.items():
        if context.calendar.get(event, date.max) <= step.as_of:
            name = f"{kind.replace('_', '-')}-{step.cycle}.html"
            yield ReportFile(NETWORK, name, render(frames, context).encode(), kind)
    marts = school_frames(step)
    for school_id in schools_of(frames, step.cycle):
        yield from _of_school(frames, marts, context, school_id, (links or {}).get(school_id, ()))


def schools_of(frames: ReportFrames, cycle: str) -> list[str]:
    """The schools that have pupils in the cycle."""
    return frames.coverage.filter(pl.col("cycle") == cycle)["school_id"].unique().sort().to_list()


def _of_school(
    frames: ReportFrames,
    marts: Mapping[str, pl.DataFrame],
    context: ReportContext,
    school_id: str,
    links: tuple[tuple[str, str], ...],
) -> Iterator[ReportFile]:
    name = f"{school_id}-{context.cycle}"
    yield from _with_workbook(school_id, name, context, lambda told: school_page(frames, told, school_id), kind="page")
    governor = render_governor_sheet(frames, context, school_id)
    yield ReportFile(school_id, f"governor-{name}.html", governor.encode(), "governor")
    public = frames.public_destinations
    if not public.is_empty() and not public.filter(pl.col("school_id") == school_id).is_empty():
        page = render_website_page(frames, replace(context, audience="public"), school_id)
        yield ReportFile(school_id, f"website-{name}.html", page.encode(), "website")
    own, for_school = own_school_frames(frames, marts, school_id), replace(context, audience="own_school", links=links)
    yield from _with_workbook(
        school_id, f"{name}-own", for_school, lambda told: school_page(own, told, school_id), restricted=True
    )


def _with_workbook(
    owner: str,
    name: str,
    context: ReportContext,
    make: Callable[[ReportContext], ReportPage],
    *,
    kind: str = "",
    restricted: bool = False,
) -> Iterator[ReportFile]:
    page = make(replace(context, workbook=f"{name}.xlsx"))
    yield ReportFile(owner, f"{name}.html", render_page(page).encode(), kind, restricted)
    yield ReportFile(owner, f"{name}.xlsx", tables_workbook(page), "xlsx" if kind else "", restricted)


def index_file(step: Step, files: Mapping[str, list[tuple[str, str]]]) -> ReportFile:
    """The network's index page. `files`: owner -> kind and address, as seen from the page, of what it got."""
    checks = step.database.query("select check_name, passed from ops.checks where cycle = ?", [step.cycle])
    failed = tuple(checks.filter(~pl.col("passed"))["check_name"].sort())
    newest = dict(
        step.database.query(
            "select school_id, max(last_received_at)::date from mart.submissions where cycle = ? group by all",
            [step.cycle],
        ).iter_rows()
    )
    schools = {
        school_id: (name, phase)
        for school_id, name, phase in step.home.schools.select("school_id", "name", "phase").iter_rows()
    }
    entries = []
    for owner, found in files.items():
        name, phase = (step.home.settings.name, None) if owner == NETWORK else schools[owner]
        data = max(filter(None, newest.values()), default=None) if owner == NETWORK else newest.get(owner)
        entries.append(IndexEntry(name, phase, data, checks.height, failed, tuple(FileLink(*told) for told in found)))
    page = render_index_page(report_context(step), entries)
    return ReportFile(NETWORK, f"index-{step.cycle}.html", page.encode(), "index")


def list_labels() -> dict[str, str]:
    """The named lists that a school works from: name and label."""
    return dict(table("worklists").select("worklist", "label").iter_rows())
