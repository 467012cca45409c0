-- purpose: people in a class of quarantine who were scanned elsewhere while they were in it.  grain: one row per person and day
-- Home is what lies in the village of the home as it was on that day (own_units.sql): a code at one's own hamlet, of its shop, at the
-- former home before a move. Where they work or study is the matter of unit_breach.sql.  parameters: those of own_units.sql (its head)
, elsewhere as (
  select s.person_id, s.home_grid_id, s.grid_id, s.scanned_at
  from scanned s
  left join at_home h on h.person_id = s.person_id and h.grid_id = s.grid_id and h.scanned_at = s.scanned_at
  left join at_unit u on u.person_id = s.person_id and u.grid_id = s.grid_id and u.scanned_at = s.scanned_at
  where s.home_grid_id is not null and h.person_id is null and u.person_id is null
)
select
  e.person_id,
  e.home_grid_id as grid_id,
  cast(e.scanned_at as date) as day,
  arg_max(g.name, e.scanned_at) as place,
  max(e.scanned_at) as evidence_at,
  count(distinct e.scanned_at) as scans
from elsewhere e
join grid g on g.grid_id = e.grid_id
group by e.person_id, e.home_grid_id, cast(e.scanned_at as date)
order by e.person_id, day;
