-- purpose: people who came back from elsewhere.  grain: one row per person with an arrival, or with an origin and no day of arrival
-- parameters: /*first*/, $last (days of arrival that matter), $origins (of the pack: parts of the names of high-risk places)
select
  person_id,
  home_grid_id as grid_id,
  arrived_on as on_day,
  cast(null as date) as ends_on,
  origin,
  case
    when origin is null then null
    when len(list_filter($origins, lambda place: contains(origin, place))) > 0 then 'high'
    else 'other'
  end as origin_risk
from person
where home_grid_id is not null and (arrived_on between /*first*/ and $last or arrived_on is null and origin is not null)
