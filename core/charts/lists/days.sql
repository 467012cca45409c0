-- purpose: what was scanned since $since, by place.  grain: one row per township, village and day.  parameters: $scope (roots), $since, $until
with town as (select t.grid_id, min(g.name) as name from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.axis = 'area' and g.level = 'township' group by t.grid_id),
hamlet as (select t.grid_id, min(g.name) as name from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.axis = 'area' and g.level = 'village' group by t.grid_id)
select d.day, t.name as township, v.name as village, cast(sum(d.check_ins) as double) as check_ins, cast(sum(d.entries) as double) as entries,
  cast(sum(d.exits) as double) as exits, cast(sum(d.fevers) as double) as fevers, cast(sum(d.outsiders) as double) as outsiders
from grid_day d
left join town t on t.grid_id = d.grid_id
left join hamlet v on v.grid_id = d.grid_id
where d.grid_id in (from scope_grids($scope)) and d.day between $since and $until
group by all
order by all
