-- purpose: days whose data are not there: of the whole store (grid 0), or of a township although others sent
-- grain: one row per grid and day.  parameters: $share (of what is expected, below which a feed is missing), $least (check-ins
--   expected, from which that can be told)
with span as (
  select min(day) as first_day, max(day) as last_day from grid_day where check_ins > 0
),
calendar as (
  select cast(moment as date) as day
  from (select unnest(generate_series(cast(first_day as timestamp), cast(last_day as timestamp), interval 1 day)) as moment from span) m
),
county as (
  select day, sum(check_ins) as check_ins, sum(expected) as expected from grid_day group by day
),
township as (
  select t.ancestor_id as grid_id, d.day, sum(d.check_ins) as check_ins, sum(d.expected) as expected
  from grid_day d
  join grid_tree t on t.grid_id = d.grid_id
  join grid g on g.grid_id = t.ancestor_id and g.axis = 'area' and g.level = 'township'
  group by t.ancestor_id, d.day
)
select 0 as grid_id, c.day
from calendar c
left join county k on k.day = c.day
where coalesce(k.check_ins, 0) = 0 or k.expected >= $least and k.check_ins < $share * k.expected
union all
select grid_id, day from township where expected >= $least and check_ins < $share * expected
