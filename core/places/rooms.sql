-- purpose: the rooms of a place.  grain: one row per room.  parameters: $lodging, $scope (roots)
select r.room_id, r.name, r.beds, count(s.stay_id) as taken, greatest(r.beds - count(s.stay_id), 0) as free
from lodging_room r
join lodging l on l.lodging_id = r.lodging_id
left join lodging_stay s on s.room_id = r.room_id and s.left_at is null
where r.lodging_id = $lodging and l.grid_id in (from scope_grids($scope))
group by r.room_id, r.name, r.beds
order by try_cast(r.name as integer) nulls last, r.name, r.room_id
