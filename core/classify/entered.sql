-- purpose: who came into a class since a day, beside everybody, by age and by the unit they belong to: what they have in common
-- grain: one row per class, part (age | unit) and value of it (of a unit its name): entered, all who entered, people, all people. Who belongs to no unit is in no row of units
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
),
fresh as (
  select c.person_id, c.class
  from person_class c
  join living l on l.person_id = c.person_id
  where c.rank = 1 and c.since >= $since and list_contains($classes, c.class)
),
base as (
  select part, value, unit_id, count(*) as people from parts group by part, value, unit_id
)
select
  f.class, p.part, p.value, count(*) as entered, any_value(w.whole) as all_entered, any_value(b.people) as people,
  (select count(*) from living) as all_people
from fresh f
join parts p on p.person_id = f.person_id
join base b on b.part = p.part and b.value = p.value and b.unit_id is not distinct from p.unit_id
join (select class, count(*) as whole from fresh group by class) w on w.class = f.class
group by f.class, p.part, p.value, p.unit_id
order by f.class, p.part, entered desc, p.value, p.unit_id;
