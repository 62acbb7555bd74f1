-- The flow from a checkpoint to the final destinations leaves each category with as many pupils as were in it
-- blocks: yes
with flows as (
    select school_id, year_group, checkpoint, checkpoint_category as destination_category, sum(pupils) as pupils, sum(pupils) filter (where checkpoint_category = final_category) as same
    from mart.checkpoint_flows
    where cycle = getvariable('cycle')
    group by all
),
told as (
    select school_id, year_group, checkpoint, destination_category, pupils, same_at_final
    from mart.checkpoints
    where cycle = getvariable('cycle') and same_at_final is not null and pupils > 0
)
select school_id, year_group, checkpoint, destination_category, f.pupils, t.pupils as pupils_at_checkpoint
from flows as f
full join told as t using (school_id, year_group, checkpoint, destination_category)
where f.pupils is distinct from t.pupils or coalesce(f.same, 0) is distinct from t.same_at_final
