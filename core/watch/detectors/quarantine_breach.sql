-- purpose: people in a class of quarantine who were scanned elsewhere while they were in it.  grain: one row per person (the latest such scan)
-- What lies in the home grid is home: its own code, those of its sections, of what stands in it. Where they work or study is the matter of
-- unit_breach.sql.  parameters: those of own_units.sql (its head)
, elsewhere as (
  select s.person_id, s.home_grid_id, s.grid_id, s.scanned_at
  from scanned s
  left join grid_tree home on home.ancestor_id = s.home_grid_id and home.grid_id = s.grid_id
  left join at_unit u on u.person_id = s.person_id and u.grid_id = s.grid_id and u.scanned_at = s.scanned_at
  where s.home_grid_id is not null and home.grid_id is null and u.person_id is null
)
select
  e.person_id,
  e.home_grid_id as grid_id,
  arg_max(g.name, e.scanned_at) as place,
  cast(min(e.scanned_at) as date) as first_day,
  cast(max(e.scanned_at) as date) as last_day,
  count(distinct e.scanned_at) as scans
from elsewhere e
join grid g on g.grid_id = e.grid_id
group by e.person_id, e.home_grid_id
order by e.person_id;
