-- The clock: for each collection of a cycle when it opens and is due, how many schools have sent it or are late, and what to do next
-- grain: cycle, year_group, collection
-- rebuild: cycle
with counted as (
    select
        d.year_group, d.collection, d.opens_on, d.due_on, d.past_on,
        count(*) filter (where s.is_expected) as expected,
        count(*) filter (where s.state = 'received') as received,
        count(*) filter (where s.state = 'partly received') as partly,
        count(*) filter (where s.state = 'held') as held,
        count(*) filter (where s.state = 'nothing came') as missing,
        count(*) filter (where s.is_late) as late
    from ref.collection_dates as d
    join mart.submissions as s on s.cycle = d.cycle and s.year_group = d.year_group and s.collection = d.collection
    where d.cycle = getvariable('cycle') and (s.is_expected or not d.is_expected)
    group by all
),
judged as (
    select
        *,
        case
            when expected = 0 then 'not expected'
            when received = expected then 'complete'
            when past_on <= getvariable('as_of') then 'past'
            when late > 0 then 'late'
            when partly + held > 0 then 'to fix'
            when opens_on > getvariable('as_of') then 'not open yet'
            else 'waiting'
        end as situation
    from counted
),
present as (
    select arg_max(phase, position) as phase
    from ref.phases
    where cycle = getvariable('cycle') and (begins_on is null or begins_on <= getvariable('as_of'))
)
select
    cast(getvariable('cycle') as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(j.year_group as integer) as year_group, -- The year group; of an autumn roll, as on the roll
    cast(j.collection as varchar) as collection, -- roll, intended, final or autumn_roll
    cast(p.phase as varchar) as phase, -- The phase of the cycle
    cast(j.opens_on as date) as opens_on, -- It is asked for from this day
    cast(j.due_on as date) as due_on, -- It is due on this day; null: never
    cast(j.expected as integer) as expected, -- Schools that are expected to send it
    cast(j.received as integer) as received, -- Schools whose every row can be used
    cast(j.partly as integer) as partly, -- Schools with rows held back
    cast(j.held as integer) as held, -- Schools none of whose rows can be used
    cast(j.missing as integer) as missing, -- Schools of which nothing came though it is open
    cast(j.late as integer) as late, -- Schools past the day it was due without all of it being there
    cast(j.situation as varchar) as situation, -- complete, past, late, to fix, waiting, not open yet or not expected
    cast(n.sentence as varchar) as what_next -- What the network does next
from judged as j
cross join present as p
left join ref.next_steps as n on n.year_group = j.year_group and n.collection = j.collection and n.situation = j.situation
