"""Which final editions no longer say what the data says, told at the end of a run and with the status."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from reports.numbers import plural
from warehouse.database import Database
from warehouse.events import EventLog
from warehouse.home import Home


def outdated_sentences(home: Home) -> Iterator[str]:
    """A sentence for each cycle whose newest final edition shows other figures than the published copy does now.

    The copy is read, not the warehouse: nobody has to wait for it.
    """
    events = EventLog(home.event_log).events()
    copy = home.published / "destinations.duckdb"
    if not copy.exists() or not any(event.kind == "publish" for event in events):
        return
    # What knows editions takes a second to import: only a home that has some pays for it.
    from assets.editions_cells import released_cells
    from assets.editions_changes import changed_cells
    from assets.editions_log import FINAL, cells_of, editions

    finals = {edition.cycle: edition for edition in editions(events) if edition.kind == FINAL}
    with duckdb.connect(str(copy), read_only=True) as connection:
        database = Database(connection)
        for cycle, edition in sorted(finals.items()):
            count = changed_cells(cells_of(home, edition), released_cells(database, cycle)).height
            if count:
                yield (
                    f"{edition.name} of {cycle} is no longer what the data says: {plural(count, 'figure')} changed "
                    f"(destinations diff {edition.name} now --cycle {cycle}). Correct it with: "
                    f"destinations publish --edition final --cycle {cycle}"
                )
