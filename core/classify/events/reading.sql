-- purpose: people whose temperature was taken.  grain: one row per person and day: the highest of it
-- parameters: /*first*/, $last (days that matter)
select
  d.person_id,
  coalesce(p.home_grid_id, d.last_grid_id) as grid_id,
  d.day as on_day,
  cast(null as date) as ends_on,
  d.max_temperature as temperature
from person_day d
join person p on p.person_id = d.person_id
where d.day between /*first*/ and $last and d.max_temperature is not null
