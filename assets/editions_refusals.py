"""Why an edition may not leave now, and which of the reasons a person may set aside with a reason of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction

from assets.editions_log import FINAL
from reports.numbers import listed, long_date, percent_of
from warehouse.database import Database
from warehouse.events import LONDON

_OPEN_AT = time(8)  # results are under embargo until this hour of results day
_YEARS = """
select d.year_group, any_value(d.opens_on) as opens_on, any_value(d.results_on) as results_on
from core.cohort as h
join ref.collections as d on d.cycle = h.cycle and d.year_group = h.year_group and d.stage = 'final'
where h.cycle = ?
group by d.year_group
order by d.year_group
"""
_KNOWN = """
select h.year_group, sum(h.cohort)::bigint as cohort, coalesce(sum(c.known), 0)::bigint as known
from (select school_id, year_group, count(*) as cohort from core.cohort where cycle = $cycle group by all) as h
left join mart.coverage as c
    on c.cycle = $cycle and c.school_id = h.school_id and c.year_group = h.year_group and c.stage = 'final'
group by h.year_group
order by h.year_group
"""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A sentence that says why; `may_be_lifted`: a reason given with --because lets the edition leave all the same."""

    sentence: str
    may_be_lifted: bool = False


def refusals(
    database: Database, cycle: str, kind: str, failed_checks: Sequence[str], day: date, now: datetime, floor: float
) -> list[Refusal]:
    """Why an edition of a kind may not leave at `now` (UTC) of the London day; empty: it may.

    No edition leaves with a failed blocking check, and nothing of a year group before its results are out. That a
    term hasn't started or too little is known is for a person to weigh.
    """
    early = list(_too_early(database, cycle, day, now, is_final=kind == FINAL))
    short = _too_little(database, cycle, floor) if kind == FINAL else ()
    return [*(Refusal(sentence) for sentence in failed_checks), *early, *short]


def _too_early(database: Database, cycle: str, day: date, now: datetime, *, is_final: bool) -> Iterator[Refusal]:
    for year_group, opens_on, results_on in database.query(_YEARS, [cycle]).iter_rows():
        # Before results day a draft has nothing final in it; on the morning itself it has.
        in_the_morning = day == results_on and now.astimezone(LONDON).time() < _OPEN_AT
        if in_the_morning or (is_final and results_on and day < results_on):
            yield Refusal(
                f"Results of Year {year_group} are under embargo until 08:00 on {long_date(results_on)}: nothing final "
                "leaves before."
            )
        elif is_final and day < opens_on:
            yield Refusal(
                f"Year {year_group} has no final destinations before {long_date(opens_on)}, when the new term starts.",
                may_be_lifted=True,
            )


def _too_little(database: Database, cycle: str, floor: float) -> Iterator[Refusal]:
    lines = database.query(_KNOWN, {"cycle": cycle}).iter_rows()
    short = [
        f"{percent_of(known, cohort)} of Year {year_group}"
        for year_group, cohort, known in lines
        if known < Fraction(str(floor)) * cohort
    ]
    if short:
        yield Refusal(
            f"Too little is known: {listed(short)}. The network's floor is {floor:.0%} of the cohort "
            "(coverage_floor in network.toml).",
            may_be_lifted=True,
        )
