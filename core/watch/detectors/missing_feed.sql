-- purpose: grids that have sent nothing at all for days although check-ins were to be expected
-- grain: one row per silent grid (areas below the county, units), only the widest of those that lie in each other on the same axis
-- parameters: $as_of, $days (least silence), $look_back (longest silence looked for)
-- What is expected is scaled by how much of its own expectation the whole kind sent that day, so that a holiday alarms nobody.
with watched as (
  select
    g.grid_id, g.parent_id, g.axis,
    case when g.axis = 'block' then 'unit.' || coalesce(u.kind, 'other') else 'area' end as kind
  from grid g
  left join unit u on u.grid_id = g.grid_id
  where (g.axis = 'area' and g.level <> 'county' or g.axis = 'block' and g.parent_id is null) and (g.closed_on is null or g.closed_on > $as_of)
),
parts as (
  select w.grid_id as series_id, w.kind, w.parent_id, w.axis, t.grid_id
  from watched w
  join grid_tree t on t.ancestor_id = w.grid_id
  join grid g on g.grid_id = t.grid_id and g.axis = w.axis
),
recent as (
  select * from grid_day where day > cast($as_of as date) - $look_back and day <= $as_of
),
kind_of as (
  select grid_id, min(kind) as kind from parts group by grid_id
),
kind_day as (
  select k.kind, r.day, least(1.0, sum(r.check_ins) / nullif(sum(r.expected), 0)) as share
  from recent r
  join kind_of k on k.grid_id = r.grid_id
  where r.expected is not null
  group by k.kind, r.day
),
series as (
  select p.series_id, p.kind, r.day, sum(r.check_ins) as check_ins, sum(r.expected) as expected
  from recent r
  join parts p on p.grid_id = r.grid_id
  group by p.series_id, p.kind, r.day
),
heard as (
  select series_id, max(day) filter (where check_ins > 0) as last_heard, min(day) as first_day from series group by series_id
),
silent as (
  select
    s.series_id, min(s.day) as first_day, count(*) as days, sum(s.expected * coalesce(k.share, 0)) as expected
  from series s
  join heard h on h.series_id = s.series_id
  left join kind_day k on k.kind = s.kind and k.day = s.day
  where s.day > coalesce(h.last_heard, h.first_day - 1) and s.day <= $as_of and s.expected > 0
  group by s.series_id
  having count(*) >= $days and cast($as_of as date) - min(s.day) + 1 >= $days
)
select s.series_id as grid_id, g.name, s.first_day, s.days, s.expected
from silent s
join grid g on g.grid_id = s.series_id
join watched w on w.grid_id = s.series_id
where w.axis <> 'area' or w.parent_id is null or w.parent_id not in (select series_id from silent)
order by s.series_id;
