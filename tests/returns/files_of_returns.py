"""A small network whose pupils live in several authorities, and what its returns are as files."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import polars as pl
from network import AS_OF, CYCLE, network

from assets.return_frames import pupils_of
from assets.returns import Returns, make_returns
from domain.return_columns import return_variants
from domain.return_profiles import ReturnProfile, return_profile
from pipelines.return_files import Draft, to_send
from warehouse.home import Home

HOME = Home(Path("/nowhere"))


@contextmanager
def pupils(
    *deliveries: Mapping[str, object], variant: str = "confirmed", as_of: date = AS_OF
) -> Iterator[pl.DataFrame]:
    """What is held of the pupils of these files, for a variant."""
    with network(*deliveries, as_of=as_of) as database:
        yield pupils_of(database, CYCLE, return_variants()[variant])


def profiles(**bodies: Mapping[str, object]) -> dict[str, ReturnProfile]:
    """Profiles as network.toml would say them: la_383={"columns": […]}."""
    return {name[3:]: return_profile(name[3:], body) for name, body in bodies.items()}


def made(
    held: pl.DataFrame, variant: str = "confirmed", own: Mapping[str, ReturnProfile] | None = None, **more: str
) -> Returns:
    """The returns of these pupils on the day of the small network."""
    return make_returns(held, CYCLE, return_variants()[variant], AS_OF, own or {}, **more)


def drafts(returns: Returns) -> dict[str, Draft]:
    """The files of each return that may leave whatever its faults, by the authority's three digits."""
    return {draft.made.profile.la_code: draft for draft in to_send(HOME, returns, allowed=True)}


def table_of(content: bytes, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    """The rows of a CSV, blank cells left out."""
    rows = csv.DictReader(io.StringIO(content.decode(encoding), newline=""))
    return [{name: cell for name, cell in row.items() if cell} for row in rows]


def everything_in(content: bytes) -> bytes:
    """The bytes of a file, and of what is packed in it."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return content + b"".join(packed.read(name) for name in packed.namelist())


def rules_of(returns: Returns) -> Sequence[tuple[str, str]]:
    """The rules that are broken, with how grave that is."""
    faults = pl.concat([one.faults for one in returns.returns])
    return sorted(set(faults.select("rule", "severity").iter_rows()))
