-- purpose: issues on declarations, and what becomes of each row.  grain: plan.declarations one row per staged row.  parameters: $latest
insert into plan.issue
select sheet, row, 'declared_at', 'time_bad', json_object('value', declared_written) from plan.row_told where declared_written is not null and declared_at is null
union all
select sheet, row, 'first_day', 'date_bad', json_object('value', first_written) from plan.row_told where first_written is not null and first_day is null
union all
select sheet, row, 'from_date', 'date_bad', json_object('value', from_written) from plan.row_told where plan.told(from_written) is not null and from_date is null
union all
select sheet, row, 'until_date', 'date_bad', json_object('value', until_written) from plan.row_told where plan.told(until_written) is not null and until_date is null
union all
select t.sheet, t.row, 'part', case when t.part_alone then 'part_alone' else 'part_unknown' end, json_object('value', t.part_written)
from plan.row_told t
left join plan.who w on w.sheet = t.sheet and w.row = t.row and w.person_id is not null
where t.part_written is not null and t.part_unknown and not (t.part_alone and w.row is not null)
union all
select sheet, row, 'until_date', 'date_order', json_object('value', until_written) from plan.row_told where until_date < from_date
union all
select sheet, row, 'case_contact', 'value_unknown', json_object('value', contact_written) from plan.row_told
where plan.told(contact_written) is not null and contact_code is null
union all
select distinct d.sheet, d.row, 'first_day', 'first_day_missing', null from plan.declaration d where d.nth > 0 and d.told_at is null
union all
select sheet, row, 'declared_at', 'date_future', json_object('value', strftime(told_at, '%Y-%m-%d')) from plan.declaration where told_at > $latest
union all
-- of many temperatures of one row the others are good: one alone is what the row is for
select sheet, row, field, case when measured is null then 'number_bad' when times > 1 then 'temperature_left' else 'temperature_range' end, json_object('value', written)
from (select *, count(*) over (partition by sheet, row) as times from plan.declaration)
where written is not null and temperature is null
union all
select sheet, row, field, 'changed_here', null from plan.stale
union all
select sheet, row, 'declared_at', 'duplicate_row', json_object('first', first_row) from plan.declaration
where person_id is not null and time > 1 and row <> first_row;

create or replace table plan.declarations as
with refused as (
  select distinct i.sheet, i.row from plan.issue i join plan.severity s on s.code = i.code where s.severity = 'error'
)
select d.sheet, d.row, any_value(d.person_id) as person_id, any_value(d.home_grid_id) as home_grid_id, min(d.declaration_id) as declaration_id,
  coalesce(list_distinct(flatten(list(d.changes))), []) as changes,
  case when any_value(r.row) is not null or any_value(d.person_id) is null then 'rejected'
       when bool_or(d.declaration_id is null) then 'new' when bool_or(len(d.changes) > 0) then 'changed' else 'unchanged' end as status
from plan.declaration d
left join refused r on r.sheet = d.sheet and r.row = d.row
group by d.sheet, d.row
