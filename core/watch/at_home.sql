-- purpose: silent people of whose home grid too little came in on those days: not seen does not mean stayed at home
-- grain: one row per such anomaly.  parameters: $numbers, $grids, $since, $until (lists), $least (coverage)
with found as (
  select unnest($numbers) as number, unnest($grids) as grid_id, unnest($since) as since, unnest($until) as until
),
wanted as (
  select number, grid_id, unnest(generate_series(since, until, interval 1 day)) as day from found
)
select w.number
from wanted w
join coverage_day d on d.grid_id = w.grid_id and d.day = w.day
group by w.number
having sum(d.expected) > 0 and sum(d.seen) < $least * sum(d.expected)
