-- purpose: where an officer may register somebody or scan for them. Compounds and classes have the same names everywhere: what they lie in stands
-- before them, a village or the unit as a whole.  grain: one row per grid in use: code, name (“江滨社区 / 春晖小区”), axis; the first 300 by code
-- parameters: $scope (roots)
select g.code, coalesce(a.name || ' / ', '') || g.name as name, g.axis
from grid g
left join grid p on p.grid_id = g.parent_id and p.level not in ('county', 'township')
left join (
  select t.grid_id, t.ancestor_id from grid_tree t join grid u on u.grid_id = t.ancestor_id and u.level = 'unit'
) u on u.grid_id = g.grid_id and u.ancestor_id <> g.grid_id
left join grid a on a.grid_id = coalesce(u.ancestor_id, p.grid_id)
where g.grid_id in (from scope_grids($scope)) and g.closed_on is null and g.level not in ('county', 'township', 'household')
order by g.code limit 300
