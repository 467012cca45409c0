-- purpose: how many live in each of some grids, each with all visible below it; of a unit, how many belong to it
-- grain: one row per grid with anybody.  parameters: $scope (roots), $grids, $as_of
with below as (
  select ancestor_id as grid_id, grid_id as part_id
  from grid_tree
  where ancestor_id in (select unnest($grids)) and grid_id in (from scope_grids($scope))
),
at_home as (
  select home_grid_id as part_id, count(*) as people
  from person
  where home_grid_id is not null and person_id not in (from gone_on($as_of))
  group by home_grid_id
),
members as (
  select b.grid_id, count(distinct m.person_id) as people
  from membership m
  join below b on b.part_id = m.grid_id
  join grid k on k.grid_id = b.grid_id and k.axis = 'block'
  where holds_on(m.since, m.until, $as_of) and m.person_id not in (from dead_on($as_of))
  group by b.grid_id
)
select grid_id, cast(sum(people) as bigint) as people
from (
  select b.grid_id, h.people from at_home h join below b on b.part_id = h.part_id
  union all
  select grid_id, people from members
)
group by grid_id;
