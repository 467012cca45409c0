-- purpose: units that answer to filters; the head of units_page.sql and units_count.sql
-- grain: one row per unit.  parameters: $scope roots, $grid (0: all), $kind, $industry, $resumption (not_resumed: closed or applied), $obstacle
--   (one that keeps the unit from reopening; untold: it is not open and its list does not say why), $text (part of a name or code, lower-case);
--   null is no condition
with matched as (
  select u.grid_id, u.kind, u.industry, u.staff, u.resumption, u.resumed_on, u.staff_back, u.obstacle, g.code, g.name, g.area_id, g.lon, g.lat
  from unit u
  join grid g on g.grid_id = u.grid_id
  where u.grid_id in (from scope_grids($scope))
    and g.closed_on is null
    and u.grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
    and ($kind is null or u.kind = $kind)
    and ($industry is null or u.industry = $industry)
    and ($resumption is null or u.resumption = $resumption or $resumption = 'not_resumed' and u.resumption <> 'resumed')
    and ($obstacle is null or u.resumption <> 'resumed' and list_contains(coalesce(nullif(obstacles(u.obstacle), []), ['untold']), $obstacle))
    and ($text is null or contains(lower(g.name), $text) or contains(lower(g.code), $text))
)
