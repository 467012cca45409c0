-- purpose: how many live in each of some grids, each with all below it; of a unit: how many work or study there.  grain: one row per grid
-- parameters: $scope (roots), $grids, $as_of
with below as (
  select ancestor_id as child_id, grid_id
  from grid_tree
  where ancestor_id in (select unnest($grids)) and grid_id in (from scope_grids($scope))
),
at_home as (
  select home_grid_id as grid_id, count(*) as people from person
  where home_grid_id is not null and person_id not in (from gone_on($as_of)) group by home_grid_id
),
members as (
  select b.child_id, count(distinct m.person_id) as people
  from membership m
  join below b on b.grid_id = m.grid_id
  join grid k on k.grid_id = b.child_id and k.axis = 'block'
  where holds_on(m.since, m.until, $as_of) and m.person_id not in (from dead_on($as_of))
  group by b.child_id
),
people as (
  select b.child_id, sum(h.people) as people from at_home h join below b on b.grid_id = h.grid_id group by b.child_id
)
select k.grid_id, cast(coalesce(p.people, m.people, 0) as bigint) as people
from grid k
left join people p on p.child_id = k.grid_id
left join members m on m.child_id = k.grid_id
where k.grid_id in (select unnest($grids));
