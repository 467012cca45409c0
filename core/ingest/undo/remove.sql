-- purpose: take out the check-ins of a batch, what was worked out from the rows that went (undo_gone), and the log of both
-- parameters: $batch.  The rows of the registers themselves: declared.removals
delete from check_in where batch_id = $batch;

-- classes, grades and open alerts of what is no longer there; everything else follows with the next classification
-- the classes that people had by what the batch said: whoever is in one all the same begins anew with the next classification
delete from class_history
where person_id in (select id from undo_row where owner = 'person')
  and coalesce(until, date '9999-12-31') >= (select cast(imported_at as date) from import_batch where batch_id = $batch);

delete from class_history where person_id in (select id from undo_gone where owner = 'person');
delete from person_class where person_id in (select id from undo_gone where owner = 'person');

delete from grid_grade where grid_id in (select id from undo_gone where owner = 'grid');

delete from class_day where home_grid_id in (select id from undo_gone where owner = 'grid');
delete from class_flow_day where home_grid_id in (select id from undo_gone where owner = 'grid');
delete from grade_history where grid_id in (select id from undo_gone where owner = 'grid');
delete from class_shown where person_id in (select id from undo_gone where owner = 'person');

delete from alert_event where alert_id in (select alert_id from alert where person_id in (select id from undo_gone where owner = 'person')
  or grid_id in (select id from undo_gone where owner = 'grid'));
delete from handover_item where alert_id in (select alert_id from alert where person_id in (select id from undo_gone where owner = 'person')
  or grid_id in (select id from undo_gone where owner = 'grid'));
delete from alert_grid where alert_id in (select alert_id from alert where person_id in (select id from undo_gone where owner = 'person'));
delete from alert where person_id in (select id from undo_gone where owner = 'person')
  or grid_id in (select id from undo_gone where owner = 'grid');

delete from duplicate_pair
where person_a in (select id from undo_gone where owner = 'person') or person_b in (select id from undo_gone where owner = 'person');

delete from import_change c where batch_id = $batch
  and not exists (
    select 1 from undo_kept k join undo_table t on t.owner = k.owner where t.entity = c.entity and k.id = c.entity_id)
