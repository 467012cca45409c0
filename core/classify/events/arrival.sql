-- purpose: people who came from elsewhere: back home, or to stay for a time
-- grain: one row per person with an arrival, or with an origin and no day of arrival
-- Whoever stays for a time is classed by the same rules as residents, in the grid where they stay; their class does not end with the stay.
-- parameters: /*first*/, $last (days of arrival that matter), $origins (of the pack: parts of the names of high-risk places)
select
  p.person_id,
  coalesce(p.home_grid_id
  -- if staying
    , y.grid_id
  -- end
  ) as grid_id,
  p.arrived_on as on_day,
  cast(null as date) as ends_on,
  p.origin,
  case
  -- if risk_stay
    when l.high then 'high'
  -- end
    when array_length(list_filter($origins, lambda place: contains(p.origin, place))) > 0 then 'high'
  -- if risk_stay
    when l.medium then 'medium'
    when l.unsure then null
  -- end
    when p.origin is null then null
    else 'other'
  end as origin_risk
from person p
-- if risk_stay
left join (
  select s.person_id, bool_or(s.sure and a.level = 'high') as high, bool_or(s.sure and a.level = 'medium') as medium, bool_or(not s.sure) as unsure
  from risk_stay s join standing_areas() a on a.area_id = s.area_id
  where s.how = 'came_from' and s.within and a.since <= $last + 1 and a.level <> 'low'
  group by s.person_id
) l on l.person_id = p.person_id
-- if staying
left join (
  select person_id, arg_max(grid_id, since) as grid_id from membership where kind = 'temporary' and since <= $last group by person_id
) y on y.person_id = p.person_id
-- end
where (p.home_grid_id is not null
  -- if staying
    or y.grid_id is not null
  -- end
  )
  and (p.arrived_on between /*first*/ and $last or p.arrived_on is null and p.origin is not null)
