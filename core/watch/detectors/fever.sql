-- purpose: people with a measured fever in the last days.  grain: one row per person.  parameters: $as_of, $days, $fever (°C)
select
  d.person_id,
  coalesce(any_value(p.home_grid_id), arg_max(d.last_grid_id, d.day)) as grid_id,
  max(d.max_temperature) as temperature,
  min(d.day) as first_day,
  max(d.day) as last_day,
  count(*) as days
from person_day d
join person p on p.person_id = d.person_id
where d.day > cast($as_of as date) - $days and d.day <= $as_of and d.max_temperature >= $fever
group by d.person_id
order by d.person_id;
