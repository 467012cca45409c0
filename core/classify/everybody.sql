-- purpose: what everybody who lives in a grid has in common: the ages, the units they belong to; what chance would bring.  grain: one row per part (age | unit | all) and value of it (of a unit its name): people
-- parameters: $scope (roots), $grid, $as_of
with inside as (
  select grid_id from grid_tree where ancestor_id = $grid and grid_id in (from scope_grids($scope))
),
living as (
  select p.person_id, age_on(p.birth_date, cast($as_of as date)) as age
  from person p
  where p.home_grid_id in (select grid_id from inside) and p.person_id not in (from gone_on($as_of))
),
unit_of as (
  select t.grid_id, u.grid_id as unit_id, u.name
  from grid u
  join grid_tree t on t.ancestor_id = u.grid_id
  where u.axis = 'block' and u.parent_id is null
)
select 'all' as part, '' as value, cast(null as integer) as unit_id, count(*) as people from living
union all
select 'age', case when age < 7 then '0' when age < 18 then '7' when age < 60 then '18' else '60' end, null, count(*) from living where age is not null group by 2
union all
select 'unit', u.name, u.unit_id, count(distinct m.person_id)
from membership m
join unit_of u on u.grid_id = m.grid_id
where holds_on(m.since, m.until, $as_of) and m.person_id in (select person_id from living)
group by u.name, u.unit_id;
