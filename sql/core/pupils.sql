-- Every pupil once, over all years and schools, with what is known of them latest
-- grain: pupil_id
-- rebuild: all
with seen as (
    select l.pupil_id, r.*, row_number() over (partition by l.pupil_id order by r.delivery_number, r.sheet_number, r.line, r.part) as place
    from core.pupil_links as l
    join staged.rows as r on r.delivery_id = l.delivery_id and r.sheet = l.sheet and r.line = l.line
    -- What others say of a pupil never tells who the pupil is
    where r.kind in ('roll', 'destinations')
),
leaves_the_cohort as (
    select distinct code from ref.destination_types where destination_category is null
)
select
    cast(pupil_id as varchar) as pupil_id, -- The pupil: named after the earliest row that is about them
    cast(arg_max(upn, place) as varchar) as upn, -- Unique pupil number, latest sent
    cast(coalesce(list_sort(list_distinct(list_concat(
        list(upn) filter (where upn is not null), list(former_upn) filter (where former_upn is not null)
    ))), []) as varchar[]) as upns, -- Every unique pupil number that a row gives, now or formerly, temporary ones too
    cast(arg_max(uln, place) as varchar) as uln, -- Unique learner number, latest sent
    cast(arg_max(surname, place) as varchar) as surname, -- Surname, latest sent
    cast(arg_max(forename, place) as varchar) as forename, -- Forename, latest sent
    cast(arg_max(date_of_birth, place) as date) as date_of_birth, -- Date of birth, latest sent
    cast(arg_max(
        case when 'yes' in (disadvantaged, looked_after) then 'yes' else disadvantaged end, place
    ) filter (where year_group = 11) as varchar) as disadvantaged_in_year_11, -- What the Year 11 rows said: carried on to Years 12 and 13
    cast(bool_or(destination_type in (select code from leaves_the_cohort)) is true as boolean) as left_for_good, -- Whether a row says what takes a pupil out of every list
    cast(count(distinct (delivery_id, sheet, line)) as integer) as source_rows -- Rows about the pupil
from seen
group by pupil_id
