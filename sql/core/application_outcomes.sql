-- What has become of each pupil's applications: firm, insurance, Clearing, no place, or how they stand until then
-- grain: cycle, pupil_id
-- rebuild: cycle
with current as (
    select *, row_number() over (partition by pupil_id order by recorded_on, delivery_number, sheet, line, part) as said
    from core.applications
    where cycle = getvariable('cycle') and is_current
),
gathered as (
    select
        pupil_id,
        any_value(school_id) as school_id,
        any_value(year_group) as year_group,
        count(*) as applications,
        count(*) filter (where reached <> 'applied') as interviews,
        count(*) filter (where has_offer) as offers,
        count(*) filter (where is_open) as open_applications,
        count(*) filter (where is_open and has_offer) as open_offers,
        bool_or(is_open and reply = 'firm') as firm_is_open,
        arg_max(reached, list_position(['applied', 'interview', 'offered', 'replied', 'placed'], reached)) as reached,
        max(recorded_on) filter (where says_unplaced) as unplaced_on,
        max(recorded_on) filter (where is_open) as opened_on,
        arg_max(a, said) filter (where reply = 'firm') as firm,
        arg_max(a, said) filter (where reply = 'insurance') as insurance,
        -- Should several rows of a day say placed, a reply to one of them tells which
        arg_max(a, struct_pack(told := recorded_on, replied := reply is not null, said := said)) filter (where is_placed) as placed
    from current as a
    group by pupil_id
)
select
    cast(getvariable('cycle') as varchar) as cycle, -- The cycle
    cast(g.pupil_id as varchar) as pupil_id, -- The pupil
    cast(g.school_id as varchar) as school_id, -- The school that counts the pupil
    cast(g.year_group as integer) as year_group, -- The year group
    cast(g.applications as integer) as applications, -- Applications, each once
    cast(g.interviews as integer) as interviews, -- Of them, those that got to an interview or further
    cast(g.offers as integer) as offers, -- Of them, those with an offer, now or before
    cast(g.open_applications as integer) as open_applications, -- Of them, those that may still become a place
    cast(g.reached as varchar) as reached, -- How far the furthest got: applied, interview, offered, replied or placed
    cast(g.firm.provider as varchar) as firm_provider, -- The first choice, as sent
    cast(g.firm.provider_id as varchar) as firm_provider_id, -- Its provider; null where it isn't known for sure
    cast(g.insurance.provider as varchar) as insurance_provider, -- The insurance choice, as sent
    cast(g.insurance.provider_id as varchar) as insurance_provider_id, -- Its provider
    cast(g.placed.provider as varchar) as placed_provider, -- Where the pupil has a place, as sent
    cast(g.placed.provider_id as varchar) as placed_provider_id, -- Its provider
    cast(g.placed.course as varchar) as placed_course, -- The course of that place, as sent
    cast(g.placed.course_code as varchar) as placed_course_code, -- Its code, as sent
    cast(coalesce(g.placed.is_deferred, g.firm.is_deferred, false) as boolean) as is_deferred, -- Whether the place, else the first choice, is for a later year
    cast(case
        when g.placed is not null and (g.placed.reply = 'firm' or g.placed.provider_key = g.firm.provider_key) then 'placed_firm'
        when g.placed is not null and (g.placed.reply = 'insurance' or g.placed.provider_key = g.insurance.provider_key) then 'placed_insurance'
        when g.placed is not null and coalesce(g.firm, g.insurance) is not null then 'placed_clearing'
        when g.placed is not null then 'placed'
        when g.unplaced_on >= coalesce(g.opened_on, g.unplaced_on) then 'unplaced'
        when g.open_applications = 0 and d.results_on <= getvariable('as_of') then 'unplaced'
        when g.open_applications = 0 then 'unsuccessful'
        when g.firm_is_open then 'firm_open'
        when g.open_offers > 0 then 'offers_held'
        else 'waiting'
    end as varchar) as outcome -- placed_firm, placed_insurance, placed_clearing (at neither), placed (no replies known), unplaced, unsuccessful (before results day), firm_open, offers_held or waiting
from gathered as g
left join ref.collections as d on d.cycle = getvariable('cycle') and d.year_group = g.year_group and d.stage = 'final'
