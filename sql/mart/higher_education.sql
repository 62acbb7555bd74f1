-- From application to entry: how many Year 13 pupils of each school applied to higher education, were offered a place, are placed and went; Oxbridge, Russell Group, high tariff and medicine apart
-- grain: cycle, school_id, year_group, breakdown_topic, breakdown, he_group
-- rebuild: cycle
with counted_groups as (
    -- A group of universities of which there is no list for the year of entry can't be told
    select g.he_group, g.subjects = 'yes' as is_of_subjects, g.provider_groups is not null as is_of_providers, list(distinct e.provider_id) filter (where e.provider_id is not null) as provider_ids
    from ref.he_groups as g
    left join ref.he_group_entries as e on e.cycle = getvariable('cycle') and e.he_group = g.he_group
    group by all
),
sent as (
    select distinct a.school_id, a.year_group
    from core.applications as a
    join core.cohort as h on h.cycle = a.cycle and h.pupil_id = a.pupil_id and h.denominator = 'roll'
    where a.cycle = getvariable('cycle')
),
applied as (
    select
        a.pupil_id, g.he_group, bool_or(a.has_offer or a.is_placed) as is_offered, bool_or(a.is_placed) as is_placed
    from core.applications as a
    join ref.providers as p on p.provider_id = a.provider_id
    join ref.provider_kinds as k on k.kind = p.kind and k.enrolled_means = 'HIGHER_EDUCATION'
    left join ref.subject_groups as s on starts_with(upper(a.course_code), s.prefix)
    join counted_groups as g on case
        when g.is_of_subjects then s.subject_group is not null
        when g.is_of_providers then coalesce(list_contains(g.provider_ids, a.provider_id), false)
        else true
    end
    where a.cycle = getvariable('cycle') and a.is_current
    group by a.pupil_id, g.he_group
),
finals as (
    select pupil_id, provider_id, subject_group, destination_category = 'higher_education' as is_entrant, destination_category <> 'repeating' as is_leaver
    from core.destinations
    where cycle = getvariable('cycle') and stage = 'final'
),
counted as (
    select
        b.school_id, b.year_group, b.breakdown_topic, b.breakdown, g.he_group, s.school_id is not null as is_sent,
        not g.is_of_providers or g.provider_ids is not null as is_listed,
        count(*) as cohort, count(f.pupil_id) > 0 as is_open,
        count(*) filter (where f.is_leaver) as leavers, count(*) filter (where f.is_entrant) as entrants,
        count(a.pupil_id) as applied, count(*) filter (where a.is_offered) as offered, count(*) filter (where a.is_placed) as placed,
        count(*) filter (where f.is_entrant and case
            when g.is_of_subjects then f.subject_group is not null
            when g.is_of_providers then coalesce(list_contains(g.provider_ids, f.provider_id), false)
            else true
        end) as entered
    from core.cohort_breakdowns as b
    join ref.measures as m
        on m.measure = 'he_entered' and list_contains(string_split(m.year_groups, '|'), b.year_group::varchar)
        and list_contains(string_split(m.topics, '|'), b.breakdown_topic)
    cross join counted_groups as g
    left join sent as s on s.school_id = b.school_id and s.year_group = b.year_group
    left join applied as a on a.pupil_id = b.pupil_id and a.he_group = g.he_group
    left join finals as f on f.pupil_id = b.pupil_id
    where b.cycle = getvariable('cycle')
    group by b.school_id, b.year_group, b.breakdown_topic, b.breakdown, g.he_group, is_sent, is_listed
)
select
    cast(getvariable('cycle') as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(school_id as varchar) as school_id, -- The school
    cast(year_group as integer) as year_group, -- The year group: 13
    cast(breakdown_topic as varchar) as breakdown_topic, -- total or disadvantage
    cast(breakdown as varchar) as breakdown, -- The part of the topic
    cast(he_group as varchar) as he_group, -- any, russell_group (Oxbridge among it), oxbridge, high_tariff or medicine (dentistry and veterinary science among it)
    cast(cohort as integer) as cohort, -- The whole cohort of the breakdown
    cast(case when is_open then leavers end as integer) as leavers, -- Of them, pupils who don't repeat the year; null while the final stage isn't open
    cast(case when is_open then entrants end as integer) as entrants, -- Of them, pupils who entered higher education anywhere; null likewise
    cast(case when is_sent and is_listed then applied end as integer) as applied, -- Pupils who applied to the group; null where the school sent no roll or no applications, or there is no list of the group for the year of entry
    cast(case when is_sent and is_listed then offered end as integer) as offered, -- Of them, those who were offered a place, now or before; null likewise
    cast(case when is_sent and is_listed then placed end as integer) as placed, -- Of them, those who have a place, a deferred one among them; null likewise
    cast(case when is_open and is_listed then entered end as integer) as entered, -- Pupils whose final destination is higher education in the group; null while the final stage isn't open, or there is no list
    cast(case when is_open and is_listed then entered / cohort end as double) as share_of_cohort, -- entered / cohort
    cast(case when is_open and is_listed then entered / nullif(leavers, 0) end as double) as share_of_leavers, -- entered / leavers
    cast(case when is_open and is_listed then entered / nullif(entrants, 0) end as double) as share_of_entrants -- entered / entrants
from counted
