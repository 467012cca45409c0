-- purpose: who is in a place, and who has left it.  grain: one row per stay, those who are there first
-- parameters: $lodging (null: all in scope), $scope (roots), $on, $gone_since (null: those who are there alone), $show_name, $show_phone, $limit
with planned as (
  select person_id, max(nullif(until, date '9999-12-31')) as until from quarantine where released_on is null group by person_id
),
first_class as (
  select person_id, arg_min(class, rank) as class, max(until) as until from person_class where coalesce(until, date '9999-12-31') >= $on group by person_id
)
select s.stay_id, l.lodging_id, l.name as place, r.name as room, s.bed, s.person_id, case when $show_name then p.name else mask_name(p.name) end as name, p.sex,
  age_on(p.birth_date, $on) as age, case when $show_phone then p.phone else mask_phone(p.phone) end as phone, placed(b.name, b.level, g.name) as home, c.class,
  coalesce(q.until, c.until) as until, coalesce(coalesce(q.until, c.until) < $on, false) as over, s.came_at, s.left_at, coalesce(a.name, s.in_by) as in_by
from lodging_stay s
join lodging_room r on r.room_id = s.room_id
join lodging l on l.lodging_id = r.lodging_id
join person p on p.person_id = s.person_id
left join grid g on g.grid_id = p.home_grid_id
left join grid b on b.grid_id = g.parent_id
left join planned q on q.person_id = s.person_id
left join first_class c on c.person_id = s.person_id
left join account a on a.login = s.in_by
where ($lodging is null or l.lodging_id = $lodging) and l.grid_id in (from scope_grids($scope))
  and (s.left_at is null or s.left_at >= $gone_since)
order by s.left_at nulls first, l.name, try_cast(r.name as integer) nulls last, r.name, s.bed
limit $limit
