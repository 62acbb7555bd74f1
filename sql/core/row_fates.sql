-- What became of every row of every file: counted, superseded, excluded or held, with the reason
-- grain: delivery_id, sheet, line
-- rebuild: all
with newest as (
    -- Of what a school tells of itself, the newest file on a subject counts
    select r.school_id, r.cycle, r.kind, max(r.delivery_number) as delivery_number
    from staged.rows as r
    join staged.row_verdicts as v
        on v.delivery_id = r.delivery_id and v.sheet = r.sheet and v.line = r.line and v.part = r.part and v.verdict = 'usable'
    where r.kind in ('places', 'compass')
    group by all
),
known as (
    select
        r.delivery_id, r.sheet, r.line, r.kind, v.verdict, v.rule, h.pupil_id as counted_pupil, l.pupil_id, x.reason as not_counted_because,
        s.is_newest as is_newest_roll, c.delivery_id is not null as is_claim, c.is_current as is_leading_claim,
        a.delivery_id is not null as is_application, a.is_current as is_newest_application, f.state as feedback_state,
        d.delivery_number = n.delivery_number as is_newest_of_school,
        coalesce(t.contacted_on, t.guidance_on) is not null as tells_of_contact
    from raw.rows as r
    left join staged.row_verdicts as v
        on v.delivery_id = r.delivery_id and v.sheet = r.sheet and v.line = r.line and v.part = r.part
    left join staged.rows as t on t.delivery_id = r.delivery_id and t.sheet = r.sheet and t.line = r.line and t.part = r.part
    left join staged.roll as s on s.delivery_id = r.delivery_id and s.sheet = r.sheet and s.line = r.line and s.part = r.part
    left join core.claims as c on c.delivery_id = r.delivery_id and c.sheet = r.sheet and c.line = r.line and c.part = r.part
    left join core.applications as a on a.delivery_id = r.delivery_id and a.sheet = r.sheet and a.line = r.line and a.part = r.part
    left join core.feedback_review as f on f.delivery_id = r.delivery_id and f.sheet = r.sheet and f.line = r.line
    left join core.pupil_links as l on l.delivery_id = r.delivery_id and l.sheet = r.sheet and l.line = r.line
    left join core.cohort as h on h.cycle = r.in_cycle and h.pupil_id = l.pupil_id
    left join staged.deliveries as d on d.delivery_id = r.delivery_id
    left join newest as n on n.school_id = d.school_id and n.cycle = r.in_cycle and n.kind = r.kind
    left join (
        select cycle, pupil_id, min(reason) as reason
        from core.cohort_exclusions
        group by cycle, pupil_id
    ) as x on x.cycle = r.in_cycle and x.pupil_id = l.pupil_id
),
fates as (
    select *, case
        when verdict is null then 'no cycle, year group or stage'
        when verdict = 'held' then rule
        when verdict = 'withdrawn' then 'withdrawn'
        when kind in ('places', 'compass') then case when not is_newest_of_school then 'newer news came' end
        when kind = 'roll' and not is_newest_roll then 'a newer roll came'
        when kind in ('applications', 'feedback', 'encounters') and pupil_id is null then 'no such pupil is known'
        when kind = 'encounters' then null
        when kind = 'applications' and is_newest_application then null
        when kind = 'applications' and is_application then 'newer news came'
        when kind = 'feedback' and feedback_state = 'says_nothing' then 'says nothing that we could count'
        -- That somebody called, or talked with the pupil, is news too
        when kind = 'destinations' and not is_claim and not tells_of_contact then 'no destination given yet'
        when kind in ('destinations', 'feedback') and is_claim and not is_leading_claim then 'newer news came'
        when counted_pupil is null then coalesce(not_counted_because, 'not in the cohort')
    end as reason
    from known
),
judged as (
    select *, case
        when reason is null then 'counted'
        when verdict is null or verdict = 'held' then 'held'
        when reason in ('a newer roll came', 'newer news came') then 'superseded'
        else 'excluded'
    end as fate
    from fates
),
ordered as (
    select *, row_number() over (
        partition by delivery_id, sheet, line
        order by list_position(['counted', 'superseded', 'excluded', 'held'], fate), reason
    ) as place
    from judged
)
select
    cast(delivery_id as varchar) as delivery_id, -- The delivery
    cast(sheet as varchar) as sheet, -- The sheet
    cast(line as integer) as line, -- The row number that Excel shows
    cast(fate as varchar) as fate, -- counted, superseded, excluded or held; a row with several claims has the best of their fates
    cast(reason as varchar) as reason -- Why it is not counted; for a held row the rule that holds it
from ordered
where place = 1
