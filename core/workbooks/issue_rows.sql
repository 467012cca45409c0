-- purpose: a sheet's issues with the grid of their row and the value that was read
-- grain: one row per issue.  parameters: $sheet
-- put in by by_grid.py: grid_of_row (sheet, row, grid_id, above_id, text), staged_table, value_of_field
with township as (
  select t.grid_id, any_value(g.name) as name from grid_tree t
  join grid g on g.grid_id = t.ancestor_id and g.level = 'township' and g.axis = 'area'
  group by t.grid_id
),
place as (
  select r.sheet, r.row, coalesce(g.name, r.text) as grid, g.code, w.name as township
  from grid_of_row r
  left join grid g on g.grid_id = r.grid_id
  left join township w on w.grid_id = coalesce(r.grid_id, r.above_id)
)
select p.township, p.grid, p.code, i.row, i.field, value_of_field as value, v.severity, i.code as issue, i.fields
from plan.issue i
join plan.severity v on v.code = i.code
left join place p on p.sheet = i.sheet and p.row = i.row
left join staged_table s on s.sheet = i.sheet and s.row = i.row
where i.sheet = $sheet
order by i.row, i.field, i.code
