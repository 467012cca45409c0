-- purpose: how far units have reopened.  grain: one row per industry or township.  parameters: $scope (roots), $grid, $by
with township as (
  select t.grid_id, min(g.name) as name
  from grid_tree t
  join grid g on g.grid_id = t.ancestor_id and g.level = 'township'
  group by t.grid_id
)
select
  case when $by = 'industry' then u.industry else t.name end as key,
  count(*) as units,
  count(*) filter (where u.resumption = 'resumed') as resumed,
  count(*) filter (where u.resumption = 'applied') as applied,
  count(*) filter (where u.resumption = 'closed') as closed,
  cast(coalesce(sum(u.staff), 0) as bigint) as staff,
  cast(coalesce(sum(u.staff_back), 0) as bigint) as staff_back
from unit u
left join township t on t.grid_id = u.grid_id
where u.grid_id in (select grid_id from grid where closed_on is null)
  and u.grid_id in (from scope_grids($scope))
  and u.grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
group by case when $by = 'industry' then u.industry else t.name end
order by units desc, key;
