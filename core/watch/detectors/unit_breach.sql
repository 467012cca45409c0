-- purpose: people whose class keeps them at home who were scanned where they work or study.  grain: one row per person and day
-- parameters: those of own_units.sql (its head)
select
  a.person_id,
  coalesce(a.home_grid_id, arg_max(a.unit_id, a.scanned_at)) as grid_id,
  cast(a.scanned_at as date) as day,
  arg_max(a.unit_id, a.scanned_at) as unit_id,
  arg_max(u.name, a.scanned_at) as place,
  max(a.scanned_at) as evidence_at,
  count(distinct a.scanned_at) as scans
from at_unit a
join grid u on u.grid_id = a.unit_id
group by a.person_id, a.home_grid_id, cast(a.scanned_at as date)
order by a.person_id, day;
