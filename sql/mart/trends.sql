-- Three years together: each measure of each school and of the network, with the years before, pooled as pupils by denominators
-- grain: cycle, school_id, year_group, breakdown_topic, breakdown, measure
-- rebuild: all
with recursive cycles as (
    select cycle, row_number() over (order by cycle) as place
    from (select distinct cycle from ref.calendar)
),
-- A school that took another one's place carries on its figures
lineages as (
    select school_id, school_id as member_id, succeeds
    from ref.schools
    union
    select l.school_id, s.school_id as member_id, s.succeeds
    from lineages as l
    join ref.schools as s on s.school_id = l.succeeds
),
measures as (
    select measure from ref.measures where theme in ('outcome', 'record')
),
told as (
    select c.place, m.school_id, m.year_group, m.breakdown_topic, m.breakdown, m.measure, m.cycle, m.pupils, m.cohort
    from mart.measures_by_school as m
    join cycles as c on c.cycle = m.cycle
    where m.breakdown_topic in ('total', 'disadvantage') and m.measure in (select measure from measures)
    union all
    select c.place, '' as school_id, m.year_group, m.breakdown_topic, m.breakdown, m.measure, m.cycle, m.pupils, m.cohort
    from mart.measures_by_network as m
    join cycles as c on c.cycle = m.cycle
    where m.breakdown_topic in ('total', 'disadvantage') and m.measure in (select measure from measures)
),
members as (
    select school_id, member_id from lineages
    union all
    select '' as school_id, '' as member_id
),
pooled as (
    select
        t.cycle, t.school_id, t.year_group, t.breakdown_topic, t.breakdown, t.measure,
        count(distinct b.cycle) filter (where b.pupils is not null) as years, min(b.cycle) filter (where b.pupils is not null) as first_cycle,
        sum(b.pupils) as pupils, sum(b.cohort) filter (where b.pupils is not null) as cohort
    from told as t
    join members as l on l.school_id = t.school_id
    join told as b
        on b.school_id = l.member_id and b.year_group = t.year_group and b.breakdown_topic = t.breakdown_topic and b.breakdown = t.breakdown
        and b.measure = t.measure and b.place between t.place - 2 and t.place
    group by t.cycle, t.school_id, t.year_group, t.breakdown_topic, t.breakdown, t.measure
),
broken as (
    select p.cycle, p.first_cycle, p.measure, p.breakdown_topic, string_agg(d.sentence, ' ' order by d.from_cycle) as break_note
    from (select distinct cycle, first_cycle, measure, breakdown_topic from pooled) as p
    join ref.definition_breaks as d
        on d.from_cycle > p.first_cycle and d.from_cycle <= p.cycle
        and (d.measures is null or list_contains(string_split(d.measures, '|'), p.measure))
        and (d.topics is null or list_contains(string_split(d.topics, '|'), p.breakdown_topic))
    group by p.cycle, p.first_cycle, p.measure, p.breakdown_topic
)
select
    cast(p.cycle as varchar) as cycle, -- The last of the academic years pooled
    cast(p.school_id as varchar) as school_id, -- The school, with those whose place it took; empty for the network
    cast(p.year_group as integer) as year_group, -- The year group
    cast(p.breakdown_topic as varchar) as breakdown_topic, -- total or disadvantage
    cast(p.breakdown as varchar) as breakdown, -- The part of the topic
    cast(p.measure as varchar) as measure, -- The measure: see ref.measures
    cast(p.years as integer) as years, -- Of how many of the three years something can be told
    cast(p.first_cycle as varchar) as first_cycle, -- The first of them; null: none
    cast(p.pupils as integer) as pupils, -- Pupils that the measure counts in all of them together; null where it can't be told
    cast(p.cohort as integer) as cohort, -- Their denominators together
    cast(p.pupils / nullif(p.cohort, 0) as double) as share, -- pupils / cohort: never the mean of the years' shares
    cast(n.break_note as varchar) as break_note -- What makes these years hard to compare, in words; null: nothing that we know of
from pooled as p
left join broken as n
    on n.cycle = p.cycle and n.first_cycle = p.first_cycle and n.measure = p.measure and n.breakdown_topic = p.breakdown_topic
