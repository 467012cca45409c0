-- purpose: exit applications as typed values, beside what is stored.  grain: plan.exits one row per staged row
-- needs: plan.who.  parameters: $today
create or replace table plan.exits as
with read as (
  select s.*, w.person_id,
    plan.moment(s.applied_at, $today) as applied, plan.day(s.leave_on, $today) as leaves, plan.day(s.return_on, $today) as returns,
    v.code as status_code
  from (
    select * replace (
      plan.told(destination) as destination,
      plan.told(reason) as reason, plan.told(leave_on) as leave_on, plan.told(return_on) as return_on)
    from plan.staged_exit_applications
  ) s
  join plan.who w on w.sheet = s.sheet and w.row = s.row
  left join plan.value v on v.set_name = 'exit_status' and v.text = plan.value_key(s.status)
),
matched as (
  select r.*, e.application_id,
    row_number() over (partition by r.person_id, r.applied order by r.sheet, r.row) as time,
    first_value(r.row) over (partition by r.person_id, r.applied order by r.sheet, r.row) as first_row,
    list_filter([
      case when r.leaves is not null and r.leaves is distinct from e.leave_on then 'leave_on' end,
      case when r.returns is not null and r.returns is distinct from e.return_on then 'return_on' end,
      case when r.destination is not null and r.destination is distinct from e.destination then 'destination' end,
      case when r.reason is not null and r.reason is distinct from e.reason then 'reason' end,
      case when r.status_code is not null and r.status_code is distinct from e.status then 'status' end
    ], x -> x is not null) as differences,
    list_filter([
      case when list_contains(r.clears, 'return_on') and e.return_on is not null then 'return_on' end,
      case when list_contains(r.clears, 'destination') and e.destination is not null then 'destination' end,
      case when list_contains(r.clears, 'reason') and e.reason is not null then 'reason' end
    ], x -> x is not null) as emptied
  from read r
  left join exit_application e on e.person_id = r.person_id and e.applied_at = r.applied
)
select
  * exclude (status, differences), case when application_id is null then [] else list_concat(differences, emptied) end as changes,
  status as status_text, cast(null as text) as status, cast(null as integer) as new_no
from matched
