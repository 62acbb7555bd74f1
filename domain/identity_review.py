"""Which pupils might be one and which might be two: pairs that a person should look at. No I/O.

The list must stay short enough to be read. So a pair stands in it once, for its strongest reason; a key that many
pupils share is a stand-in and no clue; pupils who evidently are two are left out; and rows that could be about either
of two pupils wait until it has been decided about these.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations

import polars as pl

from domain.identity_keys import Keys, keys, known_by
from domain.package_data import table

REVIEW = pl.Schema(
    {
        "one": pl.UInt32(),
        "other": pl.UInt32(),
        "reason": pl.String(),
        "agrees": pl.List(pl.String),
        "differs": pl.List(pl.String),
        "decision": pl.UInt32(),
    }
)
# More pupils than these behind one key: it stands for nobody ("0000"), and every pair of them would be listed.
_MOST_SHARING = 20
_COLUMNS = ("upn", "uln", "mis_id", "school_id", "surname", "forename", "date_of_birth")
# The strongest first.
_KINDS = ("upn", "temporary_upn", "uln", "mis_id", "name", "name_anywhere")

Said = defaultdict[str, set[str]]
Pair = tuple[int, int]


@cache
def _reasons() -> dict[tuple[str, str], str]:
    return {(row["kind"], row["conflict"]): row["reason"] for row in table("identity_reasons").iter_rows(named=True)}


def meaning(reason: str) -> str:
    """What a reason says, in words."""
    listed = table("identity_reasons")
    return str(dict(zip(listed["reason"], listed["meaning"], strict=True))[reason])


def review_pairs(rows: pl.DataFrame, first_rows: pl.Series, decisions: pl.DataFrame) -> pl.DataFrame:
    """The pairs that a person should look at or has decided: one, other (positions of two rows, the earlier first; in
    an open pair each is its pupil's earliest), reason, agrees and differs (names of columns), decision (the place of
    the decision in `decisions`; null: open).

    `rows` and `first_rows` as of `identity.link_rows`; `decisions` has the positions one and other, the verdict, and
    the reason for which the pair was shown.
    """
    if rows.is_empty():
        return pl.DataFrame(schema=REVIEW)
    known = known_by(rows)
    found_keys = keys(known)
    decided = [
        (*sorted((row["one"], row["other"])), row["reason"], place)
        for place, row in enumerate(decisions.iter_rows(named=True))
    ]
    pupil = first_rows.to_list()
    closed = {frozenset((pupil[one], pupil[other])) for one, other, *_ in decided}
    candidates = _candidates(found_keys, first_rows)
    said = _said(known, found_keys, first_rows, {pupil for _, sharing in candidates for pupil in sharing})
    reasons: dict[Pair, str] = {}
    for kind, sharing in candidates:
        for pair, reason in _worth_a_look(kind, sharing, said, closed):
            reasons.setdefault(pair, reason)
    # What a decided pair agrees in is told of its two rows: their pupils may have become one.
    rows_apart = pl.Series(range(rows.height), dtype=first_rows.dtype)
    said_by_row = _said(known, found_keys, rows_apart, {row for pair in decided for row in pair[:2]})
    review = [(*pair, reason, *_compared(said, pair), None) for pair, reason in reasons.items()]
    review += [(one, other, why, *_compared(said_by_row, (one, other)), place) for one, other, why, place in decided]
    return pl.DataFrame(review, schema=REVIEW, orient="row").sort("one", "other")


def _candidates(found: Keys, first_rows: pl.Series) -> list[tuple[str, list[int]]]:
    """Each key of several pupils: its kind, and the pupils; the strongest kind first."""
    candidates = []
    for kind in _KINDS:
        sharing = found[kind].select("key", first_rows.gather(found[kind]["row"]).alias("pupil")).unique()
        several = sharing.group_by("key").agg(pl.col("pupil").sort())
        few = several.filter(pl.col("pupil").list.len().is_between(2, _MOST_SHARING)).sort("pupil")
        candidates += [(kind, pupils) for pupils in few["pupil"].to_list()]
    return candidates


def _said(known: pl.DataFrame, found: Keys, labels: pl.Series, wanted: Collection[int]) -> dict[int, Said]:
    """What the rows of each wanted label say: column -> values."""
    plain = ("uln", "school_id", "surname", "forename", "date_of_birth", "name")
    facts = {column: known.select("row", pl.col(column).alias("key")).drop_nulls() for column in plain}
    facts |= {"mis_id": found["mis_id"], "permanent_upn": found["upn"]}
    facts |= {"upn": pl.concat([found["upn"], found["temporary_upn"]])}
    said: dict[int, Said] = {label: defaultdict(set) for label in wanted}
    for column, fact in facts.items():
        labelled = fact.with_columns(labels.gather(fact["row"]).alias("label"))
        for label, value in labelled.filter(pl.col("label").is_in(list(wanted))).select("label", "key").iter_rows():
            said[label][column].add(value)
    return said


def _worth_a_look(
    kind: str, sharing: Sequence[int], said: Mapping[int, Said], closed: Collection[frozenset[int]]
) -> Iterator[tuple[Pair, str]]:
    """The open pairs of pupils who share one key, with the reason."""
    conflicts = {pair: _conflict(kind, said[pair[0]], said[pair[1]]) for pair in combinations(sharing, 2)}
    is_open = {pair for pair in conflicts if frozenset(pair) not in closed and not _are_two(kind, said, pair)}
    disputed = [pair for pair, conflict in conflicts.items() if conflict != "none"]
    parties = {pupil for pair in conflicts if pair in disputed or frozenset(pair) in closed for pupil in pair}
    first = [pair for pair in disputed if pair in is_open]
    for pair in first:
        yield pair, _reasons()[kind, conflicts[pair]]
    if first:
        return
    for pair, conflict in conflicts.items():
        if conflict == "none" and pair in is_open and (not parties or len(parties & set(pair)) == 1):
            yield pair, _reasons()[kind, "none"]


def _conflict(kind: str, one: Said, other: Said) -> str:
    """What speaks against two pupils of one key being one."""
    contradictions = {
        "birthdays": _differ(one, other, "date_of_birth"),
        "upns": _differ(one, other, "permanent_upn"),
        "surnames": _differ(one, other, "surname") and not _agree(one, other, "date_of_birth"),
    }
    return next((name for name, holds in contradictions.items() if holds and (kind, name) in _reasons()), "none")


def _are_two(kind: str, said: Mapping[int, Said], pair: Pair) -> bool:
    """Whether two pupils of one key evidently are two, so that nobody need look."""
    one, other = (said[pupil] for pupil in pair)
    if kind == "name_anywhere":
        return _differ(one, other, "permanent_upn") and _differ(one, other, "uln")
    if kind == "mis_id":
        # A number that the school has given again, years later.
        strangers = _differ(one, other, "name") and not _agree(one, other, "date_of_birth")
        return strangers and (_differ(one, other, "date_of_birth") or _differ(one, other, "permanent_upn"))
    return False


def _agree(one: Said, other: Said, column: str) -> bool:
    return bool(one[column] & other[column])


def _differ(one: Said, other: Said, column: str) -> bool:
    """Whether both say something, and nothing in common."""
    return bool(one[column] and other[column]) and not _agree(one, other, column)


def _compared(said: Mapping[int, Said], pair: Pair) -> tuple[list[str], list[str]]:
    """The columns in which two agree, and those in which they differ; numbers of two schools are no difference."""
    one, other = (said[pupil] for pupil in pair)
    agrees = [column for column in _COLUMNS if _agree(one, other, column)]
    comparable = [column for column in _COLUMNS if column != "mis_id" or "school_id" in agrees]
    return agrees, [column for column in comparable if _differ(one, other, column)]
