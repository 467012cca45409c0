-- purpose: who is in each class today, as the list of people finds them (core/registry/people_matched.sql).  grain: one row per class
-- parameters: $scope (roots), $grid (0: everything), $as_of (memberships), $judged, $within (days until which a class ends)
with inside as (
  select t.grid_id
  from grid_tree t
  join grid g on g.grid_id = t.grid_id
  where t.ancestor_id = $grid and g.axis = (select axis from grid where grid_id = $grid)
),
shown as (
  select p.person_id
  from person p
  where $grid = 0
    or p.home_grid_id in (from inside)
    or (p.home_grid_id is null and exists (select 1 from grid where grid_id = $grid and axis = 'area' and parent_id is null))
    or p.person_id in (
      select person_id from membership where kind <> 'home' and holds_on(since, until, $as_of) and grid_id in (from inside)
    )
)
select
  class,
  count(*) as people,
  count(*) filter (where rank = 1) as leading,
  count(*) filter (where until between $judged and cast($judged as date) + $within) as ending
from person_class
where person_id in (from scope_people($scope, $as_of)) and person_id in (from shown) and person_id not in (from gone_on($as_of))
group by class
