-- purpose: units_matched.sql (its head) in figures.  grain: one row.  parameters: those of units_matched.sql
select
  count(*) as units,
  count(*) filter (where resumption = 'resumed') as resumed,
  count(*) filter (where resumption = 'applied') as applied,
  count(*) filter (where resumption = 'closed') as closed,
  coalesce(sum(staff), 0)::bigint as staff,
  coalesce(sum(least(staff_back, staff)), 0)::bigint as staff_back
from matched
