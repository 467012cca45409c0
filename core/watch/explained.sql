-- purpose: rates of wider grids that places with faulty data make up at least half of.  grain: one row per such anomaly and the largest of those places
-- parameters: $numbers, $grids, $since, $until (lists: the anomalies), $faulty (grids), $part (share)
with found as (
  select unnest($numbers) as number, unnest($grids) as grid_id, unnest($since) as since, unnest($until) as until
),
counted as (
  select f.number, t.grid_id, sum(greatest(d.check_ins, coalesce(d.expected, 0))) as scans
  from found f
  join grid_tree t on t.ancestor_id = f.grid_id
  join grid_day d on d.grid_id = t.grid_id and d.day between f.since and f.until
  group by f.number, t.grid_id
)
select c.number, arg_max(c.grid_id, c.scans) filter (where c.grid_id in (select unnest($faulty))) as place
from counted c
group by c.number
having coalesce(sum(c.scans) filter (where c.grid_id in (select unnest($faulty))), 0) >= $part * sum(c.scans)
