-- purpose: take out the rows that the batch made, but for those with a block, and what was worked out from them.  parameters: $batch
create or replace temp table undo_kept as select distinct owner, id from undo_block;

create or replace temp table undo_gone as
select owner, id from undo_row r where made and not exists (select 1 from undo_kept k where k.owner = r.owner and k.id = r.id);

delete from check_in where batch_id = $batch;

delete from membership m where batch_id = $batch and not exists (select 1 from undo_kept k where k.owner = 'person' and k.id = m.person_id);

delete from duty d where batch_id = $batch and not exists (select 1 from undo_kept k where k.owner = 'grid' and k.id = d.grid_id);

delete from unit u where batch_id = $batch and not exists (select 1 from undo_kept k where k.owner = 'grid' and k.id = u.grid_id);

delete from grid_name n where batch_id = $batch and not exists (select 1 from undo_kept k where k.owner = 'grid' and k.id = n.grid_id);

delete from grid_list_year y where batch_id = $batch and not exists (select 1 from undo_kept k where k.owner = 'grid' and k.id = y.grid_id);

delete from grid_list_year where grid_id in (select id from undo_gone where owner = 'grid');

delete from grid_outline where grid_id in (select id from undo_gone where owner = 'grid_outline');

delete from exit_application where application_id in (select id from undo_gone where owner = 'exit_application');

delete from household where household_id in (select id from undo_gone where owner = 'household');

delete from person where person_id in (select id from undo_gone where owner = 'person');

delete from grid where grid_id in (select id from undo_gone where owner = 'grid');

-- classes, grades and open alerts of what is no longer there; everything else follows with the next classification
delete from person_class where person_id in (select id from undo_gone where owner = 'person');

delete from grid_grade where grid_id in (select id from undo_gone where owner = 'grid');

delete from class_day where home_grid_id in (select id from undo_gone where owner = 'grid');

delete from alert where person_id in (select id from undo_gone where owner = 'person') or grid_id in (select id from undo_gone where owner = 'grid');

delete from duplicate_pair
where person_a in (select id from undo_gone where owner = 'person') or person_b in (select id from undo_gone where owner = 'person');

delete from import_change c where batch_id = $batch
  and not exists (select 1 from undo_kept k where k.owner = change_owner(c.entity) and k.id = c.entity_id)
