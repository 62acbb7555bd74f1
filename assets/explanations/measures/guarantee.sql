-- Every pupil who needs an offer by the end of September
select * exclude (home_la)
    replace (list_transform(measures, name -> case name when 'offer_made' then 'guarantee_offer' else 'guarantee_' || name end) as measures)
from {september_guarantee}
