"""`destinations return`: reads what is held, has the returns made and checked, writes each that may leave and logs it.
What may leave and what is wrong is `assets/returns.py`; how a file looks, `reports/`."""

from __future__ import annotations

import difflib
import getpass
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from assets.builds import build_ids, to_build, to_stage
from assets.edge import Edge
from assets.return_frames import pupils_of
from assets.returns import Returns, make_returns
from domain.package_data import table
from domain.return_columns import CONFIRMED, ReturnVariant, return_variants, usual_variant
from domain.return_profiles import ReturnProfile
from domain.text import key
from pipelines.edge import fixed, live
from pipelines.return_files import Sent, to_send, write_and_log
from warehouse.database import Database, Warehouse
from warehouse.events import EventLog
from warehouse.home import Home
from warehouse.settings import SettingsError


@dataclass(frozen=True)
class ReturnSummary:
    """What became of a variant's returns. `cohort` pupils are told of: `included` stand in one of these returns at
    least, `twice` in two, `elsewhere` only in returns that weren't asked for; the rest are `without` one: how many for
    each reason. `usual`: whether the variant was chosen by the day. `early`: it is asked for before its day."""

    returns: Returns
    sent: tuple[Sent, ...]
    usual: bool
    early: bool
    without: dict[str, int]
    without_list: Path | None

    @property
    def cohort(self) -> int:
        return self.returns.pupils.height

    @property
    def included(self) -> int:
        return len({pupil for one in self.returns.returns for pupil in one.rows["pupil_id"]})

    @property
    def twice(self) -> int:
        return sum(one.rows.height for one in self.returns.returns) - self.included

    @property
    def elsewhere(self) -> int:
        return self.cohort - self.included - self.returns.without.height

    @property
    def is_refused(self) -> bool:
        """Whether a return was kept back."""
        return any(one.file is None for one in self.sent)


def write_returns(
    path: Path, cycle: str, *, authority: str | None = None, variant: str | None = None, file_format: str | None = None,
    why: str = "", as_of: date | None = None,
) -> ReturnSummary:  # fmt: skip
    """Write the returns of a variant (by the day where None) to every home authority, or to one by code or name; `why`
    lets a return with failed rules leave.

    Raises SettingsError where this is no home, the authority is unknown, the warehouse doesn't hold the newest state,
    or the day is past.
    """
    home = Home(path.resolve())
    profiles = home.settings.local_authorities
    edge = fixed(home, as_of) if as_of else live(home)
    if edge.past:
        raise SettingsError(f"A return can't be written in the past: the newest event is later than {as_of}.")
    day = edge.as_of()
    usual = usual_variant(home.calendar.events(cycle), day)
    chosen = return_variants()[variant] if variant else usual
    warehouse = Warehouse(home.warehouse_file)
    if not home.warehouse_file.exists():
        raise _not_built(path, cycle)
    with warehouse.open("reading for returns") as database:
        _refuse_old_state(database, home, edge, cycle, path)
        only = _code_of(database, authority) if authority else None
        pupils = pupils_of(database, cycle, chosen)
    _refuse_what_cannot_be_told(pupils, chosen, cycle)
    returns = make_returns(pupils, cycle, chosen, day, profiles, only, file_format)
    _refuse_records_without_a_database(returns)
    drafts = to_send(home, returns, allowed=bool(why.strip()))
    with warehouse.held("writing returns"):
        sent, listed = write_and_log(home, returns, drafts, getpass.getuser(), why.strip(), edge.now(), only is None)
    from_event = chosen.from_event
    early = from_event is not None and day < home.calendar.event(cycle, from_event)
    return ReturnSummary(returns, sent, variant is None, early, dict(Counter(returns.without["reason"])), listed)


def _refuse_old_state(database: Database, home: Home, edge: Edge, cycle: str, path: Path) -> None:
    """A return from yesterday's tables might miss an opt-out that has come since."""
    ids = build_ids(database, home, EventLog(home.event_log).events(), edge.as_of())
    if cycle not in ids:
        raise SettingsError(f"Nothing has landed for {cycle}. Cycles with data: {', '.join(ids) or 'none'}.")
    if to_stage(database, ids) or cycle in to_build(database, ids):
        raise _not_built(path, cycle)


def _not_built(path: Path, cycle: str) -> SettingsError:
    return SettingsError(f"The warehouse doesn't hold the newest state of {cycle}. Run: destinations run --home {path}")


def _code_of(database: Database, authority: str) -> str:
    """The three digits of an authority that a person names."""
    sql = "select la_code from ref.local_authority_names where name_key = ?"
    if found := database.value(sql, [key(authority)]):
        return str(found)
    former = table("local_authorities").filter(pl.col("valid_to").is_not_null())
    for code, name, successors in former.select("la_code", "name", "successors").iter_rows():
        if key(authority) in (code, key(name)):
            raise SettingsError(
                f"{name} is no local authority any more. Write one of: {successors.replace('|', ', ')}."
            )
    names = {name.lower(): name for name in table("local_authorities")["name"]}
    close = difflib.get_close_matches(authority.lower(), names, n=1)
    hint = f'Did you mean "{names[close[0]]}"?' if close else "Write its name or its three digits, as 383."
    raise SettingsError(f'Unknown local authority "{authority}". {hint}')


def _refuse_what_cannot_be_told(pupils: pl.DataFrame, variant: ReturnVariant, cycle: str) -> None:
    if variant.name == CONFIRMED and pupils.height and not pupils["is_told"].any():
        raise SettingsError(
            f"Final destinations of {cycle} can't be told yet. What can: destinations return --cycle {cycle} "
            "--variant intended"
        )


def _refuse_records_without_a_database(returns: Returns) -> None:
    lacking = [
        profile.la_code for profile in _profiles(returns) if profile.format == "xml" and profile.database_id is None
    ]
    if lacking:
        raise SettingsError(
            f"A return in XML needs the authority's database_id: set it in [local_authorities.{lacking[0]}] of "
            f"network.toml. Without one: {', '.join(lacking)}. Nothing was written."
        )


def _profiles(returns: Returns) -> list[ReturnProfile]:
    return [one.profile for one in returns.returns]
