"""What stands in each row of a worklist, in words: the pupils of a list with what is known of them, school by school.

Who is on a list and why is decided in `sql/mart`; how it looks in `reports/worklist.py`. How a family is reached is
taken from core.contacts only where that is allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from domain.package_data import table
from reports.numbers import long_date, plural
from reports.worklist_parts import HELD
from warehouse.database import Database

Row = Mapping[str, Any]
CONTACT = ("pupil_phone", "pupil_email", "parent_name", "parent_phone", "parent_email")
_PUPILS = f"""
select
    p.school_id as of_school, p.surname, p.forename, p.form, p.date_of_birth, p.upn, p.mis_id,
    {", ".join(f"case when p.may_contact then c.{column} end as {column}" for column in CONTACT)},
    a.contacted_by as caller, l.*
from {{lines}} as l
join core.listed_pupils as p on p.cycle = l.cycle and p.pupil_id = l.pupil_id
left join core.contacts as c on c.pupil_id = p.pupil_id
left join (
    select pupil_id, arg_max(contacted_by, (contacted_on, delivery_number)) as contacted_by
    from core.contact_attempts
    where cycle = getvariable('cycle')
    group by pupil_id
) as a on a.pupil_id = p.pupil_id
where l.cycle = getvariable('cycle')
order by p.school_id, l.year_group, {{order}}, p.surname, p.forename, p.pupil_id
"""
_LEAVERS = """(
    select l.*, 'final' as stage
    from core.in_year_leavers as l
    where l.cycle = getvariable('cycle') and l.state <> 'recorded'
)"""
# Who left in earlier years and said yes to being asked again
_ALUMNI = """(
    select d.*, f.on_date as left_on
    from core.destinations as d
    join core.contacts as c on c.pupil_id = d.pupil_id and c.may_contact
    join ref.calendar as f on f.cycle = d.cycle and f.event = 'leaving_date'
    join ref.cohort_rules as r on r.year_group = d.year_group and r.results_event is not null
    where d.cycle = getvariable('cycle') and d.stage = 'final'
)"""


@dataclass(frozen=True)
class Words:
    """The words behind codes: destination types by code, reasons and outcomes by list, and other coded columns."""

    destinations: Mapping[str, str]
    reasons: Mapping[tuple[str, str], str]
    outcomes: Mapping[str, str]
    codes: Mapping[tuple[str, str], str]
    schools: Mapping[str, str] = field(default_factory=dict)

    def place(self, destination_type: str | None, provider: str | None) -> str:
        """`Further education college, Leeds City College`"""
        return ", ".join(filter(None, (self.destinations.get(destination_type or "", ""), provider)))


def words_of(database: Database) -> Words:
    """The words as the warehouse's lists have them."""
    codes = database.query("select column_name, code, label from ref.codes")
    return Words(
        dict(database.query("select distinct code, label from ref.destination_types").iter_rows()),
        {(row["worklist"], row["reason"]): row["words"] for row in table("worklist_reasons").iter_rows(named=True)},
        dict(table("application_outcomes").iter_rows()),
        {(column, code): label for column, code, label in codes.iter_rows()},
        dict(database.query("select school_id, name from ref.schools").iter_rows()),
    )


def _said_on(text: str, day: date | None) -> str:
    return f"{text} ({long_date(day)})" if text and day else text


def _tutor_group(row: Row) -> str:
    return row["form"] or ""


def _guidance(row: Row, words: Words) -> Row:
    applied = row["applications"]
    talked = f", last talked {long_date(row['held_on'])}" if row["held_on"] else ""
    return {
        "reasons": "; ".join(words.reasons["guidance_list", reason] for reason in row["reasons"]),
        "guidance": f"{HELD} on {long_date(row['held_on'])}" if row["guidance"] == "held" else f"Outstanding{talked}",
        "plan": _said_on(words.place(row["destination_type"], row["destination_provider"]), row["recorded_on"]),
        "offer": words.codes.get(("offer_status", row["offer_status"] or ""), ""),
        "applications": f"{plural(applied, 'application')}, {plural(row['offers'], 'offer')}" if applied else "",
        "group": _tutor_group(row),
    }


def _board(row: Row, words: Words) -> Row:
    reason = words.reasons["results_day_board", row["reason"]]
    return {
        "call_first": f"{row['urgency']}. {reason}" if row["is_to_call"] else "",
        "outcome": words.outcomes.get(row["outcome"] or "", ""),
        "firm": row["firm_provider"],
        "insurance": row["insurance_provider"],
        "placed_at": row["placed_provider"],
        "plan": words.place(row["planned_type"], row["planned_provider"]),
        "enrolled": words.schools.get(row["enrolled_at"] or "", ""),
        "group": reason if row["is_to_call"] else "Nobody needs to call these",
    }


def _chase(row: Row, words: Words) -> Row:
    whom = row["whom_to_call"]
    calls = plural(row["attempts"], "call") if row["attempts"] else ""
    outcome = words.codes.get(("contact_outcome", row["last_outcome"] or ""), "").lower()
    last = f", last {long_date(row['last_contacted_on'])}{': ' + outcome if outcome else ''}" if calls else ""
    call = f"{whom} (planned)" if whom and row["is_only_planned"] else whom or "The pupil or the family"
    return {
        "whom_to_call": call,
        "reasons": words.reasons["chase_list", row["reason"]],
        "said": _said_on(words.place(row["destination_type"], row["destination_provider"]), row["recorded_on"]),
        "attempts": calls + last,
        "group": call,
    }


def _leaver(row: Row, _: Words) -> Row:
    gone = long_date(row["left_on"])
    return {
        "left_on": f"Not on the roll of {gone}" if row["left_on_assumed"] else gone,
        "why_left": row["leaving_reason"],
        "due": long_date(row["chase_on"]) + (" (overdue)" if row["state"] == "overdue" else ""),
        "group": _tutor_group(row),
    }


def _repair(row: Row, words: Words) -> Row:
    return {
        "fault": words.reasons["repair_list", row["reason"]],
        "said": row["said"],
        "suggestion": row["suggestion"],
        "group": words.reasons["repair_list", row["reason"]],
    }


def _alumnus(row: Row, words: Words) -> Row:
    return {
        "left": str(row["left_on"].year),
        "said": _said_on(words.place(row["destination_type"], row["destination_provider"]), row["recorded_on"]),
        "group": _tutor_group(row),
    }


@dataclass(frozen=True)
class Source:
    """Where a worklist's lines come from (`lines`: the `table`, or a query of it), in which order they stand within a
    year group, and how each is told."""

    table: str
    lines: str
    order: str
    tell: Callable[[Row, Words], Row]


_BY_FORM = "p.form nulls last"
SOURCES: Mapping[str, Source] = {
    "guidance_list": Source("mart.guidance_list", "mart.guidance_list", f"{_BY_FORM}, l.guidance desc", _guidance),
    "results_day_board": Source("mart.results_day_board", "mart.results_day_board", "l.urgency", _board),
    # the call that settles most comes first, those whom only the family can tell of last
    "chase_list": Source(
        "mart.chase_list",
        "mart.chase_list",
        "l.whom_to_call is null, count(*) over (partition by l.school_id, l.year_group, l.whom_to_call) desc, "
        "l.whom_to_call, l.is_only_planned, l.urgency",
        _chase,
    ),
    "in_year_leavers": Source("core.in_year_leavers", _LEAVERS, f"{_BY_FORM}, l.chase_on", _leaver),
    "repair_list": Source("mart.repair_list", "mart.repair_list", "l.urgency, l.said", _repair),
    "alumni_list": Source("core.destinations", _ALUMNI, _BY_FORM, _alumnus),
}


def told_rows(database: Database, worklist: str, words: Words) -> Iterator[tuple[str, int, str, Row]]:
    """Every line of a list as school_id, year group, stage and what the sheet says, in the order of the list."""
    source = SOURCES[worklist]
    lines = database.query(_PUPILS.format(lines=source.lines, order=source.order))
    same: Sequence[str] = ("surname", "forename", "form", "date_of_birth", "upn", "mis_id", "caller", *CONTACT)
    for row in lines.iter_rows(named=True):
        told = {**{name: row[name] for name in same}, **source.tell(row, words)}
        yield row["of_school"], row["year_group"], row["stage"], told


def places_left(database: Database) -> pl.DataFrame:
    """Places of every sixth form: school, course, places, told_on."""
    return database.query(
        """
        select s.name as school, p.course, p.places_left as places, p.told_on
        from mart.places_left as p
        join ref.schools as s on s.school_id = p.school_id
        where p.cycle = getvariable('cycle')
        order by s.name, p.line
        """
    )
