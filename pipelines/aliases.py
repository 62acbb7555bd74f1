"""A person's word on what a spelling means, written into the event log: the ledger of aliases. It is replayed whenever
the warehouse is rebuilt, and every entry can be taken back."""

from __future__ import annotations

import difflib
import getpass
from datetime import date
from pathlib import Path

import polars as pl

from assets.providers import aliases_frame, provider_frames
from domain.calendar import cycle_of
from domain.destination_types import resolve as resolve_destination
from domain.provider_keys import name_key
from domain.provider_lists import STANDINGS
from domain.provider_suggestions import suggestions
from domain.providers import Directory, is_placeholder, is_trap
from pipelines.deciding import decider
from warehouse.database import Warehouse
from warehouse.events import EventLog
from warehouse.home import Home
from warehouse.settings import SettingsError


def set_alias(path: Path, text: str, provider: str, school: str | None, why: str, as_of: date | None) -> str:
    """Log that `text` means `provider` (a number, a school's id or a full name), for one school's files or for all;
    returns the provider's name. Raises SettingsError for what can't be taken, with what to write instead."""
    home, edge = decider(path, why, as_of)
    text = text.strip()
    _may_be_decided(home, text, school)
    frames = provider_frames(home)
    cycle = cycle_of(edge.as_of())
    directory = Directory(frames["ref.providers"], frames["ref.provider_names"], aliases_frame([]), cycle)
    identity, name = _provider(directory, frames["ref.provider_names"], provider)
    _is_free(directory, text, identity, school)
    log = EventLog(home.event_log)
    with Warehouse(home.warehouse_file).held("alias"):
        if _in_force(log, text, school) == identity:
            raise SettingsError(
                f'"{text}" means {name} already. To take that back: destinations alias "{text}" --undo --because "…"'
            )
        log.append([("alias", _data(text, school, identity), getpass.getuser(), why.strip())], edge.now())
    return name


def drop_alias(path: Path, text: str, school: str | None, why: str, as_of: date | None) -> None:
    """Log that an alias no longer holds. Raises SettingsError where there is none."""
    home, edge = decider(path, why, as_of)
    text = text.strip()
    log = EventLog(home.event_log)
    with Warehouse(home.warehouse_file).held("alias"):
        identity = _in_force(log, text, school)
        if identity is None:
            where = f"for {school}" if school else "for the whole network"
            raise SettingsError(f'"{text}" has no alias {where}, so there is nothing to take back.')
        log.append([("unalias", _data(text, school, identity), getpass.getuser(), why.strip())], edge.now())


def _may_be_decided(home: Home, text: str, school: str | None) -> None:
    if not text:
        raise SettingsError("Write the spelling as the schools write it.")
    if school is not None and school not in (schools := home.schools["school_id"].to_list()):
        close = difflib.get_close_matches(school, schools, n=1)
        hint = f'Did you mean "{close[0]}"?' if close else f"There are: {', '.join(schools)}."
        raise SettingsError(f'Unknown school "{school}". {hint}')
    if is_placeholder(text):
        raise SettingsError(f'"{text}" only holds a place and can mean no provider. Ask the school for the name.')
    if is_trap(text) and school is None:
        raise SettingsError(
            f'"{text}" means another place in every town, so it can\'t have one meaning for the whole network. '
            "Say for which school it holds: --school SCHOOL."
        )


def _is_free(directory: Directory, text: str, identity: str, school: str | None) -> None:
    """Refuse what has another meaning already: it would count other schools' pupils elsewhere."""
    bearers = {key for key, how in directory.called(text).items() if how != STANDINGS[-1]} - {identity}
    if bearers and identity not in directory.called(text) and school is None:
        told = "; ".join(f"{directory.names[key]} ({key})" for key in sorted(bearers)[:3])
        raise SettingsError(
            f'"{text}" is the name of another provider: {told}. If one school means something else by it, '
            "say so for that school: --school SCHOOL."
        )
    if (kind := resolve_destination(text)) and not is_trap(text):
        raise SettingsError(f'"{text}" is a destination ({kind}), not the name of a provider.')


def _provider(directory: Directory, names: pl.DataFrame, text: str) -> tuple[str, str]:
    """The provider of this number, id or full name: its id and name."""
    identity = directory.numbered(text)
    found = [identity] if identity else [key for key, how in directory.called(text).items() if how != "suggestion"]
    if len(found) == 1:
        return found[0], directory.names[found[0]] or found[0]
    if found:
        choices = found
    else:
        near = suggestions([text], names)[text]
        choices = list(dict.fromkeys([*directory.called(text), *(key for key, _ in near)]))[:3]
    told = "; ".join(f'"{directory.names[key]}" ({key})' for key in choices[:5])
    problem = "names more than one provider" if found else "is no provider that we know"
    hint = f"Did you mean {told}?" if told else "Write its full name, UKPRN, URN, LAESTAB, or a school's id."
    raise SettingsError(f'"{text}" {problem}. {hint}')


def _in_force(log: EventLog, text: str, school: str | None) -> str | None:
    held = aliases_frame(log.events()).filter(text_key=name_key(text), school_id=school or "")
    return str(held["provider_id"][0]) if held.height else None


def _data(text: str, school: str | None, provider_id: str) -> dict[str, str | int]:
    return {"text_key": name_key(text), "text": text, "provider_id": provider_id, "school_id": school or ""}
