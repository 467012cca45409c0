-- purpose: the measured rows of some days completed with `expected_day`.  grain: one row per grid and day.  parameters: $wanted
select
  coalesce(g.grid_id, e.grid_id) as grid_id,
  coalesce(g.day, e.day) as day,
  coalesce(g.check_ins, 0) as check_ins,
  coalesce(g.entries, 0) as entries,
  coalesce(g.exits, 0) as exits,
  coalesce(g.people, 0) as people,
  coalesce(g.fevers, 0) as fevers,
  coalesce(g.outsiders, 0) as outsiders,
  coalesce(g.residents_seen, 0) as residents_seen,
  e.expected
from (
  select * from grid_day
  where day in (select unnest($wanted)) and (check_ins > 0 or residents_seen > 0)
) g
full join expected_day e on e.grid_id = g.grid_id and e.day = g.day;
