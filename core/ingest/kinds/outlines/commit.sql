-- purpose: store the outlines of a plan.  parameters: $batch, $file
create or replace temp table was_grid_outline as
select g.* from grid_outline g where g.grid_id in (select grid_id from plan.outline where status = 'changed');

update grid_outline g set geometry = o.geometry, source = $file
from (select grid_id, any_value(geometry) as geometry from plan.outline where status = 'changed' group by grid_id) o
where o.grid_id = g.grid_id;

insert into grid_outline (grid_id, geometry, source, batch_id)
select grid_id, any_value(geometry), $file, $batch from plan.outline where status = 'new' group by grid_id;

insert into import_grid select distinct $batch, grid_id from plan.outline where status in ('new', 'changed')
