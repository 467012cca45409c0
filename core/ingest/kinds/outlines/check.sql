-- purpose: outlines matched with grids.  grain: plan.outline one row per polygon.  needs: plan.given.  parameters: none
create or replace table plan.outline as
select 0 as sheet, o.row, o.geometry, coalesce(c.grid_id, n.grid_id) as grid_id, coalesce(o.code, o.name, '') as text,
  coalesce(c.ways, n.ways, 0) as ways, cast(null as text) as status
from plan.given o
left join plan.grid_key c on c.axis = 'area' and c.text = o.code
left join plan.grid_key n on n.axis = 'area' and n.text = o.name;

insert into plan.issue
select 0, row, null, 'geometry_bad', null from plan.outline where geometry is null
union all
select 0, row, null, 'grid_unknown', json_object('value', text) from plan.outline where ways = 0 and text <> ''
union all
select 0, row, null, 'grid_missing', null from plan.outline where text = ''
union all
select 0, o.row, null, 'duplicate_row', json_object('first', min(f.row)) from plan.outline o
join plan.outline f on f.grid_id = o.grid_id and f.ways = 1 and f.geometry is not null and f.row < o.row
where o.ways = 1 group by o.row
union all
select 0, row, null, 'grid_ambiguous', json_object('value', text, 'ways', ways) from plan.outline where ways > 1
union all
select 0, row, null, 'grid_outside_scope', json_object('value', text) from plan.outline
where ways = 1 and grid_id not in (select grid_id from plan.in_scope);

update plan.outline o set status = case
  when exists (select 1 from plan.issue i where i.row = o.row) then 'rejected'
  when not exists (select 1 from grid_outline g where g.grid_id = o.grid_id) then 'new'
  when exists (select 1 from grid_outline g where g.grid_id = o.grid_id and g.geometry = o.geometry) then 'unchanged'
  else 'changed' end
