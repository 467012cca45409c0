-- purpose: exit applications as typed values, matched with people and with what is stored.  grain: plan.exits one row per staged row
-- parameters: $today
create or replace table plan.exits as
with read as (
  select s.*, plan.document(s.id_number) as document,
    coalesce(plan.rounded_number(s.id_number), false) as id_was_number,
    plan.phone_digits(s.phone) as phone_digits,
    plan.moment(s.applied_at, $today) as applied, plan.day(s.leave_on, $today) as leaves, plan.day(s.return_on, $today) as returns,
    v.code as status_code
  from (
    select * replace (
      plan.told(name) as name, plan.told(id_number) as id_number, plan.told(phone) as phone, plan.told(destination) as destination,
      plan.told(reason) as reason, plan.told(leave_on) as leave_on, plan.told(return_on) as return_on)
    from plan.staged_exit_applications
  ) s
  left join plan.value v on v.set_name = 'exit_status' and v.text = plan.value_key(s.status)
),
asked as (
  select distinct
    document, case when document is null then phone_digits end as phone, case when document is null then name end as name
  from read
),
-- two joins, each by equality: one with `or` would compare every application with every person
person_of as (
  select a.document, null as phone, null as name, min(p.person_id) as person_id
  from asked a join person p on p.id_number = a.document
  group by a.document having count(*) = 1
  union all
  select null, a.phone, a.name, min(p.person_id)
  from asked a join person p on p.phone = a.phone and name_form(p.name) = name_form(a.name)
  where a.document is null
  group by a.phone, a.name having count(*) = 1
),
matched as (
  select r.*, p.person_id, e.application_id,
    row_number() over (partition by p.person_id, r.applied order by r.sheet, r.row) as time,
    first_value(r.row) over (partition by p.person_id, r.applied order by r.sheet, r.row) as first_row,
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
  left join person_of p on p.document is not distinct from r.document
    and p.phone is not distinct from case when r.document is null then r.phone_digits end
    and p.name is not distinct from case when r.document is null then r.name end
  left join exit_application e on e.person_id = p.person_id and e.applied_at = r.applied
)
select
  * exclude (status, differences), case when application_id is null then [] else list_concat(differences, emptied) end as changes,
  status as status_text, cast(null as text) as status, cast(null as integer) as new_no
from matched
