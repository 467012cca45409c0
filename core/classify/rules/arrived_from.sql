-- purpose: people who came back from elsewhere not long ago.  grain: one row per person: in the class for $days days from arrival
-- parameters: $since, $until (days classified), $days, $high_risk (true: from one of $origins; false: from anywhere else), $origins
select
  p.person_id,
  p.home_grid_id as grid_id,
  p.arrived_on as since,
  cast(p.arrived_on + $days - 1 as date) as until,
  json_object('origin', p.origin, 'arrived', cast(p.arrived_on as text)) as fields
from person p
where p.home_grid_id is not null
  and p.arrived_on between cast($since as date) - $days + 1 and $until
  and $high_risk = (len(list_filter($origins, lambda place: contains(coalesce(p.origin, ''), place))) > 0)
