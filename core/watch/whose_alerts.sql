-- purpose: whose alerts are, and which lie in a grid; the head of alerts.sql and whose.sql
-- grain of held: one row per duty that the reader holds; of mine_too: one row per alert that concerns a grid besides its own; of inside: one row per
-- alert of the grid and all below it.  parameters: $scope (roots), $grid (0: everything), $name
with held as (
  select distinct grid_id, role from duty where name = $name and grid_id in (from scope_grids($scope))
),
-- one alert, two owners: it is the reader's too where it concerns a grid of theirs besides the one that is asked
mine_too as (
  select c.alert_id, bool_or(h.grid_id is not null) as held, bool_or(list_contains(cast($scope as integer[]), c.grid_id)) as of_grid
  from alert_grid c
  left join held h on h.grid_id = c.grid_id and h.role = 'responsible'
  group by c.alert_id
),
inside as (
  select a.alert_id from alert a join grid_tree t on t.grid_id = a.grid_id where t.ancestor_id = $grid
  union
  select c.alert_id from alert_grid c join grid_tree t on t.grid_id = c.grid_id where t.ancestor_id = $grid
)
