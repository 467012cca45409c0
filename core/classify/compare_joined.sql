-- purpose: two policies side by side.  grain: table compared, one row per person whom either shows in a class, within the scope
-- parameters: $scope (roots).  needs: side_a, side_b (compare_side.sql)
create temp table compared as
with township as (
  select t.grid_id, g.grid_id as township_id
  from grid_tree t
  join grid g on g.grid_id = t.ancestor_id
  where g.level = 'township'
),
joined as (
  select
    coalesce(a.person_id, b.person_id) as person_id, coalesce(b.grid_id, a.grid_id) as grid_id,
    a.class as before, b.class as after, a.until as until_before, b.until as until_after
  from side_a a
  full join side_b b on b.person_id = a.person_id
)
select j.*, w.township_id
from joined j
left join township w on w.grid_id = j.grid_id
where j.grid_id in (from scope_grids($scope));
