-- purpose: how far units have reopened, and what keeps most of the others.
-- grain: one row per industry, township, or sector (enterprises by industry, all others by kind).  parameters: $scope (roots), $grid, $by
with township as (
  select t.grid_id, min(g.name) as name
  from grid_tree t
  join grid g on g.grid_id = t.ancestor_id and g.level = 'township'
  group by t.grid_id
),
grouped as (
  select u.*, case when $by = 'sector' then u.kind end as sector,
    case when $by = 'township' then t.name when $by = 'industry' or u.kind = 'enterprise' then u.industry end as key
  from unit u
  left join township t on t.grid_id = u.grid_id
  where u.grid_id in (select grid_id from grid where closed_on is null)
    and u.grid_id in (from scope_grids($scope))
    and u.grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
),
named as (
  select sector, key, unnest(obstacles(obstacle)) as reason from grouped where resumption <> 'resumed'
),
most as (
  select sector, key, reason, count(*) as units from named group by sector, key, reason
  qualify row_number() over (partition by sector, key order by units desc, reason) = 1
)
select
  g.sector as kind,
  g.key,
  count(*) as units,
  count(*) filter (where g.resumption = 'resumed') as resumed,
  count(*) filter (where g.resumption = 'applied') as applied,
  count(*) filter (where g.resumption = 'closed') as closed,
  cast(coalesce(sum(g.staff), 0) as bigint) as staff,
  cast(coalesce(sum(g.staff_back), 0) as bigint) as staff_back,
  any_value(l.reason) as obstacle,
  any_value(l.units) as obstacle_units
from grouped g
left join most l on l.sector is not distinct from g.sector and l.key is not distinct from g.key
group by g.sector, g.key
order by units desc, g.sector, g.key
