"""`destinations explain`: a figure on the terminal with its files and rules, without any pupil's value, and the named
list in the outbox for those who may see it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from assets.builds import build_ids, to_build, to_stage
from assets.explanation_keys import in_words, typed_keys
from assets.explanations import Explanation, explain, read_list
from pipelines.edge import fixed, live
from reports.explanation import NamedList, NamedRow, render_named_list
from reports.numbers import long_date, percent_of, plural, thousands
from warehouse.database import Warehouse
from warehouse.events import EventLog
from warehouse.files import write_whole
from warehouse.home import Home
from warehouse.settings import SettingsError

RESTRICTED = "restricted"
_HIDDEN = {
    "suppressed": "Leaders don't see this number: it is suppressed in release, to protect pupils. Don't pass it on.",
    "not_available": "Leaders don't see this number: it is not available in release.",
}


@dataclass(frozen=True)
class Explained:
    """What was found, and where the named list lies (None: nobody is in the figure)."""

    explanation: Explanation
    named_list: Path | None

    @property
    def is_whole(self) -> bool:
        """Whether as many pupils were found as the figure counts."""
        return self.explanation.found == self.explanation.figure


def explain_figure(path: Path, table: str, words: Sequence[str], measure: str | None, as_of: date | None) -> Explained:
    """Explain one figure of the home at `path` and write its named list.

    Raises SettingsError where there is no such figure, WarehouseBusy where the warehouse can't be had.
    """
    home = Home(path.resolve())
    _ = home.settings
    keys = typed_keys(words)
    edge = fixed(home, as_of) if as_of else live(home)
    there = home.as_it_was(edge.past) if edge.past else home
    if not there.warehouse_file.exists():
        past = f" --as-of {edge.past}" if edge.past else ""
        raise SettingsError(f"Nothing has been built yet. Run: destinations run --home {path}{past}")
    events, day = EventLog(home.event_log).events(edge.past), edge.as_of()
    with Warehouse(there.warehouse_file).open("explaining a figure") as database:
        found = explain(database, table, keys, measure, day)
        if found.found != found.figure:
            ids = build_ids(database, there, events, day)
            if found.keys["cycle"] in (*to_stage(database, ids), *to_build(database, ids)):
                raise SettingsError(
                    f"{found.keys['cycle']} has news that isn't built yet. Run: destinations run --home {path}"
                )
    return Explained(found, _write_list(there, found))


def explanation_lines(explained: Explained, home: Path) -> Iterator[str]:
    """What a person sees: the figure, the rules with how many pupils each, the files; nothing of any pupil."""
    found = explained.explanation
    yield _figure(found)
    yield f"  {in_words(found.keys)}"
    yield f"  {found.meaning}."
    if found.cohort_rule:
        yield f"  {found.cohort_rule}"
    if found.as_of:
        yield f"  As known on {long_date(found.as_of)}."
    if found.hidden:
        yield f"  {_HIDDEN.get(found.hidden, _HIDDEN['not_available'])}"
    yield ""
    if not found.found:
        yield "Nobody is in it, so there is no list."
        return
    yield f"{plural(found.found, 'pupil')}, from {plural(found.files.height, 'file')}:"
    yield from _files(found)
    for title, counts in _rules(found):
        yield ""
        yield f"{title}:"
        yield from (f"  {thousands(pupils):>6}  {words}" for words, pupils in counts)
    yield ""
    if explained.named_list:
        yield f"The named list, restricted: {_shown(explained.named_list, home)}"


def _figure(found: Explanation) -> str:
    whole = found.denominator
    share = f" of {thousands(whole)} ({percent_of(found.figure, whole)})" if whole is not None else ""
    return f"{found.table}, {found.measure}: {thousands(found.figure)}{share}"


def _files(found: Explanation) -> Iterator[str]:
    """Each file with how many of its rows are used, and for what."""
    labels = dict(read_list("says").select("says", "label").iter_rows())
    told = found.named.select("delivery_id", "sheet", "line", pl.col("says").replace(labels))
    counted = found.named.select(
        pl.col("^cohort_(delivery_id|sheet|line)$").name.map(lambda name: name.removeprefix("cohort_")),
        says=pl.lit("who counts"),
    )
    used = pl.concat([told, counted]).drop_nulls("delivery_id").join(found.files, on="delivery_id")
    for row in found.files.iter_rows(named=True):
        mine = used.filter(pl.col("delivery_id") == row["delivery_id"])
        rows = plural(mine.select("sheet", "line").n_unique(), "row")
        what = ", ".join(mine["says"].unique(maintain_order=True))
        yield f"  {row['path']} ({row['school']}, received {long_date(row['received_on'])}): {rows}: {what}"


def _rules(found: Explanation) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """For each kind of rule its title and how many pupils each rule put there, the commonest first."""
    reasons = dict(read_list("reasons").iter_rows())
    yield "Why they count", _counted(found.named.rename({"counted_because": "why"}))
    told = found.named.explode("rules").drop_nulls("rules").with_columns(why=pl.col("rules").replace(reasons))
    for says, title in read_list("says").select("says", "title").iter_rows():
        if counts := _counted(told.filter(pl.col("says") == says)):
            yield title, counts


def _counted(frame: pl.DataFrame) -> list[tuple[str, int]]:
    counts = frame.group_by(pl.col("why").fill_null("not said")).agg(pl.col("pupil_id").n_unique())
    return list(counts.sort("pupil_id", "why", descending=[True, False]).iter_rows())


def _shown(file: Path, home: Path) -> str:
    """The path as the person writes it who named the home."""
    return str(home / file.relative_to(home.resolve()))


def _write_list(home: Home, found: Explanation) -> Path | None:
    """Write the named list, for its owner alone; one that nobody is in any more is taken away."""
    school = found.keys.get("school_id")
    folder = home.school_outbox(school, RESTRICTED) if school else home.network_outbox(RESTRICTED)
    mart = found.table.partition(".")[2]
    asked = "\0".join([mart, found.measure, *(f"{column}={value}" for column, value in found.keys.items())])
    file = folder / f"explain-{mart}-{hashlib.sha256(asked.encode()).hexdigest()[:12]}.xlsx"
    if found.named.is_empty():
        file.unlink(missing_ok=True)
        return None
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    write_whole(file, render_named_list(_named_list(found)), mode=0o600)
    return file


def _named_list(found: Explanation) -> NamedList:
    paths = dict(found.files.select("delivery_id", "path").iter_rows())
    reasons = dict(read_list("reasons").iter_rows())
    labels = dict(read_list("says").select("says", "label").iter_rows())
    rows = tuple(
        NamedRow(
            **{name: row[name] for name in ("forename", "surname", "form", "upn", "counted_because")},
            cohort_file=paths.get(row["cohort_delivery_id"]),
            cohort_sheet=row["cohort_sheet"],
            cohort_row=row["cohort_line"],
            says=labels[row["says"]],
            **{name: row[name] for name in ("sent", "counted_as", "recorded_on", "verified_by")},
            file=paths.get(row["delivery_id"]),
            sheet=row["sheet"],
            row=row["line"],
            because="; ".join(reasons[code] for code in row["rules"]),
        )
        for row in found.named.iter_rows(named=True)
    )
    return NamedList(_figure(found), in_words(found.keys), found.found, found.cohort_rule, found.as_of, rows)
