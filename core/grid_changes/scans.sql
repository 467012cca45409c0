-- purpose: what was scanned in some grids with all below them.  grain: one row (check_ins, first_day, last_day).  parameters: $grids
select sum(d.check_ins), min(d.day), max(d.day)
from grid_day d
where d.grid_id in (select grid_id from grid_tree where list_contains($grids, ancestor_id)) and d.check_ins > 0
