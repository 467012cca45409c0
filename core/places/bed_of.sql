-- purpose: the bed that a person is in.  grain: at most one row.  parameters: $person_id, $scope (roots), $on (whom the reader may see)
select l.lodging_id, l.name as place, r.name as room, s.bed, s.came_at
from lodging_stay s
join lodging_room r on r.room_id = s.room_id
join lodging l on l.lodging_id = r.lodging_id
where s.person_id = $person_id and s.left_at is null and s.person_id in (from scope_people($scope, $on))
