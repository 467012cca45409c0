-- purpose: the figures of each of some grids, each with all below it, summed over a period
-- grain: one row per grid.  parameters: $scope (roots), $children (grid ids), $since, $until
with below as (
  select ancestor_id as child_id, grid_id
  from grid_tree
  where ancestor_id in (select unnest($children)) and grid_id in (from scope_grids($scope))
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
at_home as (
  select home_grid_id as grid_id, count(*) as people from person where home_grid_id is not null group by home_grid_id
),
members as (
  select b.child_id, count(distinct m.person_id) as people
  from membership m
  join below b on b.grid_id = m.grid_id
  join grid k on k.grid_id = b.child_id and k.axis = 'block'
  where holds_on(m.since, m.until, $until)
  group by b.child_id
),
people as (
  select b.child_id, sum(h.people) as people from at_home h join below b on b.grid_id = h.grid_id group by b.child_id
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
  cast(coalesce(p.people, m.people, 0) as bigint) as people,
  cast(coalesce(s.check_ins, 0) as bigint) as check_ins,
  cast(coalesce(s.entries, 0) as bigint) as entries,
  cast(coalesce(s.exits, 0) as bigint) as exits,
  cast(coalesce(s.fevers, 0) as bigint) as fevers,
  cast(coalesce(s.outsiders, 0) as bigint) as outsiders,
  cast(coalesce(s.residents_seen, 0) as bigint) as residents_seen,
  s.coverage,
  coalesce(a.alerts, 0) as alerts,
  gg.grade
from grid k
left join summed s on s.child_id = k.grid_id
left join people p on p.child_id = k.grid_id
left join members m on m.child_id = k.grid_id
left join alerts a on a.child_id = k.grid_id
left join grid_grade gg on gg.grid_id = k.grid_id
where k.grid_id in (select unnest($children))
order by k.grid_id;
