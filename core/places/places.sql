-- needs: meant.  grain: one row per place in scope and grid.  parameters: $scope (roots), $grid, $kind, $town (level of townships), $lodging (null: all)
, seen as (
  select * from lodging
  where grid_id in (from scope_grids($scope)) and grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
    and ($kind is null or kind = $kind) and ($lodging is null or lodging_id = $lodging)
),
bedded as (select lodging_id, count(*) filter (where name <> '') as rooms, sum(beds) as beds from lodging_room group by lodging_id),
held as (
  select r.lodging_id, count(*) as taken from lodging_stay s join lodging_room r on r.room_id = s.room_id where s.left_at is null group by r.lodging_id
),
due as (select lodging_id, count(*) as expected from meant group by lodging_id),
town as (
  select t.grid_id, min(g.name) as township, min(g.grid_id) as town_id from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.level = $town group by t.grid_id
)
select l.lodging_id, l.kind, l.name, w.township, coalesce(w.town_id, l.grid_id) as town_id, g.code as grid_code, g.name as grid_name, u.code as unit, l.address, l.contact,
  case when $show_work_phone then l.phone else mask_phone(l.phone) end as phone, l.open,
  coalesce(b.rooms, 0) as rooms, coalesce(cast(b.beds as bigint), 0) as beds, coalesce(h.taken, 0) as taken,
  greatest(coalesce(cast(b.beds as bigint), 0) - coalesce(h.taken, 0), 0) as free, coalesce(d.expected, 0) as expected
from seen l
join grid g on g.grid_id = l.grid_id
left join grid u on u.grid_id = l.unit_id
left join town w on w.grid_id = l.grid_id
left join bedded b on b.lodging_id = l.lodging_id
left join held h on h.lodging_id = l.lodging_id
left join due d on d.lodging_id = l.lodging_id
order by l.open desc, l.kind, w.township nulls last, l.name, l.lodging_id
