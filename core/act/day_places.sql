-- purpose: where tasks are to be done: the household, in its grid.  grain: one row per task.  parameters: $ids, $scope (roots), $as_of, $show_address, $grid (where the way begins)
select
  t.task_id, h.code as household, case when $show_address then coalesce(p.address, h.address) end as address, g.code,
  concat(g.grid_id, ' ', coalesce(concat('h', h.household_id), concat('p', p.person_id), '')) as place, coalesce(g.lat, a.lat) as lat, coalesce(g.lon, a.lon) as lon, 
  (select lat from grid where grid_id = $grid) as from_lat, (select lon from grid where grid_id = $grid) as from_lon
from task t
join grid g on g.grid_id = t.grid_id
left join grid a on a.grid_id = g.area_id
left join person p on p.person_id = t.person_id and p.person_id in (
  from scope_people_among($scope, $as_of, (select list(distinct person_id) from task where task_id in (select unnest($ids))))
)
left join household h on h.household_id = p.household_id
where t.task_id in (select unnest($ids))
