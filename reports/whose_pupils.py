"""The chapter on the schools, colleges and universities that take the network's pupils, and keep them."""

from __future__ import annotations

from reports.measures import counted
from reports.numbers import Count
from reports.rate_parts import rate_cell
from reports.tables import Cell, Column, Row, Table, grouped
from reports.view import Chapter, Heading, Part, View

_MOST = 15


def providers_chapter(view: View) -> Chapter:
    """For the network: who takes most pupils of each year group, and of those looked at later, how many are still
    there.
    """
    parts: list[Part] = []
    for year_group in (11, 12, 13) if view.is_network else ():
        found = view.frames.rows("providers", ("cycle", "year_group"), view.context.cycle, year_group)
        rows = [(row, counted(view.frames, "providers", row)) for row in found]
        # The order of what is hidden would tell something of its size, so it isn't listed.
        shown = [(row, count) for row, count in rows if count.is_published and count.pupils]
        shown = sorted(shown, key=lambda entry: (-(entry[1].pupils or 0), entry[0]["provider"]))[:_MOST]
        if not shown:
            continue
        table_rows = []
        for row, count in shown:
            kept = Count(
                row["still_there"],
                row["looked_at"],
                cell=view.frames.cell("providers", row, "still_there"),
                of=view.frames.cell("providers", row, "looked_at"),
            )
            cells = (
                rate_cell(count),
                rate_cell(kept) if row["looked_at"] and row["still_there"] is not None else Cell("–"),
                Cell(str(row["kind"] or "").replace("_", " ")),
            )
            table_rows.append(("", Row(str(row["provider"]), cells)))
        columns = (Column("Pupils"), Column("Still there, of those looked at"), Column("Kind", is_text=True))
        caption = f"Who takes most of Year {year_group}, {view.context.cycle}: pupils and share of the cohort"
        note = f"The {len(shown)} that take most; the others take fewer, or too few to be shown."
        parts += [
            Heading(f"Year {year_group}", f"providers-{year_group}-heading"),
            Table(f"table-providers-{year_group}", caption, "Where", columns, grouped(table_rows), note),
        ]
    intro = "Still there: seen there by a later roll, a list of the provider's or a call."
    return Chapter("providers", "Who takes the network's pupils", intro, tuple(parts))
