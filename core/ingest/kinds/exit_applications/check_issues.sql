-- purpose: issues on exit applications and the status of each row; those on their people come from about_people/who.sql.  parameters: $latest
insert into plan.issue
select sheet, row, 'applied_at', 'time_bad', json_object('value', coalesce(applied_at, '')) from plan.exits where applied is null
union all
select sheet, row, 'applied_at', 'date_future', json_object('value', applied_at) from plan.exits where applied > $latest
union all
select sheet, row, 'leave_on', 'date_bad', json_object('value', leave_on) from plan.exits where leave_on is not null and leaves is null
union all
select sheet, row, 'return_on', 'date_bad', json_object('value', return_on) from plan.exits where return_on is not null and returns is null
union all
select sheet, row, 'status', 'status_unknown', json_object('value', status_text) from plan.exits where status_text is not null and status_code is null
union all
select sheet, row, field, 'not_clearable', null from (select sheet, row, unnest(clears) as field from plan.exits where application_id is not null)
where field not in ('return_on', 'destination', 'reason')
union all
select sheet, row, 'applied_at', 'duplicate_row', json_object('first', first_row) from plan.exits where person_id is not null and applied is not null and time > 1;

create or replace table plan.refused as
select distinct i.sheet, i.row from plan.issue i join plan.severity s on s.code = i.code where s.severity = 'error';

update plan.exits e set status = case
  when exists (select 1 from plan.refused r where r.sheet = e.sheet and r.row = e.row) then 'rejected'
  when application_id is null then 'new' when len(changes) > 0 then 'changed' else 'unchanged' end;

update plan.exits e set new_no = n.new_no
from (select sheet, row, row_number() over (order by applied, sheet, row) as new_no from plan.exits where status = 'new') n
where n.sheet = e.sheet and n.row = e.row
