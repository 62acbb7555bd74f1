"""The index page for the network's team: every school's pack, the day of its data, its checks, and links to what was
written. The entries come in as plain values: nothing is looked up here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reports.frames import ReportContext
from reports.network import phase_label
from reports.numbers import listed, long_date, plural
from reports.packs_foot import check_label, edition
from reports.page import render

# What each kind of file is called.
KINDS = {
    "page": "Report",
    "pdf": "PDF",
    "xlsx": "Tables (XLSX)",
    "governor": "Governor sheet",
    "governor_pdf": "Governor sheet (PDF)",
    "website": "Website table",
    "six_weeks": "Six-weeks pack",
    "stock_take": "Stock-take pack",
    "tracker": "Tracker",
}
_NAMED_AT_MOST = 6


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file of a pack: its `kind` (a key of KINDS), and its address relative to the index page."""

    kind: str
    address: str


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One pack. `phase` is None for the network's own, which stands apart. `data_date` is the day of the newest file in
    it (None: nothing came); `checks` is how many checks looked at it and `failed` the names of those to look at.
    """

    name: str
    phase: str | None
    data_date: date | None
    checks: int
    failed: tuple[str, ...]
    links: tuple[FileLink, ...]

    @property
    def data(self) -> str:
        return long_date(self.data_date) if self.data_date else "nothing received"

    @property
    def count(self) -> str:
        """How many checks passed, or are to be looked at."""
        if not self.checks:
            return "no check has run"
        return f"{len(self.failed)} of {self.checks} to look at" if self.failed else f"all {self.checks} passed"

    @property
    def verdict(self) -> str:
        """The same, with those to look at named."""
        return f"{self.count}: {listed(map(check_label, self.failed))}" if self.failed else self.count

    @property
    def standing(self) -> str:
        """The class of the verdict in the style: its symbol and colour."""
        return "none" if not self.checks else "partly" if self.failed else "good"


@dataclass(frozen=True, slots=True)
class IndexGroup:
    """Packs of one phase, under its heading."""

    id: str
    label: str
    entries: tuple[IndexEntry, ...]


def render_index_page(context: ReportContext, entries: Sequence[IndexEntry]) -> str:
    """The index of one cycle as one self-contained HTML page without a script."""
    return render(
        "index",
        context=context,
        groups=_groups(entries),
        kinds=KINDS,
        summary=index_sentence(entries),
        are_shared=share_checks(entries),
        edition=edition(context),
    )


def index_sentence(entries: Sequence[IndexEntry]) -> str:
    """`26 packs: 3 have checks to look at (Hollins Academy …); nothing was received from …`. Checks of the whole
    network, which all packs share, are named here and only counted beneath.
    """
    if not entries:
        return "No pack has been written yet."
    looked = [entry.name for entry in entries if entry.failed]
    silent = [entry.name for entry in entries if entry.data_date is None]
    sentence = f"{plural(len(entries), 'pack')}: "
    if looked and share_checks(entries):
        sentence += f"of the checks of the network's data, {entries[0].verdict}"
    elif looked:
        sentence += f"{plural(len(looked), 'has', 'have')} checks to look at ({_some(looked)})"
    else:
        sentence += "every check passed"
    return sentence + (f"; nothing was received from {_some(silent)}." if silent else ".")


def share_checks(entries: Sequence[IndexEntry]) -> bool:
    """Whether all packs rest on the same checks."""
    return len(entries) > 1 and len({(entry.checks, entry.failed) for entry in entries}) == 1


def _some(names: Sequence[str]) -> str:
    more = len(names) - _NAMED_AT_MOST
    return listed(names) if more <= 0 else f"{', '.join(names[:_NAMED_AT_MOST])} and {more} more"


def _groups(entries: Sequence[IndexEntry]) -> list[IndexGroup]:
    """The network's own pack first, then the schools by phase and name."""
    found: dict[str, list[IndexEntry]] = {}
    for entry in sorted(entries, key=lambda entry: (entry.phase is not None, phase_label(entry.phase), entry.name)):
        label = "The network" if entry.phase is None else phase_label(entry.phase)
        found.setdefault(label, []).append(entry)
    return [IndexGroup(f"packs-{n}", label, tuple(found[label])) for n, label in enumerate(found, 1)]
