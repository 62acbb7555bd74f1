-- Every pupil of the cohort at every open stage, with what is known of the destination
select
    cycle, school_id, year_group, stage, pupil_id,
    list_concat(
        ['cohort'],
        case when destination_category in ('unknown', 'undecided') then [destination_category] else list_concat(
            ['known'], case when is_confirmed then ['confirmed'] end, case when is_stale then ['stale'] end
        ) end
    ) as measures,
    stage as says, null::date as heard_until, delivery_id, sheet, line, part,
    list_concat([]::varchar[], case when is_confirmed then ['confirmed'] end, case when is_stale then ['lapsed'] end) as because
from core.destinations
where cycle = getvariable('cycle')
