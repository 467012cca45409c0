-- purpose: falls that lie in a town (a unit: in the town where it stands) of which too little came in apart from the grid itself; where nothing else is there
--   to compare with, of the county.  grain: one row per such anomaly.  parameters: $numbers, $grids, $since, $until (lists), $least (coverage)
with found as (
  select unnest($numbers) as number, unnest($grids) as grid_id, unnest($since) as since, unnest($until) as until
),
placed_in as (
  select f.*, coalesce(max(t.ancestor_id) filter (where g.level = 'township' and g.grid_id <> f.grid_id), max(t.ancestor_id) filter (where g.level = 'county')) as place_id
  from found f
  join grid_tree t on t.grid_id = f.grid_id
  join grid g on g.grid_id = t.ancestor_id and g.axis = 'area'
  group by f.number, f.grid_id, f.since, f.until
),
wanted as (
  select *, unnest(generate_series(since, until, interval 1 day)) as day from placed_in
),
beside as (
  select w.number, sum(p.seen - coalesce(o.seen, 0)) as seen, sum(p.expected - coalesce(o.expected, 0)) as expected
  from wanted w
  join coverage_day p on p.grid_id = w.place_id and p.day = w.day
  left join coverage_day o on o.grid_id = w.grid_id and o.day = w.day
  group by w.number
)
select number from beside where expected > 0 and seen < $least * expected
