-- purpose: households of a grid and all visible below it.  grain: one row per household, by code
-- parameters: $grid, $scope (roots), $as_of, $name, $address (booleans: revealed), $limit, $skip
-- No count over (): in DuckDB 1.5.5 it fails now and then, and takes the whole database with it (duckdb issue 25713).
with visible as (
  select household_id, code, grid_id, address, householder_id
  from household
  where grid_id in (from scope_grids($scope))
    and grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
),
page as (
  select * from visible
  order by grid_id, length(code), code, household_id
  limit $limit offset $skip
),
member as (
  select household_id, person_id from person
  where household_id in (select household_id from page) and person_id in (from scope_people($scope, $as_of)) and person_id not in (from gone_on($as_of))
),
seen as (
  select person_id, max(day) as day from person_day where person_id in (select person_id from member) group by person_id
),
counted as (
  select m.household_id, count(*) as members, max(s.day) as last_seen
  from member m left join seen s on s.person_id = m.person_id
  group by m.household_id
)
select
  p.household_id,
  p.code,
  g.name as grid_name,
  case when $name then h.name else mask_name(h.name) end as householder,
  case when $address then p.address when p.address is not null then '****' end as address,
  coalesce(c.members, 0) as members,
  c.last_seen,
  (select count(*) from visible) as total
from page p
join grid g on g.grid_id = p.grid_id
left join person h on h.person_id = p.householder_id and h.person_id in (select person_id from member)
left join counted c on c.household_id = p.household_id
order by p.grid_id, length(p.code), p.code, p.household_id
