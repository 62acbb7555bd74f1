-- What is measured of each school from where its pupils finally went: how many are known, in education or work, as planned, and why not
-- grain: cycle, school_id, year_group, breakdown_topic, breakdown, measure
-- rebuild: cycle
with tried as (
    select distinct a.pupil_id
    from core.contact_attempts as a
    join core.cohort as h on h.cycle = a.cycle and h.pupil_id = a.pupil_id
    join ref.collections as c on c.cycle = h.cycle and c.year_group = h.year_group and c.stage = 'final'
    where a.cycle = getvariable('cycle') and a.contacted_on >= coalesce(c.results_on, c.opens_on)
),
said as (
    select pupil_id, ' ' || regexp_replace(lower(strip_accents(arg_max(change_reason, precedence))), '[^a-z0-9]+', ' ', 'g') as words
    from core.claims
    where cycle = getvariable('cycle') and stage = 'final' and change_reason is not null
    group by pupil_id
),
reasons as (
    select s.pupil_id, coalesce(arg_min(w.change_reason, w.position), 'other') as change_reason
    from said as s
    left join ref.change_reasons as w on contains(s.words, ' ' || w.words)
    group by s.pupil_id
),
held as (
    -- Only what this cycle's own record says: what later years' files add is in mart.destinations_held
    select distinct h.pupil_id
    from core.cohort as h
    join ref.benchmark_windows as w on w.cycle = h.cycle and w.year_group = h.year_group and w.rule = 'destinations_held' and w.years_after = 1
    join core.claims as c
        on c.cycle = h.cycle and c.pupil_id = h.pupil_id and c.stage = 'final' and c.participation not in ('unknown', 'undecided')
        and (c.recorded_on between w.from_on and w.until_on or c.verified_on between w.from_on and w.until_on)
    where h.cycle = getvariable('cycle')
),
pupils as (
    select
        h.*, w.from_on <= getvariable('as_of') and h.denominator = 'roll' as can_be_held, k.pupil_id is not null as is_held,
        d.destination_category, d.is_stale, d.is_in_network, d.is_own_school, d.direction, 'reason_' || coalesce(r.change_reason, 'not_said') as reason_measure,
        d.participation not in ('unknown', 'undecided') as is_known, d.is_confirmed, t.pupil_id is not null as is_tried,
        d.participation = 'education' as in_education, d.participation in ('education', 'employment', 'training') as in_eet,
        h.left_on is not null and h.left_on < c.leaving_on as left_in_year
    from core.cohort as h
    join core.destinations as d on d.cycle = h.cycle and d.pupil_id = h.pupil_id and d.stage = 'final'
    join ref.collections as c on c.cycle = h.cycle and c.year_group = h.year_group and c.stage = 'final'
    left join ref.benchmark_windows as w on w.cycle = h.cycle and w.year_group = h.year_group and w.rule = 'destinations_held' and w.years_after = 1
    left join held as k on k.pupil_id = h.pupil_id
    left join tried as t on t.pupil_id = h.pupil_id
    left join reasons as r on r.pupil_id = h.pupil_id
    where h.cycle = getvariable('cycle')
),
parts as (
    select pupil_id, breakdown_topic, breakdown
    from core.cohort_breakdowns
    where cycle = getvariable('cycle')
    union all
    -- Two topics crossed leave out of whom either is not known
    select p.pupil_id, p.belongs.topic, p.belongs.part
    from (
        select pupil_id, unnest([
            {topic: 'looked_after', part: looked_after}, {topic: 'first_generation', part: first_generation},
            {topic: 'disadvantage_by_sex', part: disadvantage || '+' || sex},
            {topic: 'disadvantage_by_ethnicity', part: disadvantage || '+' || ethnicity_major}
        ]) as belongs
        from pupils
    ) as p
    join ref.measure_breakdowns as b on b.breakdown_topic = p.belongs.topic and b.breakdown = p.belongs.part
),
counted as (
    select
        p.school_id, p.year_group, b.breakdown_topic, b.breakdown, count(*) as cohort,
        count(*) filter (where not p.is_known) as unknown, count(p.direction) as compared,
        count(*) filter (where p.direction <> 'same') as changed, count(*) filter (where p.left_in_year) as left_in_year,
        bool_or(p.is_stale is not null) as is_past_survey, bool_or(p.can_be_held) as can_be_held, bool_or(bool_or(p.preference_met is not null)) over (partition by p.school_id, p.year_group) as has_preferences,
        [
            {measure: 'known', pupils: count(*) filter (where p.is_known)},
            {measure: 'confirmed', pupils: count(*) filter (where p.is_known and p.is_confirmed)},
            {measure: 'stale', pupils: count(*) filter (where p.is_known and p.is_stale)},
            {measure: 'unknown', pupils: count(*) filter (where not p.is_known)},
            {measure: 'unknown_tried', pupils: count(*) filter (where not p.is_known and p.is_tried)},
            {measure: 'education', pupils: count(*) filter (where p.in_education)},
            {measure: 'eet', pupils: count(*) filter (where p.in_eet)},
            {measure: 'apprenticeship', pupils: count(*) filter (where p.destination_category = 'apprenticeship')},
            {measure: 'higher_education', pupils: count(*) filter (where p.destination_category = 'higher_education')},
            {measure: 'in_network', pupils: count(*) filter (where p.is_in_network)},
            {measure: 'own_school', pupils: count(*) filter (where p.is_own_school)},
            {measure: 'first_preference', pupils: count(*) filter (where p.preference_met = '1')},
            {measure: 'top_three_preferences', pupils: count(*) filter (where p.preference_met in ('1', '2', '3'))},
            {measure: 'compared', pupils: count(p.direction)},
            {measure: 'as_planned', pupils: count(*) filter (where p.direction = 'same')},
            {measure: 'changed', pupils: count(*) filter (where p.direction <> 'same')},
            {measure: 'moved_up', pupils: count(*) filter (where p.direction = 'up')},
            {measure: 'moved_sideways', pupils: count(*) filter (where p.direction = 'lateral')},
            {measure: 'moved_down', pupils: count(*) filter (where p.direction = 'down')},
            {measure: 'held_year_1', pupils: count(*) filter (where p.is_held)},
            {measure: 'left_in_year_11', pupils: count(*) filter (where p.left_in_year)},
            {measure: 'left_in_year_11_known', pupils: count(*) filter (where p.left_in_year and p.is_known)}
        ] as counts,
        histogram(p.reason_measure) filter (where p.direction <> 'same') as reasons
    from pupils as p
    join parts as b on b.pupil_id = p.pupil_id
    group by p.school_id, p.year_group, b.breakdown_topic, b.breakdown
),
told as (
    select c.* exclude (counts, reasons), c.told.measure as measure, c.told.pupils as pupils
    from (select *, unnest(counts) as told from counted) as c
    union all by name
    select c.* exclude (counts, reasons), m.measure, coalesce(c.reasons[m.measure], 0) as pupils
    from counted as c
    join ref.measures as m on m.theme = 'change_reasons'
)
select
    cast(getvariable('cycle') as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(t.school_id as varchar) as school_id, -- The school
    cast(t.year_group as integer) as year_group, -- The year group
    cast(t.breakdown_topic as varchar) as breakdown_topic, -- The topic by which the cohort is broken down, two topics crossed among them
    cast(t.breakdown as varchar) as breakdown, -- The part of the topic
    cast(t.measure as varchar) as measure, -- The measure: see ref.measures
    cast(case
        when t.measure = 'stale' and not t.is_past_survey then null
        when t.measure = 'held_year_1' and not coalesce(t.can_be_held, false) then null
        when t.measure in ('first_preference', 'top_three_preferences') and not t.has_preferences then null
        else t.pupils
    end as integer) as pupils, -- Pupils it counts; null where it can't be told
    cast(case m.cohort_item
        when 'unknown' then t.unknown
        when 'compared' then t.compared
        when 'changed' then t.changed
        when 'left_in_year_11' then t.left_in_year
        else t.cohort
    end as integer) as cohort -- Its denominator
from told as t
join ref.measures as m
    on m.measure = t.measure and list_contains(string_split(m.year_groups, '|'), t.year_group::varchar)
    and list_contains(string_split(concat_ws('|', m.topics, m.network_topics), '|'), t.breakdown_topic)
