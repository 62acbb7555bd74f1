"""Linking: every usable row of every cycle gets its pupil, and pairs that a person should look at are listed. Which
rows belong together is decided in `domain/identity.py`; what people decided comes from the log."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import polars as pl

from domain.followers import find_pupils
from domain.identifiers import problems
from domain.identity import DECISIONS, link_rows
from domain.identity_review import review_pairs
from warehouse.database import Database
from warehouse.declared import DERIVED
from warehouse.events import Event

LINKS, MATCHES, REVIEW = (DERIVED[name] for name in ("core.pupil_links", "ref.matches", "mart.identity_review"))
MATCH, UNMATCH = "match", "unmatch"
_FOLLOWERS = ("applications", "feedback", "encounters")

_ROWS = """
select
    r.cycle, r.delivery_id, r.sheet, r.line, r.kind, r.kind = 'feedback' as is_anywhere,
    r.upn, r.former_upn, r.uln, r.school_id, r.mis_id, r.surname, r.forename, r.date_of_birth
from staged.rows as r
join staged.row_verdicts as v
    on v.delivery_id = r.delivery_id and v.sheet = r.sheet and v.line = r.line and v.part = r.part
    and v.verdict = 'usable'
where case when r.kind in ('roll', 'destinations') then r.school_id is not null
    else r.kind in ('applications', 'feedback', 'encounters') end
order by r.delivery_number, r.sheet_number, r.line, r.part
"""


def link_pupils(database: Database) -> int:
    """Rebuild core.pupil_links and mart.identity_review from all cycles and ref.matches; returns the number of links.
    A row of several claims has one pupil. Applications, feedback and encounters make nobody a pupil: their rows are
    linked where it is certain whom they are about."""
    everyone = database.query(_ROWS).unique(["delivery_id", "sheet", "line"], keep="first", maintain_order=True)
    is_follower = pl.col("kind").is_in(_FOLLOWERS)
    rows, followers = everyone.filter(~is_follower), everyone.filter(is_follower)
    names = [row_name(*where) for where in rows.select("delivery_id", "sheet", "line").iter_rows()]
    rows = rows.with_columns(pl.Series("name", names, dtype=pl.String), _well_formed(rows["former_upn"]))
    matches = _matches(database, rows["name"])
    first_rows = link_rows(rows, matches)
    rows = rows.with_columns(rows["name"].gather(first_rows).alias("pupil_id"))
    database.replace(REVIEW, _review(rows, review_pairs(rows, first_rows, matches), matches))
    followers = followers.with_columns(find_pupils(followers, rows, rows["pupil_id"]).alias("pupil_id"))
    found = followers.filter(pl.col("pupil_id").is_not_null())
    return database.replace(LINKS, pl.concat([rows, found], how="diagonal"))


def row_name(delivery_id: str, sheet: str, line: int) -> str:
    """The name of a row, the same in every rebuild."""
    return _hash(f"{delivery_id}\0{sheet}\0{line}")


def pair_id(one_row: str, other_row: str) -> str:
    """The id of a pair of rows, whichever is named first."""
    return _hash("\0".join(sorted((one_row, other_row))))


def matches_frame(events: Sequence[Event]) -> pl.DataFrame:
    """What people decided about pairs, the newest on each that was not taken back: the columns of ref.matches."""
    newest: dict[str, dict[str, object]] = {}
    for event in events:
        if event.kind not in (MATCH, UNMATCH):
            continue
        one, other = str(event.data["one_row"]), str(event.data["other_row"])
        newest.pop(pair_id(one, other), None)
        if event.kind == MATCH:
            newest[pair_id(one, other)] = {
                "review_id": pair_id(one, other), "one_row": one, "other_row": other,
                "verdict": event.data["verdict"], "reason": event.data["reason"],
                "decided_on": event.on, "why": event.why,
            }  # fmt: skip
    schema = {column.name: pl.Date if column.type == "DATE" else pl.String for column in MATCHES.columns}
    return pl.DataFrame(list(newest.values()), schema=schema).sort("review_id")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _well_formed(upns: pl.Series) -> pl.Series:
    """Only what is a UPN: whatever else stands in a column of former ones ("see file") may stand there often."""
    return pl.select(pl.when(problems(upns, "upn").is_null()).then(upns)).to_series().alias(upns.name)


def _matches(database: Database, names: pl.Series) -> pl.DataFrame:
    """The decisions about rows that count, with their positions; one about a row that is held or withdrawn rests."""
    if not database.exists(MATCHES.name):
        return pl.DataFrame(schema={**DECISIONS, "review_id": pl.String, "decided_on": pl.Date})
    places = pl.DataFrame({"name": names}).with_row_index("place")
    matches = database.query(f"from {MATCHES.name} order by review_id")
    for side in ("one", "other"):
        matches = matches.join(places.rename({"name": f"{side}_row", "place": side}), on=f"{side}_row")
    return matches.sort("review_id")


def _review(rows: pl.DataFrame, pairs: pl.DataFrame, matches: pl.DataFrame) -> pl.DataFrame:
    """The pairs as mart.identity_review tells them."""
    decided = matches.select("review_id", "decided_on", pl.col("verdict").alias("decision")).with_row_index("place")
    told = pairs.rename({"decision": "place"}).join(decided, on="place", how="left", maintain_order="left")
    sides = [
        rows[told[side].cast(pl.Int64)].select(
            pl.col("name", "pupil_id", "delivery_id", "sheet", "line").name.prefix(f"{side}_")
        )
        for side in ("one", "other")
    ]
    told = pl.concat([told, *sides], how="horizontal")
    ids = [pair_id(*names) for names in told.select("one_name", "other_name").iter_rows()]
    return told.with_columns(pl.Series("review_id", ids, dtype=pl.String))


_FINGERPRINTS = """
with parts as (
    select
        l.cycle,
        concat_ws(' ', l.delivery_id, l.sheet, l.line, l.pupil_id, p.disadvantaged_in_year_11, p.left_for_good) as part
    from core.pupil_links as l
    join core.pupils as p on p.pupil_id = l.pupil_id
    union all
    select
        l.cycle,
        concat_ws(' ', 'known', l.pupil_id, p.surname, p.forename, p.date_of_birth, p.upn, c.contact_permission) as part
    from (select distinct cycle, pupil_id from core.pupil_links) as l
    join core.pupils as p on p.pupil_id = l.pupil_id
    left join core.contacts as c on c.pupil_id = l.pupil_id
    union all
    select l.cycle, concat_ws(' ', 'review', r.review_id, r.reason, r.decision, p.surname, p.forename, p.upn) as part
    from (
        select *, unnest([one_pupil_id, other_pupil_id]) as pupil_id, unnest([other_pupil_id, one_pupil_id]) as beside
        from mart.identity_review
    ) as r
    join (select distinct cycle, pupil_id from core.pupil_links) as l on l.pupil_id = r.pupil_id
    join core.pupils as p on p.pupil_id = r.beside
    union all
    select cycle, concat_ws(' ', 'autumn', pupil_id, school_id, year_group, is_on_two_rolls, delivery_id, sheet, line)
    from core.autumn_rolls
    union all
    select cycle, concat_ws(' ', 'school', school_id, year_group) from staged.autumn_rolls where is_newest group by all
    union all
    select cycle, concat_ws(' ', 'later', pupil_id, school_id, year_group, is_on_roll) from core.later_rolls
    union all
    select k.cycle, concat_ws(' ', 'met', l.pupil_id, r.encounter_on, r.encounter_kind, 'or', r.guidance_on)
    from staged.rows as r
    join staged.row_verdicts as v
        on v.delivery_id = r.delivery_id and v.sheet = r.sheet and v.line = r.line and v.part = r.part
        and v.verdict = 'usable'
    join core.pupil_links as l on l.delivery_id = r.delivery_id and l.sheet = r.sheet and l.line = r.line
    join (select distinct cycle, pupil_id from core.pupil_links) as k on k.pupil_id = l.pupil_id and k.cycle > r.cycle
    where r.encounter_on is not null or r.guidance_on is not null
    union all
    select k.cycle, concat_ws(' ', 'told', d.school_id, min(r.encounter_on))
    from staged.rows as r
    join staged.deliveries as d on d.delivery_id = r.delivery_id and d.kind = 'encounters'
    join staged.row_verdicts as v
        on v.delivery_id = r.delivery_id and v.sheet = r.sheet and v.line = r.line and v.part = r.part
        and v.verdict = 'usable'
    cross join (select distinct cycle from core.pupil_links) as k
    group by k.cycle, d.school_id
)
select cycle, md5(string_agg(part, ',' order by part)) as links_id
from parts
group by cycle
"""


def fingerprints(database: Database) -> dict[str, str]:
    """For each cycle a hash of what it takes from the others: who its rows are about, how they are known, what they
    carry on, what the next year's rolls say of them, and whom they met in the years before. Where it has changed, the
    cycle is built again."""
    return dict(database.query(_FINGERPRINTS).iter_rows())
