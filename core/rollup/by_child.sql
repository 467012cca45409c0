-- purpose: the figures of each of some grids, each with all below it, summed over a period
-- grain: one row per grid; its indicators are null where the data of all its days are missing
-- parameters: $scope (roots), $children (grid ids), $since, $until
with below as (
  select ancestor_id as child_id, grid_id
  from grid_tree
  where ancestor_id in (select unnest($children)) and grid_id in (from scope_grids($scope))
),
calendar as (
  select cast(d as date) as day from range(cast($since as timestamp), cast($until as timestamp) + interval 1 day, interval 1 day) r(d)
),
known as (
  select k.grid_id
  from (select unnest($children) as grid_id) k
  cross join (
    select c.day from calendar c, (select min(day) as first_day, max(day) as last_day from grid_day where check_ins > 0) s
    where c.day between s.first_day and s.last_day
  ) c
  left join (
    select distinct t.grid_id, m.day
    from missing_day m
    join grid_tree t on t.ancestor_id = m.grid_id and t.grid_id in (select unnest($children))
  ) gone on gone.grid_id = k.grid_id and gone.day = c.day
  group by k.grid_id
  having count(*) > count(gone.day)
),
own as (
  select
    grid_id, sum(check_ins) as check_ins, sum(entries) as entries, sum(exits) as exits, sum(fevers) as fevers,
    sum(outsiders) as outsiders, sum(residents_seen) as residents_seen, sum(expected) as expected,
    sum(least(check_ins, expected)) filter (where expected is not null) as met
  from grid_day
  where day between $since and $until
  group by grid_id
),
summed as (
  select
    b.child_id, sum(o.check_ins) as check_ins, sum(o.entries) as entries, sum(o.exits) as exits, sum(o.fevers) as fevers,
    sum(o.outsiders) as outsiders, sum(o.residents_seen) as residents_seen, sum(o.met) / nullif(sum(o.expected), 0) as coverage
  from own o
  join below b on b.grid_id = o.grid_id
  group by b.child_id
),
alerts as (
  select b.child_id, count(*) as alerts
  from alert a
  join below b on b.grid_id = a.grid_id
  where a.status not in ('resolved', 'dismissed')
  group by b.child_id
)
select
  k.grid_id,
  k.code,
  k.name,
  k.level,
  k.lon,
  k.lat,
  case when w.grid_id is not null then cast(coalesce(s.check_ins, 0) as bigint) end as check_ins,
  case when w.grid_id is not null then cast(coalesce(s.entries, 0) as bigint) end as entries,
  case when w.grid_id is not null then cast(coalesce(s.exits, 0) as bigint) end as exits,
  case when w.grid_id is not null then cast(coalesce(s.fevers, 0) as bigint) end as fevers,
  case when w.grid_id is not null then cast(coalesce(s.outsiders, 0) as bigint) end as outsiders,
  case when w.grid_id is not null then cast(coalesce(s.residents_seen, 0) as bigint) end as residents_seen,
  s.coverage,
  coalesce(a.alerts, 0) as alerts,
  gg.grade
from grid k
left join known w on w.grid_id = k.grid_id
left join summed s on s.child_id = k.grid_id
left join alerts a on a.child_id = k.grid_id
left join grid_grade gg on gg.grid_id = k.grid_id
where k.grid_id in (select unnest($children))
order by k.grid_id;
