-- purpose: store the new and changed exit applications of a plan.  parameters: $batch, $exit_base
create or replace temp table was_exit_application as
select a.* from exit_application a where a.application_id in (select application_id from plan.exits where status = 'changed');

insert into exit_application (application_id, person_id, applied_at, leave_on, return_on, destination, reason, status, batch_id)
select $exit_base + new_no, person_id, applied, leaves, returns, destination, reason, coalesce(status_code, 'pending'), $batch
from plan.exits where status = 'new' order by new_no;

update exit_application a set
  leave_on = coalesce(e.leaves, a.leave_on),
  return_on = case when not list_contains(e.emptied, 'return_on') then coalesce(e.returns, a.return_on) end,
  destination = case when not list_contains(e.emptied, 'destination') then coalesce(e.destination, a.destination) end,
  reason = case when not list_contains(e.emptied, 'reason') then coalesce(e.reason, a.reason) end, status = coalesce(e.status_code, a.status)
from plan.exits e where e.application_id = a.application_id and e.status = 'changed';

insert into import_grid
select distinct $batch, p.home_grid_id
from plan.exits e join person p on p.person_id = e.person_id
where e.status in ('new', 'changed') and p.home_grid_id is not null
