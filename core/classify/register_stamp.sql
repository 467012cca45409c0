-- purpose: other numbers as soon as anybody moves, is born another day, ends, belongs elsewhere, or a grid is another; the first part of everybody_stamp.  grain: one row.  parameters: none
select
  (select sum(cast(hash(person_id, home_grid_id, birth_date) as hugeint)) from person) as people,
  (select sum(cast(hash(person_id, status, status_on) as hugeint)) from person where status is not null) as ended,
  -- products, not hashes: a million and a half rows in a third of the time
  (select hash(count(*), sum(cast(person_id as bigint) * grid_id), sum(person_id * (since - date '1900-01-01')), sum(person_id * (until - date '1900-01-01'))) from membership) as members,
  (select sum(cast(hash(grid_id, name, axis, parent_id) as hugeint)) from grid) as grids,
  (select sum(cast(hash(grid_id, ancestor_id) as hugeint)) from grid_tree) as tree
