-- A small world in order: five pupils of two schools in Year 11, each with both stages; and another cycle that isn't.
create schema core;
create schema mart;
create table people as
select * from (values
    ('p1', 'ashdale', 'disadvantaged', 'school_sixth_form', 'further_education', 'education', 'education'),
    ('p2', 'ashdale', 'not_disadvantaged', 'undecided', 'unknown', 'undecided', 'unknown'),
    ('p3', 'ashdale', 'not_disadvantaged', 'school_sixth_form', 'school_sixth_form', 'education', 'education'),
    ('p4', 'hollins', 'disadvantaged', 'apprenticeship', 'apprenticeship', 'employment', 'employment'),
    ('p5', 'hollins', 'not_disadvantaged', 'unknown', 'further_education', 'unknown', 'education')
) as t(pupil_id, school_id, disadvantage, intended, final, intended_participation, final_participation);

create table core.cohort as
select '2025-26' as cycle, pupil_id, school_id, 11 as year_group, pupil_id = 'p4' as is_leaver from people;

create table core.destinations as
select '2025-26' as cycle, pupil_id, s.stage, school_id, 11 as year_group,
    if(s.stage = 'final', final, intended) as destination_category,
    if(s.stage = 'final', final_participation, intended_participation) as participation
from people cross join (values ('intended'), ('final')) as s(stage);

create table parts as
select pupil_id, 'total' as breakdown_topic, 'total' as breakdown from people
union all
select pupil_id, 'disadvantage' as breakdown_topic, disadvantage as breakdown from people;

create table mart.destinations_by_school as
with counted as (
    select cycle, school_id, year_group, stage, breakdown_topic, breakdown, destination_category, count(*) as pupils
    from core.destinations join parts using (pupil_id)
    group by all
),
cohorts as (
    select cycle, school_id, year_group, stage, breakdown_topic, breakdown, sum(pupils)::integer as cohort
    from counted
    group by all
),
categories as (
    select unnest(['school_sixth_form', 'further_education', 'apprenticeship', 'undecided', 'unknown']) as destination_category
)
select c.*, k.destination_category, coalesce(n.pupils, 0)::integer as pupils, coalesce(n.pupils, 0) / c.cohort as share
from cohorts as c
join categories as k on c.stage <> 'final' or k.destination_category <> 'undecided'
left join counted as n using (cycle, school_id, year_group, stage, breakdown_topic, breakdown, destination_category);

create table mart.destinations_by_network as
select * exclude (school_id, pupils, cohort, share), sum(pupils) as pupils, sum(cohort) as cohort
from mart.destinations_by_school
group by all;

create table mart.participation_by_school as
with counted as (
    select cycle, school_id, year_group, stage, breakdown_topic, breakdown, participation, count(*) as pupils
    from core.destinations join parts using (pupil_id)
    group by all
)
select *, sum(pupils) over (partition by school_id, stage, breakdown_topic, breakdown) as cohort from counted;

create table mart.participation_by_network as
select * exclude (school_id, pupils, cohort), sum(pupils) as pupils, sum(cohort) as cohort
from mart.participation_by_school
group by all;

create table mart.coverage as
select
    cycle, school_id, year_group, stage, count(*) as cohort, 0 as confirmed, if(stage = 'final', 0, null) as stale,
    count(*) filter (where destination_category not in ('unknown', 'undecided')) as known,
    count(*) filter (where destination_category = 'undecided') as undecided,
    count(*) filter (where destination_category = 'unknown') as unknown
from core.destinations
group by all;

create table mart.intended_to_final as
select
    '2025-26' as cycle, school_id, 11 as year_group, intended as intended_category, final as final_category, count(*) as pupils
from people
group by all;

create table mart.conservation as
select
    'd1' as delivery_id, 10 as records, 1 as header_records, 2 as dropped_records, 1 as held_rows, 1 as superseded_rows,
    1 as excluded_rows, 4 as counted_rows;

create table mart.checkpoints as
with reached as (
    select '2025-26' as cycle, school_id, 11 as year_group, 'end_of_may' as checkpoint, intended as destination_category, count(*) as pupils,
        count(*) filter (where intended = final) as same_at_final
    from people
    group by all
)
select *, (sum(pupils) over (partition by school_id))::integer as cohort, pupils / cohort as share, true as is_reached from reached
union all by name
select distinct cycle, school_id, year_group, 'results_day' as checkpoint, destination_category, cohort, false as is_reached from (
    select *, (sum(pupils) over (partition by school_id))::integer as cohort from reached
);

create table mart.checkpoint_flows as
select '2025-26' as cycle, school_id, 11 as year_group, 'end_of_may' as checkpoint, intended as checkpoint_category, final as final_category, count(*) as pupils
from people
group by all;

create schema ref;
create table ref.collections as
select '2025-26' as cycle, 11 as year_group, 'final' as stage, date '2026-09-01' as confirms_from;

create table core.reconciliation as
select '2025-26' as cycle, pupil_id, school_id, 11 as year_group, if(pupil_id = 'p3', school_id, null) as found_at, if(pupil_id = 'p3', 'confirmed', 'elsewhere') as state
from people;
create table mart.reconciliation as
select cycle, school_id, year_group, '' as other_school_id, state, count(*) as pupils from core.reconciliation group by all;
create table core.claims as
select '2025-26' as cycle, 'p3' as pupil_id, true as is_confirmed, true as is_from_roll;

create table mart.retention as
select
    '2025-26' as cycle, school_id, 11 as year_group, count(*) as cohort, true as has_next_year, true as roll_received,
    count(*) filter (where pupil_id = 'p3') as on_own_roll, 0 as on_other_roll,
    count(*) filter (where pupil_id <> 'p3' and final <> 'unknown') as elsewhere, count(*) filter (where final = 'unknown') as unknown,
    on_own_roll / cohort as share_on_own_roll
from people
group by all;

create table mart.september_guarantee as
select
    '2025-26' as cycle, school_id, 11 as year_group, disadvantage as home_la, count(*) as cohort, count(*) as offer_made,
    0 as no_offer, 0 as offer_not_appropriate, 0 as not_recorded, 0 as continuing
from people
group by all;

create table mart.in_year_leavers as
select '2025-26' as cycle, 'hollins' as school_id, 11 as year_group, 1 as leavers, 1 as recorded, 0 as due, 0 as overdue, 0 as not_participating;

create table core.application_outcomes as
select '2025-26' as cycle, pupil_id, school_id, 11 as year_group, 'placed_firm' as outcome from people where final = 'further_education';

create table mart.applications as
select
    h.cycle, h.school_id, h.year_group, b.breakdown_topic, b.breakdown, count(*) as cohort,
    count(o.pupil_id) as applied, applied as interviewed, applied as offered, applied as replied, applied as placed, applied as placed_firm,
    0 as placed_insurance, 0 as placed_clearing, 0 as unplaced, applied / cohort as share_applied, placed / cohort as share_placed
from core.cohort as h join parts as b on b.pupil_id = h.pupil_id left join core.application_outcomes as o on o.pupil_id = h.pupil_id
group by all;

create table core.on_roll as
select '2025-26' as cycle, pupil_id, school_id, 11 as year_group from people;

create table mart.encounters as
select
    cycle, school_id, year_group, breakdown_topic, breakdown, 'employer' as encounter_kind, count(*) as on_roll,
    count(*) filter (where pupil_id <> 'p1') as pupils, 2 * pupils as encounters, pupils / on_roll as share
from core.on_roll as h join parts using (pupil_id)
group by all;

create table mart.guidance_interviews as
select cycle, school_id, year_group, breakdown_topic, breakdown, on_roll as cohort, pupils, share from mart.encounters;
create table mart.provider_access as
select cycle, school_id, year_group, breakdown_topic, breakdown, on_roll, pupils, share from mart.encounters;
create table mart.destinations_held as
select cycle, school_id, year_group, y.years_after, on_roll as cohort, if(y.years_after = 1, pupils, null) as pupils, if(y.years_after = 1, share, null) as share
from mart.encounters cross join (values (1), (2)) as y(years_after)
where breakdown_topic = 'total';

create table ref.measures as
select * from (values
    ('known', 'record', null, 'cohort'), ('unknown', 'record', null, 'cohort'), ('eet', 'outcome', 'disadvantage_by_sex', 'cohort'),
    ('compared', 'churn', null, 'cohort'), ('as_planned', 'churn', null, 'compared'), ('changed', 'churn', null, 'compared'),
    ('moved_up', 'churn', null, 'compared'), ('reason_not_said', 'change_reasons', null, 'changed'), ('guidance_needed', 'stock_take', null, 'cohort')
) as t(measure, theme, network_topics, cohort_item);
create table mart.measures_by_school as
with counted as (
    select
        '2025-26' as cycle, p.school_id, 11 as year_group, b.breakdown_topic, b.breakdown, count(*) as cohort,
        count(*) filter (where p.intended not in ('unknown', 'undecided') and p.final <> 'unknown') as compared,
        count(*) filter (where p.intended not in ('unknown', 'undecided') and p.final not in ('unknown', p.intended)) as changed,
        count(*) filter (where p.final <> 'unknown') as known
    from people as p
    join parts as b using (pupil_id)
    group by all
),
told as (
    select * exclude (compared, changed, known, cohort), unnest([
        {measure: 'known', pupils: known, cohort: cohort}, {measure: 'unknown', pupils: cohort - known, cohort: cohort},
        {measure: 'eet', pupils: known, cohort: cohort}, {measure: 'compared', pupils: compared, cohort: cohort},
        {measure: 'as_planned', pupils: compared - changed, cohort: compared}, {measure: 'changed', pupils: changed, cohort: compared},
        {measure: 'moved_up', pupils: changed, cohort: compared}, {measure: 'reason_not_said', pupils: changed, cohort: changed},
        {measure: 'guidance_needed', pupils: null, cohort: cohort}
    ]) as told
    from counted
)
select * exclude (told), told.measure as measure, told.pupils as pupils, told.cohort as cohort, told.pupils / nullif(told.cohort, 0) as share
from told;
create table mart.measures_by_network as
select
    cycle, year_group, breakdown_topic, breakdown, measure, sum(pupils) as pupils, sum(cohort) filter (where pupils is not null) as cohort, count(pupils) as schools
from mart.measures_by_school
group by all
union all
select '2025-26', 11, 'disadvantage_by_sex', 'disadvantaged+female', 'eet', 1, 2, 2;

insert into core.cohort values ('2024-25', 'p1', 'ashdale', 11, false), ('2024-25', 'p1', 'hollins', 11, false);
insert into core.destinations values ('2024-25', 'p9', 'final', 'ashdale', 11, 'unknown', 'unknown');
set variable cycle = '2025-26';
set variable as_of = date '2026-11-20';
