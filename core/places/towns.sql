-- needs: waiting.  people who need a place of a kind, and what there is, by township.  grain: one row per township (null: home not known)
-- parameters: $scope (roots), $on, $grid, $kind, $town (level of townships)
, town as (
  select t.grid_id, g.grid_id as town_id from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.level = $town
),
waits as (
  select t.town_id, count(*) as people from waiting w left join town t on t.grid_id = w.home_grid_id
  where w.home_grid_id is null or w.home_grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
  group by t.town_id
),
bedded as (
  select t.town_id, count(distinct l.lodging_id) as places, sum(r.beds) as beds
  from lodging l join lodging_room r on r.lodging_id = l.lodging_id left join town t on t.grid_id = l.grid_id
  where l.kind = $kind and l.open and l.grid_id in (from scope_grids($scope)) and l.grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
  group by t.town_id
),
held as (
  select t.town_id, count(*) as taken
  from lodging_stay s join lodging_room r on r.room_id = s.room_id join lodging l on l.lodging_id = r.lodging_id left join town t on t.grid_id = l.grid_id
  where s.left_at is null and l.kind = $kind and l.grid_id in (from scope_grids($scope)) and l.grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
  group by t.town_id
),
known as (select town_id from waits union select town_id from bedded union select town_id from held)
select g.code, g.name, coalesce(w.people, 0) as waiting, coalesce(b.places, 0) as places, coalesce(cast(b.beds as bigint), 0) as beds,
  coalesce(h.taken, 0) as taken, greatest(coalesce(cast(b.beds as bigint), 0) - coalesce(h.taken, 0), 0) as free
from known k
left join grid g on g.grid_id = k.town_id
left join waits w on w.town_id is not distinct from k.town_id
left join bedded b on b.town_id is not distinct from k.town_id
left join held h on h.town_id is not distinct from k.town_id
order by coalesce(w.people, 0) - greatest(coalesce(cast(b.beds as bigint), 0) - coalesce(h.taken, 0), 0) desc, g.code
