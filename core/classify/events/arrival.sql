-- purpose: people who came from elsewhere: back home, or to stay for a time
-- grain: one row per person with an arrival, or with an origin and no day of arrival
-- Whoever stays for a time is classed by the same rules as residents, in the grid where they stay; their class does not end with the stay.
-- parameters: /*first*/, $last (days of arrival that matter), $origins (of the pack: parts of the names of high-risk places)
with staying as (
  select person_id, arg_max(grid_id, since) as grid_id from membership where kind = 'temporary' and since <= $last group by person_id
),
listed as (
  select s.person_id, bool_or(s.sure and a.level = 'high') as high, bool_or(s.sure and a.level = 'medium') as medium, bool_or(not s.sure) as unsure
  from risk_stay s join standing_areas() a on a.area_id = s.area_id
  where s.how = 'came_from' and s.within and a.since <= $last + 1 and a.level <> 'low'
  group by s.person_id
)
select
  p.person_id,
  coalesce(p.home_grid_id, y.grid_id) as grid_id,
  p.arrived_on as on_day,
  cast(null as date) as ends_on,
  p.origin,
  case
    when l.high or array_length(list_filter($origins, lambda place: contains(p.origin, place))) > 0 then 'high'
    when l.medium then 'medium'
    when p.origin is null or l.unsure then null
    else 'other'
  end as origin_risk
from person p
left join listed l on l.person_id = p.person_id
left join staying y on y.person_id = p.person_id
where coalesce(p.home_grid_id, y.grid_id) is not null
  and (p.arrived_on between /*first*/ and $last or p.arrived_on is null and p.origin is not null)
