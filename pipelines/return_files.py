"""The files of a return: the return itself, where it was let go the list of its known faults, and the restricted list
of what is to be repaired. Each return that leaves has a line in the event log, written before the file is."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from assets.returns import Return, Returns
from domain.return_profiles import ReturnProfile
from domain.return_rows import in_their_words
from reports.local_authority_csv import render_return_csv
from reports.local_authority_xlsx import render_return_xlsx
from reports.nccis_xml import render_nccis
from warehouse.events import EventLog
from warehouse.files import write_whole
from warehouse.home import Home

RETURN = "return"
_WORDS = {"blocking": "kept back until mended", "warning": "please look"}


@dataclass(frozen=True)
class Sent:
    """A return that was written, or (`file` is None) kept back. `repair`: the restricted list of its faults; None: it
    has none."""

    made: Return
    file: Path | None
    sha256: str
    repair: Path | None


@dataclass(frozen=True)
class Draft:
    """A return's files before they are written: `content` is None where it is kept back."""

    made: Return
    file: Path
    content: bytes | None
    faults: tuple[Path, bytes | None]
    repair: tuple[Path, bytes | None]


def to_send(home: Home, returns: Returns, *, allowed: bool) -> list[Draft]:
    """The files of each return, which is kept back where a rule failed, unless that is `allowed`."""
    return [_draft(home, returns, made, allowed=allowed) for made in returns.returns if made.rows.height]


def _draft(home: Home, returns: Returns, made: Return, *, allowed: bool) -> Draft:
    stem = f"{returns.variant.name}-{returns.cycle}-{returns.as_of.isoformat()}"
    folder = home.authority_outbox(made.profile.la_code)
    failed = not made.blocking.is_empty()
    leaves = allowed or not failed
    repairs = _repairs(home, returns, made) if made.faults.height else None
    return Draft(
        made,
        folder / f"{stem}.{made.profile.format}",
        _rendered(returns, made) if leaves else None,
        (folder / f"{stem}-known-faults.csv", _known_faults(made) if leaves and failed else None),
        (folder / "restricted" / f"{stem}-to-repair.xlsx", repairs),
    )


def _rendered(returns: Returns, made: Return) -> bytes:
    profile = made.profile
    if profile.format == "xml":
        return render_nccis(made.rows, profile, returns.variant.name, returns.as_of)
    texts = in_their_words(made.rows, profile)
    return (
        render_return_csv(texts, profile.encoding) if profile.format == "csv" else render_return_xlsx(texts, "Return")
    )


def _known_faults(made: Return) -> bytes:
    """For the authority: whose row breaks which rule. Who opted out is in it only with what leaves anyway."""
    named = ("legal_surname", "legal_forename", "date_of_birth")
    people = in_their_words(made.rows, ReturnProfile(made.profile.la_code, columns=named))
    faults = made.blocking.join(people.with_columns(made.rows["pupil_id"]), on="pupil_id", maintain_order="left")
    return render_return_csv(faults.select(*people.columns, Rule="rule", Fault="message"), made.profile.encoding)


def _repairs(home: Home, returns: Returns, made: Return) -> bytes:
    """For the network's team: every fault, whose it is, at which school, and what to do."""
    return render_return_xlsx(_named(returns, made.faults).select(
        "School", "Year", "Surname", "Forename", "Date of birth", "UPN",
        pl.col("rule").alias("Rule"), pl.col("message").alias("What is wrong"), pl.col("repair").alias("What to do"),
        pl.col("severity").replace(_WORDS).alias("What becomes of the return"),
    ), "To repair")  # fmt: skip


def _named(returns: Returns, about: pl.DataFrame) -> pl.DataFrame:
    people = returns.pupils.select(
        "pupil_id", pl.col("school_name").alias("School"), pl.col("year_group").cast(pl.String).alias("Year"),
        pl.col("legal_surname").alias("Surname"), pl.col("legal_forename").alias("Forename"),
        pl.col("date_of_birth").dt.strftime("%d/%m/%Y").alias("Date of birth"), pl.col("upn").alias("UPN"),
        pl.col("home_la_sent").alias("Home authority, as sent"),
    )  # fmt: skip
    return about.join(people, on="pupil_id", how="left", maintain_order="left").sort(
        "School", "Surname", "Forename", maintain_order=True
    )


def write_and_log(
    home: Home, returns: Returns, drafts: Sequence[Draft], who: str, why: str, at: datetime, all_authorities: bool
) -> tuple[tuple[Sent, ...], Path | None]:
    """Log every return that leaves, then write it, and the lists beside it; returns what became of each, and the list
    of the pupils without a return, where all authorities were asked for. Whoever calls holds the warehouse's lock."""
    leaving = [draft for draft in drafts if draft.content is not None]
    EventLog(home.event_log).append([(RETURN, _logged(home, returns, draft), who, why) for draft in leaving], at)
    for draft in drafts:
        _put(draft.file, draft.content, keep=True)
        _put(*draft.faults, keep=draft.content is None)
        _put(*draft.repair)
    sent = tuple(
        Sent(
            draft.made, draft.file if draft.content is not None else None, _hash(draft.content or b""),
            draft.repair[0] if draft.repair[1] is not None else None,
        )
        for draft in drafts
    )  # fmt: skip
    return sent, _list_without(home, returns) if all_authorities else None


def _logged(home: Home, returns: Returns, draft: Draft) -> dict[str, str | int]:
    """Which return left: counts and ids, nothing of a pupil."""
    made = draft.made
    return {
        "la": made.profile.la_code, "variant": returns.variant.name, "cycle": returns.cycle,
        "as_of": returns.as_of.isoformat(), "format": made.profile.format,
        "profile": "default" if made.profile.is_default else "own", "rows": made.rows.height,
        "opt_outs": made.opt_outs, "failed_rows": made.blocking["pupil_id"].n_unique(),
        "sha256": _hash(draft.content or b""), "file": draft.file.relative_to(home.path).as_posix(),
    }  # fmt: skip


def _list_without(home: Home, returns: Returns) -> Path | None:
    """The restricted list of the pupils who are in no return; None: there are none."""
    file = home.network_outbox("restricted") / f"no-return-{returns.variant.name}-{returns.cycle}.xlsx"
    if returns.without.is_empty():
        _put(file, None)
        return None
    columns = ("School", "Year", "Surname", "Forename", "Date of birth", "UPN", "Home authority, as sent")
    named = _named(returns, returns.without).select(
        *columns, pl.col("reason").alias("Why"), pl.col("repair").alias("What to do")
    )
    _put(file, render_return_xlsx(named, "In no return"))
    return file


def _put(file: Path, content: bytes | None, *, keep: bool = False) -> None:
    """Write a file that names pupils for its owner alone. Without content, one of an earlier attempt goes, unless it
    is to be kept: what left, left."""
    if content is None:
        if not keep:
            file.unlink(missing_ok=True)
        return
    for folder in (file.parent, *([file.parent.parent] if file.parent.name == "restricted" else [])):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
    write_whole(file, content, mode=0o600)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
