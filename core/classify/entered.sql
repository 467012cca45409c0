-- purpose: what those who came into a class or left it since a day, and those whom severe alerts are about, have in common, beside everybody: ages, the units they belong to, of alerts their classes
-- grain: one row per side (came | gone | alert), class (of alerts none), part (age | unit | class) and value of it (of a unit its name): entered, all of that side and class, people, all people.
-- Who belongs to no unit is in no row of units, the ordinary class is no class
-- parameters: $scope (roots), $grid, $classes, $since (the first day of those who are new), $as_of
with inside as (
  select grid_id from grid_tree where ancestor_id = $grid and grid_id in (from scope_grids($scope))
),
living as (
  select p.person_id, age_on(p.birth_date, cast($as_of as date)) as age
  from person p
  where p.home_grid_id in (select grid_id from inside) and p.person_id not in (from gone_on($as_of))
),
aged as (
  select person_id, case when age < 7 then '0' when age < 18 then '7' when age < 60 then '18' else '60' end as value
  from living
  where age is not null
),
belonging as (
  select distinct l.person_id, u.grid_id, u.name
  from living l
  join membership m on m.person_id = l.person_id and holds_on(m.since, m.until, $as_of)
  join grid_tree t on t.grid_id = m.grid_id
  join grid u on u.grid_id = t.ancestor_id and u.axis = 'block' and u.parent_id is null
),
parts as (
  select 'age' as part, value, cast(null as integer) as unit_id, person_id from aged
  union all
  select 'unit', name, grid_id, person_id from belonging -- two schools may bear one name
  union all
  select 'class', c.class, null, c.person_id from person_class c join living l on l.person_id = c.person_id where c.rank = 1
),
-- who is new in a class, who left one, whom severe alerts are about; the last are told apart by their class too
fresh as (
  select 'came' as side, c.class, c.person_id
  from person_class c
  join living l on l.person_id = c.person_id
  where c.rank = 1 and c.since >= $since and list_contains($classes, c.class)
  union
  select 'gone', h.class, h.person_id
  from class_history h
  join living l on l.person_id = h.person_id
  left join person_class c on c.person_id = h.person_id and c.class = h.class
  where list_contains($classes, h.class) and h.until between cast($since as date) - 1 and cast($as_of as date) - 1
    and h.ended_by is distinct from 'withdrawn' and c.person_id is null
  union
  select 'alert', '', a.person_id
  from alert a
  join living l on l.person_id = a.person_id
  where a.severity = 'high' and a.status not in ('resolved', 'dismissed') and a.grid_id in (select grid_id from inside)
),
base as (
  select part, value, unit_id, count(*) as people from parts group by part, value, unit_id
)
select
  f.side, f.class, p.part, p.value, count(*) as entered, any_value(w.whole) as all_entered, any_value(b.people) as people,
  (select count(*) from living) as all_people
from fresh f
join parts p on p.person_id = f.person_id and (p.part <> 'class' or f.side = 'alert')
join base b on b.part = p.part and b.value = p.value and b.unit_id is not distinct from p.unit_id
join (select side, class, count(*) as whole from fresh group by side, class) w on w.side = f.side and w.class = f.class
group by f.side, f.class, p.part, p.value, p.unit_id
order by f.side, f.class, p.part, entered desc, p.value, p.unit_id;
