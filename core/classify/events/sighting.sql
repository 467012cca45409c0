-- purpose: people seen by a scan but on no roster, at the grid where last seen.  grain: one row per person and day seen: over when
-- they are seen again.  parameters: /*first*/, $last (days that matter)
select
  d.person_id,
  d.last_grid_id as grid_id,
  d.day as on_day,
  cast(lead(d.day) over (partition by d.person_id order by d.day) - 1 as date) as ends_on
from person_day d
join person p on p.person_id = d.person_id
where p.home_grid_id is null and not p.registered and d.day between /*first*/ and $last
