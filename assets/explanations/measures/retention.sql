-- Every pupil whom an autumn roll of the network has
select * replace (case
    when list_contains(measures, 'on_own_roll') then ['stayed_on_own_roll', 'on_network_roll']
    when list_contains(measures, 'on_other_roll') then ['on_network_roll']
    else []::varchar[]
end as measures)
from {retention}
