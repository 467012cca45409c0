-- purpose: one batch of check-ins as typed values, its findings, and what of it can be taken
-- grain: plan.batch one row per staged row.  parameters: $latest (later scans lie in the future)
-- A person scans many times: numbers are judged once each, not once a row.
create or replace table plan.batch_document as
with written as (
  select distinct id_number, coalesce(id_number_kind = 2 and length(id_number) > 15, false) as was_number
  from plan.staged_check_ins where id_number is not null
),
spelled as (select *, plan.document(id_number) as document from written)
select *,
  case when was_number then 'id_numeric'
       when plan.resident_shape(document) and not plan.resident_fits(document) then 'id_checksum' end as fault
from spelled;

create or replace table plan.batch as
select s.sheet, s.row, s.name, w.document, w.fault as id_fault,
  case when plan.phone_fits(plan.phone_digits(s.phone)) then plan.phone_digits(s.phone) end as phone,
  s.grid as grid_text, k.grid_id, coalesce(k.ways, 0) as grid_ways,
  s.scanned_at as time_text, plan.moment(s.scanned_at) as scanned_at,
  s.direction as direction_text, d.code as direction,
  s.temperature as temperature_text, try_cast(s.temperature as double) as degrees, s.symptoms
from plan.staged_check_ins s
left join plan.batch_document w on w.id_number = s.id_number and w.was_number = coalesce(s.id_number_kind = 2 and length(s.id_number) > 15, false)
left join plan.grid_key k on k.axis = 'any' and k.text = s.grid
left join plan.value d on d.set_name = 'direction' and d.text = plan.value_key(s.direction);

create or replace table plan.batch_issue as
select sheet, row, 'id_number' as field, id_fault as code, cast(json_object('value', mask_id(document)) as text) as fields
from plan.batch where id_fault is not null
union all
select sheet, row, 'name', 'person_missing', null from plan.batch where document is null and phone is null and name is null
union all
select sheet, row, 'grid', 'grid_missing', null from plan.batch where grid_text is null
union all
select sheet, row, 'grid', 'grid_unknown', json_object('value', grid_text) from plan.batch where grid_text is not null and grid_ways = 0
union all
select sheet, row, 'grid', 'grid_ambiguous', json_object('value', grid_text, 'ways', grid_ways) from plan.batch where grid_ways > 1
union all
select sheet, row, 'grid', 'grid_outside_scope', json_object('value', grid_text) from plan.batch
where grid_ways = 1 and grid_id not in (select grid_id from plan.in_scope)
union all
select sheet, row, 'scanned_at', 'time_bad', json_object('value', coalesce(time_text, '')) from plan.batch where scanned_at is null
union all
select sheet, row, 'scanned_at', 'date_future', json_object('value', time_text) from plan.batch where scanned_at > $latest
union all
select sheet, row, 'direction', 'direction_unknown', json_object('value', coalesce(direction_text, '')) from plan.batch where direction is null
union all
select sheet, row, 'temperature', 'number_bad', json_object('value', temperature_text) from plan.batch where temperature_text is not null and degrees is null
union all
select sheet, row, 'temperature', 'temperature_range', json_object('value', temperature_text) from plan.batch where not degrees between 34 and 43;

insert into plan.issue select * from plan.batch_issue;

insert into plan.refused
select distinct i.sheet, i.row from plan.batch_issue i join plan.severity s on s.code = i.code where s.severity = 'error';

create or replace table plan.batch_person as
with asked as (
  select distinct document, case when document is null then phone end as phone, case when document is null then name end as name,
    case when document is null and phone is null then grid_id end as grid_id
  from plan.batch where document is not null or phone is not null or name is not null
),
by_document as (
  select a.document, min(p.person_id) as person_id from asked a join person p on p.id_number = a.document group by a.document
),
by_phone as (
  select a.phone, a.name, min(p.person_id) as person_id from asked a
  join person p on p.phone = a.phone and (a.name is null or p.name = a.name)
  where a.document is null and a.phone is not null group by a.phone, a.name having count(*) = 1
),
by_name as (
  select a.name, a.grid_id, min(m.person_id) as person_id from asked a
  join person p on p.name = a.name
  join membership m on m.person_id = p.person_id and m.grid_id = a.grid_id and m.until is null
  where a.document is null and a.phone is null and (p.registered or p.id_number is null and p.phone is null)
  group by a.name, a.grid_id having count(distinct p.person_id) = 1
)
select a.*, coalesce(d.person_id, f.person_id, n.person_id) as person_id
from asked a
left join by_document d on d.document = a.document
left join by_phone f on f.phone = a.phone and f.name is not distinct from a.name
left join by_name n on n.name = a.name and n.grid_id = a.grid_id;

create or replace table plan.batch_taken as
select b.*, p.person_id,
  case when p.person_id is null
       then coalesce(b.document, 'p' || b.phone || '|' || coalesce(b.name, ''), 'n' || b.name || '|' || b.grid_id) end as visitor
from plan.batch b
left join plan.batch_person p
  on p.document is not distinct from b.document
  and p.phone is not distinct from case when b.document is null then b.phone end
  and p.name is not distinct from case when b.document is null then b.name end
  and p.grid_id is not distinct from case when b.document is null and b.phone is null then b.grid_id end
where not exists (select 1 from plan.refused r where r.sheet = b.sheet and r.row = b.row);

insert into plan.check_ins
select sheet, row, person_id, visitor, grid_id, scanned_at, direction, cast(degrees as decimal(3, 1)), symptoms from plan.batch_taken;

insert into plan.visitor_seen
select visitor, any_value(name), any_value(document),
  any_value(case when document is null then null when plan.resident_shape(document) then 'resident_id' else 'other' end),
  any_value(phone), arg_min(grid_id, scanned_at), min(scanned_at)
from plan.batch_taken where visitor is not null group by visitor;

-- kept for the preview: the first rows, and those with findings
insert into plan.shown_check_ins
select * from plan.staged_check_ins s
where s.row < $shown or (s.sheet, s.row) in (select (sheet, row) from plan.batch_issue limit 10000);

truncate plan.staged_check_ins
