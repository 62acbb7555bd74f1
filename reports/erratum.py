"""The erratum of an edition: every published figure that is another one than in the edition before, and what caused it.
A number that is hidden stays hidden."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from reports.numbers import plural
from reports.page import render


@dataclass(frozen=True)
class Erratum:
    """What changed from an edition to the next. `changed` has a line for each changed cell: table, cycle, school_id,
    school (its name; "The network"), year_group, stage, breakdown_topic, breakdown, item, column, what (the figure in
    words), before_text, after_text (as a page shows them), cause (a sentence), is_exact."""

    network_name: str
    cycle: str
    as_of: date
    edition: str
    before: str
    before_on: date
    changed: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Group:
    """The changed figures of the network or of one school."""

    id: str
    name: str
    rows: list[dict[str, object]]

    @property
    def summary(self) -> str:
        return plural(len(self.rows), "figure")


def render_erratum(erratum: Erratum) -> str:
    """The page: the network's figures first, then each school's, each with before, now and cause."""
    groups = [
        Group(f"of-{key or 'the-network'}", str(rows["school"][0]), rows.to_dicts())
        for (key,), rows in erratum.changed.group_by("school_id", maintain_order=True)
    ]
    causes = erratum.changed.group_by("cause", "is_exact").len().sort("len", "cause", descending=[True, False])
    return render(
        "erratum",
        erratum=erratum,
        groups=groups,
        causes=[(cause, is_exact, plural(count, "figure")) for cause, is_exact, count in causes.iter_rows()],
        figures=plural(erratum.changed.height, "published figure"),
    )
