-- purpose: the next free beds of a place for people, in their order.  grain: lodging_stay one row per person who gets one
-- parameters: $lodging, $people (ids, in their order), $wanted (rooms by name, in the same order; null: any), $at, $actor, $pass ('wanted': those rooms alone | 'any'), $base
insert into lodging_stay (stay_id, room_id, bed, person_id, came_at, in_by)
with asked as (
  select person_id, room, row_number() over () as turn
  from (select unnest(cast($people as integer[])) as person_id, unnest(cast($wanted as text[])) as room)
),
waiting as (
  select a.*, row_number() over (partition by case when $pass = 'wanted' then a.room end order by a.turn) as place
  from asked a
  where a.person_id not in (select person_id from lodging_stay where left_at is null) and ($pass = 'any' or a.room is not null)
),
bed as (
  select r.room_id, r.name, b.bed
  from (select room_id, name, unnest(range(1, beds + 1)) as bed from lodging_room where lodging_id = $lodging) b
  join lodging_room r on r.room_id = b.room_id
  left join lodging_stay s on s.room_id = b.room_id and s.bed = b.bed and s.left_at is null
  where s.stay_id is null
),
free as (
  select room_id, bed, case when $pass = 'wanted' then name end as name,
    row_number() over (partition by case when $pass = 'wanted' then name end order by try_cast(name as integer) nulls last, name, bed) as place
  from bed
)
select $base + row_number() over (order by w.turn), f.room_id, f.bed, w.person_id, $at, $actor
from waiting w
join free f on f.place = w.place and f.name is not distinct from case when $pass = 'wanted' then w.room end
