-- purpose: store the new and changed stays of a plan.  parameters: $batch, $quarantine_base
create or replace temp table was_quarantine as
select q.* from quarantine q where q.quarantine_id in (select quarantine_id from plan.stays where status = 'changed');

insert into quarantine (quarantine_id, person_id, since, until, place, place_name, doctor, released_on, reason, batch_id)
select $quarantine_base + row_number() over (order by sheet, row), person_id, since, until, place, place_name, doctor, released_on, reason, $batch
from plan.stays where status = 'new';

update quarantine q set
  since = case when list_contains(t.changes, 'since') then t.since else q.since end,
  until = case when list_contains(t.changes, 'until') then t.until else q.until end,
  place = case when list_contains(t.changes, 'place') then t.place else q.place end,
  place_name = case when list_contains(t.changes, 'place_name') then t.place_name else q.place_name end,
  doctor = case when list_contains(t.changes, 'doctor') then t.doctor else q.doctor end,
  released_on = case when list_contains(t.changes, 'released_on') then t.released_on else q.released_on end,
  reason = case when list_contains(t.changes, 'reason') then t.reason else q.reason end
from plan.stays t where t.quarantine_id = q.quarantine_id and t.status = 'changed';

insert into import_grid select distinct $batch, home_grid_id from plan.stays where status in ('new', 'changed') and home_grid_id is not null
