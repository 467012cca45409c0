-- purpose: people seen by a scan but on no roster.  grain: one row per person and day seen: in the class until seen again elsewhere,
-- at most $days days, at the grid where last seen.  parameters: $since, $until (days classified), $days
select
  d.person_id,
  d.last_grid_id as grid_id,
  d.day as since,
  least(
    cast(d.day + $days - 1 as date),
    cast(lead(d.day) over (partition by d.person_id order by d.day) - 1 as date)
  ) as until,
  json_object('day', cast(d.day as text)) as fields
from person_day d
join person p on p.person_id = d.person_id
where p.home_grid_id is null and not p.registered and d.day between cast($since as date) - $days + 1 and $until
