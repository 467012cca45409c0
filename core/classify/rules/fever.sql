-- purpose: people with a measured fever.  grain: one row per person and day with fever: in the class from then for $days days
-- parameters: $since, $until (days classified), $fever (°C), $days
select
  d.person_id,
  coalesce(p.home_grid_id, d.last_grid_id) as grid_id,
  d.day as since,
  cast(d.day + $days - 1 as date) as until,
  json_object('temperature', cast(d.max_temperature as double), 'day', cast(d.day as text)) as fields
from person_day d
join person p on p.person_id = d.person_id
where d.day between cast($since as date) - $days + 1 and $until and d.max_temperature >= $fever
