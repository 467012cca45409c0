-- purpose: what the scan points of a grid counted on the days of an alert, beside what is usual; a head of busiest.sql and emptiest.sql
-- grain of compared: one row per grid within the alert's: of its units of a kind, or on its own axis.  parameters: $grid, $first_day, $last_day, $indicator (check_ins | entries |
--   exits | fevers | outsiders | residents_seen), $unit_kind (null: none), $scope (roots)
with of_kind as (
  select t.grid_id
  from unit u
  join grid_tree t on t.ancestor_id = u.grid_id
  where coalesce(u.kind, 'other') = $unit_kind
),
part as (
  select g.grid_id
  from grid_tree t
  join grid g on g.grid_id = t.grid_id
  where t.ancestor_id = $grid
    and case when $unit_kind is null then g.axis = (select axis from grid where grid_id = $grid) else g.grid_id in (from of_kind) end
    and g.grid_id in (from scope_grids($scope))
),
counted as (
  select
    grid_id, day,
    case $indicator when 'entries' then entries when 'exits' then exits
      when 'fevers' then fevers when 'outsiders' then outsiders when 'residents_seen' then residents_seen else check_ins end as counted
  from grid_day
  where day between cast($first_day as date) - 28 and $last_day and grid_id in (from part)
),
-- of the four weeks before, days of which nothing is known left out
compared as (
  select
    grid_id,
    coalesce(sum(counted) filter (where day >= $first_day), 0) as counted,
    coalesce(avg(counted) filter (where day < $first_day), 0) * count(*) filter (where day >= $first_day) as usual
  from counted
  group by grid_id
)
