-- purpose: rows of a sheet by what becomes of them, village by village.  grain: one row per village.  parameters: $sheet
-- put in by by_grid.py: grid_of_row (sheet, row, grid_id, above_id, text), status_of_row (sheet, row, status)
with above as (
  select t.grid_id,
    any_value(g.name) filter (where g.level = 'township') as township,
    any_value(g.name) filter (where g.level = 'village') as village
  from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.axis = 'area'
  group by t.grid_id
)
select a.township, coalesce(a.village, g.name, r.text) as grid,
  count(*) filter (where s.status = 'new') as new,
  count(*) filter (where s.status = 'changed') as changed,
  count(*) filter (where s.status = 'unchanged') as unchanged,
  count(*) filter (where s.status = 'conflict') as conflict,
  count(*) filter (where s.status = 'rejected') as rejected
from status_of_row s
left join grid_of_row r on r.sheet = s.sheet and r.row = s.row
left join grid g on g.grid_id = r.grid_id
left join above a on a.grid_id = coalesce(r.grid_id, r.above_id)
where s.sheet = $sheet
group by a.township, coalesce(a.village, g.name, r.text)
order by rejected desc, conflict desc, a.township, grid
limit 2000
