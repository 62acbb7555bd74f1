-- Of the pupils who count some applied, of these some got to an interview, an offer, a reply, a place; places are counted once
-- blocks: yes
select school_id, year_group, breakdown_topic, breakdown, cohort, applied, interviewed, offered, replied, placed, unplaced
from mart.applications
where cycle = getvariable('cycle') and (
    not (cohort >= applied and applied >= interviewed and interviewed >= offered and offered >= replied and replied >= placed)
    or placed_firm + placed_insurance + placed_clearing > placed
    or placed + unplaced > applied
    or least(placed_firm, placed_insurance, placed_clearing, unplaced) < 0
    or abs(share_applied - applied / cohort) > 1e-9
    or abs(share_placed - placed / cohort) > 1e-9
)
