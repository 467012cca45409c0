-- purpose: other numbers as soon as a rollup of some days, a class count of them, or a grid is another.  grain: one row.  parameters: $since, $until (days)
select
  (select sum(cast(hash(grid_id, day, check_ins, entries, exits, fevers, outsiders, residents_seen, expected) as hugeint)) from grid_day where day between $since and $until) as days,
  (select min(day) from grid_day where check_ins > 0) as first_day,
  (select max(day) from grid_day where check_ins > 0) as last_day,
  (select sum(cast(hash(day, home_grid_id, grid_id, people) as hugeint)) from flow_day where day between cast($until as date) - 7 and $until) as flows,
  (select sum(cast(hash(day, home_grid_id, class, people) as hugeint)) from class_day where day between $since and $until) as classes,
  (select sum(cast(hash(grid_id, day) as hugeint)) from missing_day) as missing,
  (select sum(cast(hash(grid_id, name, axis, level, parent_id, area_id, lon, lat, closed_on) as hugeint)) from grid) as grids,
  (select sum(cast(hash(grid_id, ancestor_id) as hugeint)) from grid_tree) as tree
