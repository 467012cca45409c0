-- purpose: erasures that wait for their second person.  grain: one row per removal.  parameters: $scope (roots), $on, $see (names as they are)
select r.removal_id, r.person_id, case when $see then p.name else mask_name(p.name) end as name, g.name as place, r.reason, r.asked_by, r.asked_at
from removal r
join person p on p.person_id = r.person_id
left join grid g on g.grid_id = p.home_grid_id
where r.kind = 'erasure' and r.person_id in (from scope_people($scope, $on))
order by r.asked_at, r.removal_id
