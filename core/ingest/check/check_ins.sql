-- purpose: one batch of check-ins as typed values, its findings, and what of it can be taken
-- grain: plan.batch one row per staged row.  parameters: $latest (later scans lie in the future), $today
-- A person scans many times: numbers are judged once each, not once a row.
create or replace table plan.batch_document as
with written as (
  select distinct id_number, coalesce(id_number_kind = 2 and length(id_number) > 15, false) as was_number
  from plan.staged_check_ins where id_number is not null
),
spelled as (
  select *, case when regexp_full_match(id_number, '\d{17}[\dX]') then id_number else plan.document(plan.told(id_number)) end as document from written
)
select *,
  case when was_number then 'id_numeric' when contains(document, '*') then 'id_masked'
       when plan.resident_shape(document) and not plan.resident_fits(document) then 'id_checksum' end as fault
from spelled;

create or replace table plan.batch_direction as
select w.direction as written, d.code
from (select distinct direction from plan.staged_check_ins where direction is not null) w
join plan.value d on d.set_name = 'direction' and d.text = plan.value_key(w.direction);

-- `who`: one text per person as written; of somebody on no roster it stays the key, so that the visitor is known again
create or replace table plan.batch as
with typed as (
select s.sheet, s.row, plan.told(s.name) as name, w.document, w.fault as id_fault,
  case when regexp_full_match(s.phone, '1\d{10}') then s.phone  -- most are plain, and a look is cheaper than the cleaning
       when plan.phone_fits(plan.phone_digits(s.phone)) then plan.phone_digits(s.phone) end as phone,
  s.grid as grid_text, k.grid_id, coalesce(k.ways, 0) as grid_ways,
  s.scanned_at as time_text, plan.moment(s.scanned_at, $today) as scanned_at,
  s.direction as direction_text, d.code as direction,
  s.temperature as temperature_text, try_cast(s.temperature as double) as degrees,
  case when lower(s.symptoms) in ('无', '無', '否', '没有', '沒有', '无症状', '無症狀', '无异常', '正常', '健康', '良好', 'none', 'no', 'normal', '/', '-', '—', '0', '×') then null
       else s.symptoms end as symptoms
from plan.staged_check_ins s
left join plan.batch_document w on w.id_number = s.id_number and w.was_number = coalesce(s.id_number_kind = 2 and length(s.id_number) > 15, false)
left join plan.grid_text k on k.axis = 'any' and k.written = s.grid
left join plan.batch_direction d on d.written = s.direction
)
select *, coalesce(document, 'p' || phone || '|' || coalesce(name, ''), 'n' || name || '|' || grid_id) as who from typed;

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
select b.sheet, b.row, 'grid', 'grid_closed', json_object('value', grid_text, 'day', cast(g.closed_on as text)) from plan.batch b
join plan.closed g on g.grid_id = b.grid_id where g.closed_on <= cast(b.scanned_at as date)
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
  select who, any_value(document) as document, any_value(case when document is null then phone end) as phone,
    any_value(case when document is null then name end) as name,
    any_value(case when document is null and phone is null then grid_id end) as grid_id
  from plan.batch where who is not null group by who
),
by_document as (
  select a.who, min(p.person_id) as person_id from asked a join person p on p.id_number = a.document group by a.who
),
by_phone as (
  select a.who, min(p.person_id) as person_id from asked a
  join person p on p.phone = a.phone and (a.name is null or p.name = a.name)
  where a.document is null and a.phone is not null group by a.who having count(*) = 1
),
by_name as (
  select a.who, min(m.person_id) as person_id from asked a
  join person p on p.name = a.name
  join membership m on m.person_id = p.person_id and m.grid_id = a.grid_id and m.until is null
  where a.document is null and a.phone is null and (p.registered or p.id_number is null and p.phone is null)
  group by a.who having count(distinct p.person_id) = 1
)
select a.who, coalesce(d.person_id, f.person_id, n.person_id) as person_id
from asked a
left join by_document d on d.who = a.who
left join by_phone f on f.who = a.who
left join by_name n on n.who = a.who;

create or replace table plan.batch_taken as
select b.sheet, b.row, p.person_id, case when p.person_id is null then b.who end as who, b.grid_id, b.scanned_at, b.direction, b.degrees, b.symptoms
from plan.batch b
join plan.batch_person p on p.who = b.who
where not exists (select 1 from plan.refused r where r.sheet = b.sheet and r.row = b.row);

insert into plan.visitor_number
select who, (select count(*) from plan.visitor_number) + row_number() over (order by who)
from (select distinct who from plan.batch_taken where who is not null) w
where not exists (select 1 from plan.visitor_number v where v.who = w.who);

insert into plan.check_ins
select b.sheet, b.row, coalesce(b.person_id, -v.new_no), b.grid_id, b.scanned_at, b.direction, try_cast(b.degrees as decimal(3, 1))
from plan.batch_taken b left join plan.visitor_number v on v.who = b.who;

insert into plan.symptom select sheet, row, symptoms from plan.batch_taken where symptoms is not null;

insert into plan.visitor_seen
select v.new_no, any_value(b.name), any_value(b.document),
  any_value(case when b.document is null then null when plan.resident_shape(b.document) then 'resident_id' else 'other' end),
  any_value(b.phone), arg_min(b.grid_id, b.scanned_at), min(b.scanned_at)
from plan.batch_taken t join plan.batch b on b.sheet = t.sheet and b.row = t.row join plan.visitor_number v on v.who = t.who
group by v.new_no;

-- kept for the preview: the first rows, and those with findings
insert into plan.shown_check_ins
select * from plan.staged_check_ins s
where s.row < $shown or (s.sheet, s.row) in (select (sheet, row) from plan.batch_issue limit 10000);

truncate plan.staged_check_ins;
drop table plan.batch_taken;
drop table plan.batch_issue;
drop table plan.batch
