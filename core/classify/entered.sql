-- purpose: what those who came into a class or left it since a day, and those whom severe alerts are about, have in common: ages, the units they belong to, of alerts their classes
-- grain: one row per side (came | gone | alert), class (of alerts none), part (age | unit | class) and value of it (of a unit its name): entered, all of that side and class; of classes the people in them, of others none (everybody.sql).
-- Who belongs to no unit is in no row of units, the ordinary class is no class
-- parameters: $scope (roots), $grid, $classes, $since (the first day of those who are new), $as_of
with inside as (
  select grid_id from grid_tree where ancestor_id = $grid and grid_id in (from scope_grids($scope))
),
-- who is new in a class, who left one, whom severe alerts are about; the last are told apart by their class too
known as (
  select 'came' as side, class, person_id
  from person_class
  where rank = 1 and since >= $since and list_contains($classes, class)
  union
  select 'gone', h.class, h.person_id
  from class_history h
  left join person_class c on c.person_id = h.person_id and c.class = h.class
  where list_contains($classes, h.class) and h.until between cast($since as date) - 1 and cast($as_of as date) - 1
    and h.ended_by is distinct from 'withdrawn' and c.person_id is null
  union
  select 'alert', '', person_id
  from alert
  where person_id is not null and severity = 'high' and status not in ('resolved', 'dismissed') and grid_id in (select grid_id from inside)
),
living as (
  select p.person_id, age_on(p.birth_date, cast($as_of as date)) as age
  from person p
  where p.person_id in (select person_id from known)
    and p.home_grid_id in (select grid_id from inside) and p.person_id not in (from gone_on($as_of))
),
fresh as (
  select k.* from known k join living l on l.person_id = k.person_id
),
unit_of as (
  select t.grid_id, u.grid_id as unit_id, u.name
  from grid u
  join grid_tree t on t.ancestor_id = u.grid_id
  where u.axis = 'block' and u.parent_id is null
),
classed as (
  select 'class' as part, c.class as value, count(*) as people
  from person_class c
  join person p on p.person_id = c.person_id
  where c.rank = 1 and p.home_grid_id in (select grid_id from inside) and p.person_id not in (from gone_on($as_of))
  group by c.class
),
parts as (
  select 'age' as part, case when age < 7 then '0' when age < 18 then '7' when age < 60 then '18' else '60' end as value, cast(null as integer) as unit_id, person_id
  from living where age is not null
  union -- once of two memberships in one unit
  select 'unit', u.name, u.unit_id, m.person_id -- two schools may bear one name
  from membership m
  join unit_of u on u.grid_id = m.grid_id
  where m.person_id in (select person_id from living) and holds_on(m.since, m.until, $as_of)
  union all
  select 'class', c.class, null, c.person_id from person_class c where c.rank = 1 and c.person_id in (select person_id from fresh where side = 'alert')
)
select
  f.side, f.class, p.part, p.value, p.unit_id, count(*) as entered, any_value(w.whole) as all_entered, any_value(c.people) as people
from fresh f
join parts p on p.person_id = f.person_id and (p.part <> 'class' or f.side = 'alert')
join (select side, class, count(*) as whole from fresh group by side, class) w on w.side = f.side and w.class = f.class
left join classed c on c.part = p.part and c.value = p.value
group by f.side, f.class, p.part, p.value, p.unit_id
order by f.side, f.class, p.part, entered desc, p.value, p.unit_id;
