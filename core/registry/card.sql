-- purpose: how much the register holds in one grid and all visible below it.  grain: one row
-- parameters: $grid_id, $scope (roots), $as_of
with visible as (
  select grid_id from grid_tree where ancestor_id = $grid_id and grid_id in (from scope_grids($scope))
)
select
  (select count(*) from person where home_grid_id in (from visible) and person_id not in (from gone_on($as_of))) as people,
  (
    select count(distinct person_id) from membership
    where grid_id in (from visible) and kind in ('work', 'study') and holds_on(since, until, $as_of) and person_id not in (from dead_on($as_of))
  ) as members,
  (select count(*) from household where grid_id in (from visible)) as households,
  (select count(*) from unit where grid_id in (from visible) and grid_id in (select grid_id from grid where closed_on is null)) as units
