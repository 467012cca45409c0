-- purpose: store the outlines of a plan.  parameters: $batch, $file
delete from grid_outline where grid_id in (select grid_id from plan.outline where status = 'changed');

insert into grid_outline (grid_id, geometry, source, batch_id)
select grid_id, any_value(geometry), $file, $batch from plan.outline where status in ('new', 'changed') group by grid_id
