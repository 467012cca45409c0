-- purpose: the declarations of a grid's people that look made by one hand: those of the last day.  grain: one row per declaration, in the order of their moments
-- parameters: $grid, $last_day, $scope (roots), $as_of, $reveal_name, $limit
select d.declared_at as at, g.name as place, case when $reveal_name then p.name else mask_name(p.name) end as person_name, 'declared_health' as what,
  json_object('temperature', cast(d.temperature as double)) as fields
from declaration d
join person p on p.person_id = d.person_id
join grid g on g.grid_id = p.home_grid_id
where p.home_grid_id = $grid and d.person_id in (from scope_people($scope, $as_of))
  and d.declared_at >= cast($last_day as date) and d.declared_at < cast($last_day as date) + interval 1 day
order by d.declared_at, d.declaration_id
limit $limit
