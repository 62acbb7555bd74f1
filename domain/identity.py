"""Which rows are about the same pupil: deterministic tiers over a frame of rows, and people's decisions. No I/O.

No likeness of names ever joins two rows. Tiers, strongest first: UPN or former UPN; a temporary UPN; ULN; the school's
own number; surname + forename + date of birth at one school, exactly (folded).
The gates: no tier joins two dates of birth; a tier weaker than the UPN never joins two pupils with different permanent
UPNs; no tier joins what a person has said to be two pupils. Where a key is disputed by its pupils, it still joins
those of its rows that agree in more than the key (`_CLOSER`); the rest waits for a person.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from domain.identity_keys import keys, known_by, together

Fact = tuple[np.ndarray, np.ndarray]
DECISIONS = pl.Schema({"one": pl.UInt32, "other": pl.UInt32, "verdict": pl.String, "reason": pl.String})


@dataclass(frozen=True)
class Tier:
    """A kind of key and what pupils joined by it must agree in; `named`: where one of them has no date of birth, they
    must share a surname as well, because schools give a number again to another child."""

    kind: str
    agree: tuple[str, ...]
    named: bool = False


TIERS = (
    Tier("upn", ("date_of_birth",)),
    Tier("temporary_upn", ("date_of_birth", "permanent_upn")),
    Tier("uln", ("date_of_birth", "permanent_upn")),
    Tier("mis_id", ("date_of_birth", "permanent_upn"), named=True),
    Tier("name", ("date_of_birth", "permanent_upn")),
)
# What else rows of a disputed key may agree in, closest first; at last the key alone, for what the closer ones joined.
_CLOSER: tuple[tuple[str, ...], ...] = (("date_of_birth", "name"), ("date_of_birth",), ("name",), ())
# Within one year a school's number is one pupil's: there, it is enough that a surname or a forename is the same.
_SAME_YEAR = ("cycle",)


def link_rows(rows: pl.DataFrame, decisions: pl.DataFrame | None = None) -> pl.Series:
    """For each row the position (0-based) of the earliest row about the same pupil.

    `rows` is sorted oldest first and has the text columns cycle, upn, former_upn, uln, school_id, mis_id, surname,
    forename and the date date_of_birth. `decisions` are people's: the positions `one` and `other` of two rows and the
    `verdict`, same or apart. The result doesn't depend on the order of rows, but for which of a pupil's rows is the
    earliest.
    """
    if rows.is_empty():
        return pl.Series("first_row", [], dtype=pl.UInt32)
    decided = pl.DataFrame(schema=DECISIONS) if decisions is None else decisions
    linking = _Linking(rows, decided.filter(pl.col("verdict") == "apart"))
    groups = linking.by_tiers(np.arange(rows.height))
    same = decided.filter(pl.col("verdict") == "same").with_row_index("key")
    if same.height:
        said = pl.concat(same.select(pl.col(side).alias("row"), "key") for side in ("one", "other"))
        # Two pupils who are now one may agree with rows that agreed with neither of them.
        groups = linking.by_tiers(linking.join(groups, said, ())[0])
    numbered = pl.DataFrame({"group": groups}).with_row_index("first_row")
    return numbered.select(pl.col("first_row").min().over("group")).to_series()


class _Linking:
    """Joins groups of rows; a group is a number that its rows share, from 0 without gaps."""

    def __init__(self, rows: pl.DataFrame, apart: pl.DataFrame) -> None:
        self.known = known_by(rows)
        self.keys = keys(self.known)
        self.facts = {
            "permanent_upn": _coded(self.keys["upn"]),
            "date_of_birth": _coded(self._said("date_of_birth")),
            "surname": _coded(self._said("surname")),
            "cycle": _coded(pl.concat([self._said("surname", "s"), self._said("forename", "f")])),
        }
        self.apart = (apart["one"].to_numpy(), apart["other"].to_numpy())

    def _said(self, column: str, prefix: str = "") -> pl.DataFrame:
        return self.known.select("row", (pl.lit(prefix) + pl.col(column)).alias("key")).drop_nulls()

    def by_tiers(self, groups: np.ndarray) -> np.ndarray:
        """The groups after every tier."""
        for tier in TIERS:
            groups = self._by_tier(groups, tier)
        return groups

    def _by_tier(self, groups: np.ndarray, tier: Tier) -> np.ndarray:
        keyed, surname = self.keys[tier.kind], "surname" if tier.named else None
        groups, disputed = self.join(groups, keyed, tier.agree, surname)
        if not disputed.any():
            return groups
        keyed = keyed.filter(pl.Series(disputed[keyed["row"].to_numpy()]))
        details = keyed.join(self.known.select("row", "cycle", "name", "date_of_birth"), on="row")
        for closer in (_SAME_YEAR, *_CLOSER) if tier.named else _CLOSER:
            closer_key = details.select("row", together("key", *closer).alias("key")).drop_nulls()
            share = "cycle" if closer == _SAME_YEAR else surname
            groups, _ = self.join(groups, closer_key, tier.agree, share)
        return groups

    def join(
        self, groups: np.ndarray, keyed: pl.DataFrame, agree: tuple[str, ...], share_undated: str | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """The groups after joining those that share a key, and for each row whether its own were kept from it.

        Whatever hangs together by these keys is joined as a whole or not at all, so that no order decides.
        """
        joined = _components(keyed, groups)
        if joined.max() == groups.max():
            return groups, np.zeros(len(groups), dtype=bool)
        refused = [_disagreeing(joined, groups, self.facts[fact]) for fact in agree]
        if share_undated:
            dated = np.zeros(len(groups), dtype=bool)
            dated[groups[self.facts["date_of_birth"][0]]] = True
            strangers = _disagreeing(joined, groups, self.facts[share_undated])
            refused.append(np.intersect1d(strangers, joined[~dated[groups]]))
        one, other = self.apart
        refused.append(joined[one[(joined[one] == joined[other]) & (groups[one] != groups[other])]])
        disputed = np.isin(joined, np.concatenate(refused))
        # Labels of both numberings may coincide, so what stays apart is moved out of the joined ones' range.
        return _counted(np.where(disputed, groups + len(groups), joined)), disputed


def _counted(labels: np.ndarray) -> np.ndarray:
    """The same groups, numbered from 0 without gaps."""
    places = np.cumsum(np.bincount(labels) > 0) - 1
    return np.asarray(places[labels])


def _coded(said: pl.DataFrame) -> Fact:
    """Which rows say something (several times, if need be), and a number for what they say."""
    return said["row"].to_numpy(), said["key"].rank("dense").to_numpy().astype(np.int64)


def _disagreeing(joined: np.ndarray, groups: np.ndarray, fact: Fact) -> np.ndarray:
    """The joined ones whose groups, as far as they say something, don't all share one value."""
    rows, values = fact
    lowest, highest = np.full(len(joined), len(values) + 1), np.zeros(len(joined), dtype=np.int64)
    np.minimum.at(lowest, joined[rows], values)
    np.maximum.at(highest, joined[rows], values)
    several = (lowest < highest)[joined[rows]]
    rows, values = rows[several], values[several]
    said = pl.DataFrame({"joined": joined[rows], "group": groups[rows], "value": values}).unique()
    shared_by = said.group_by("joined", "value").len().group_by("joined").agg(pl.col("len").max())
    all_of_them = said.group_by("joined").agg(pl.col("group").n_unique())
    found = shared_by.join(all_of_them, on="joined").filter(pl.col("len") < pl.col("group"))
    return found["joined"].to_numpy()


def _components(keyed: pl.DataFrame, groups: np.ndarray) -> np.ndarray:
    """Group numbers after joining all rows that share a key, on top of the groups there are."""
    firsts = keyed.with_columns(pl.col("row").min().over("key").alias("first"))
    left, right = groups[firsts["row"].to_numpy()], groups[firsts["first"].to_numpy()]
    size = int(groups.max()) + 1
    graph = coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(size, size))
    _, labels = connected_components(graph, directed=False)
    return np.asarray(labels[groups])
