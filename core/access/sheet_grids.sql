-- purpose: which grid within a scope each writing means: its code, else its name where only one is called so
-- grain: one row per writing that means one.  parameters: $said (writings), $scope (roots)
with written as (
  select distinct unnest($said) as said
),
within as (
  select grid_id, code, name from grid where closed_on is null and grid_id in (from scope_grids($scope))
),
by_code as (
  select w.said, g.grid_id from written w join within g on g.code = w.said
),
by_name as (
  select w.said, any_value(g.grid_id) as grid_id
  from written w
  join within g on g.name = w.said
  group by w.said
  having count(*) = 1
)
from by_code
union all
from by_name where said not in (select said from by_code);
