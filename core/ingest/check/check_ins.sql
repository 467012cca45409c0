-- purpose: one batch of check-ins as typed values, its findings, and what of it can be taken
-- grain: plan.batch one row per staged row.  parameters: $latest (later scans lie in the future), $today
-- A person scans many times: a number is judged once, and stays judged for the batches that follow.
insert into plan.number
with written as (
  select distinct id_number, coalesce(id_number_kind = 2 and length(id_number) > 15, false) as was_number
  from plan.staged_check_ins where id_number is not null
),
fresh as (
  select w.*, plan.told(w.id_number) as told from written w
  where not exists (select 1 from plan.number n where n.id_number = w.id_number and n.was_number = w.was_number)
),
spelled as (
  select *, plan.document(told) as document from fresh  -- one macro within another would be written out dozens of times
),
by_document as (
  select s.document, min(p.person_id) as person_id from spelled s join person p on p.id_number = s.document group by s.document
)
select s.id_number, s.was_number, s.document,
  case when s.was_number then 'id_numeric' when contains(s.document, '*') then 'id_masked'
       when plan.resident_shape(s.document) and not plan.resident_fits(s.document) then 'id_checksum' end,
  d.person_id
from spelled s left join by_document d on d.document = s.document;

create or replace table plan.batch_direction as
select w.direction as written, d.code
from (select distinct direction from plan.staged_check_ins where direction is not null) w
join plan.value d on d.set_name = 'direction' and d.text = plan.value_key(w.direction);

create or replace table plan.batch_grid as
select k.written, k.grid_id, k.ways, coalesce(k.grid_id in (select grid_id from plan.in_scope), false) as mine, c.closed_on
from plan.grid_text k left join plan.closed c on c.grid_id = k.grid_id
where k.axis = 'any';

-- Most rows are plain: a known number, nothing to find. They go straight on; `odd`: there is something to find in the row.
create or replace table plan.batch as
with typed as (
  select s.sheet, s.row, n.person_id, n.fault as id_fault, coalesce(n.document, s.phone, s.name) is not null as named, k.grid_id, k.ways, k.mine,
    k.closed_on, plan.moment(s.scanned_at, $today) as scanned_at, d.code as direction, try_cast(s.temperature as double) as degrees,
    s.temperature is not null as measured, s.symptoms
  from plan.staged_check_ins s
  left join plan.number n on n.id_number = s.id_number and n.was_number = coalesce(s.id_number_kind = 2 and length(s.id_number) > 15, false)
  left join plan.batch_grid k on k.written = s.grid
  left join plan.batch_direction d on d.written = s.direction
)
select sheet, row, person_id, grid_id, scanned_at, direction, try_cast(degrees as decimal(3, 1)) as temperature, symptoms,
  not coalesce(id_fault is null and named and ways = 1 and mine and (closed_on is null or closed_on > cast(scanned_at as date))
    and scanned_at <= $latest and direction is not null and (not measured or degrees between 34 and 43), false) as odd
from typed;

insert into plan.check_ins
select sheet, row, person_id, grid_id, scanned_at, direction, temperature from plan.batch where not odd and person_id is not null;

-- The others, with all that was written. `who`: one text per person as written; of somebody on no roster it stays the key, so that
-- the visitor is known again.
create or replace table plan.batch_rest as
with typed as (
  select b.*, n.document, n.fault as id_fault, plan.told(s.name) as name,
    case when regexp_full_match(s.phone, '1\d{10}') then s.phone  -- most are plain, and a look is cheaper than the cleaning
         when plan.phone_fits(plan.phone_digits(s.phone)) then plan.phone_digits(s.phone) end as phone,
    coalesce(k.ways, 0) as grid_ways, k.mine, k.closed_on, s.temperature as temperature_text, try_cast(s.temperature as double) as degrees,
    s.grid as grid_text, s.scanned_at as time_text, s.direction as direction_text
  from plan.batch b
  join plan.staged_check_ins s on s.sheet = b.sheet and s.row = b.row
  left join plan.number n on n.id_number = s.id_number and n.was_number = coalesce(s.id_number_kind = 2 and length(s.id_number) > 15, false)
  left join plan.batch_grid k on k.written = s.grid
  where b.odd or b.person_id is null
)
select *, case when person_id is null then coalesce(document, 'p' || phone || '|' || coalesce(name, ''), 'n' || name || '|' || grid_id) end as who
from typed;

create or replace table plan.batch_issue as
select sheet, row, 'id_number' as field, id_fault as code, cast(json_object('value', mask_id(document)) as text) as fields
from plan.batch_rest where id_fault is not null
union all
select sheet, row, 'name', 'person_missing', null from plan.batch_rest where person_id is null and document is null and phone is null and name is null
union all
select sheet, row, 'grid', 'grid_missing', null from plan.batch_rest where grid_text is null
union all
select sheet, row, 'grid', 'grid_unknown', json_object('value', grid_text) from plan.batch_rest where grid_text is not null and grid_ways = 0
union all
select sheet, row, 'grid', 'grid_ambiguous', json_object('value', grid_text, 'ways', grid_ways) from plan.batch_rest where grid_ways > 1
union all
select sheet, row, 'grid', 'grid_outside_scope', json_object('value', grid_text) from plan.batch_rest where grid_ways = 1 and not mine
union all
select sheet, row, 'grid', 'grid_closed', json_object('value', grid_text, 'day', cast(closed_on as text)) from plan.batch_rest
where closed_on <= cast(scanned_at as date)
union all
select sheet, row, 'scanned_at', 'time_bad', json_object('value', coalesce(time_text, '')) from plan.batch_rest where scanned_at is null
union all
select sheet, row, 'scanned_at', 'date_future', json_object('value', time_text) from plan.batch_rest where scanned_at > $latest
union all
select sheet, row, 'direction', 'direction_unknown', json_object('value', coalesce(direction_text, '')) from plan.batch_rest where direction is null
union all
select sheet, row, 'temperature', 'number_bad', json_object('value', temperature_text) from plan.batch_rest where temperature_text is not null and degrees is null
union all
select sheet, row, 'temperature', 'temperature_range', json_object('value', temperature_text) from plan.batch_rest where not degrees between 34 and 43;

insert into plan.issue select * from plan.batch_issue;

create or replace table plan.batch_refused as
select distinct i.sheet, i.row from plan.batch_issue i join plan.severity s on s.code = i.code where s.severity = 'error';

insert into plan.refused select * from plan.batch_refused;

-- whom the number does not tell
create or replace table plan.batch_unknown as
select b.* from plan.batch_rest b
where b.person_id is null and not exists (select 1 from plan.batch_refused r where r.sheet = b.sheet and r.row = b.row);

create or replace table plan.batch_person as
with asked as (
  select who, any_value(phone) as phone, any_value(name) as name, any_value(grid_id) as grid_id
  from plan.batch_unknown where document is null group by who
),
by_phone as (
  select a.who, min(p.person_id) as person_id from asked a
  join person p on p.phone = a.phone and (a.name is null or p.name = a.name)
  group by a.who having count(*) = 1
),
by_name as (
  select a.who, min(m.person_id) as person_id from asked a
  join person p on p.name = a.name
  join membership m on m.person_id = p.person_id and m.grid_id = a.grid_id and m.until is null
  where a.phone is null and (p.registered or p.id_number is null and p.phone is null)
  group by a.who having count(distinct p.person_id) = 1
)
select a.who, coalesce(f.person_id, n.person_id) as person_id
from asked a
left join by_phone f on f.who = a.who
left join by_name n on n.who = a.who
where coalesce(f.person_id, n.person_id) is not null;

insert into plan.visitor_number
select who, (select count(*) from plan.visitor_number) + row_number() over (order by who)
from (select distinct who from plan.batch_unknown) w
where not exists (select 1 from plan.batch_person p where p.who = w.who) and not exists (select 1 from plan.visitor_number v where v.who = w.who);

insert into plan.check_ins
select b.sheet, b.row, coalesce(b.person_id, p.person_id, -v.new_no), b.grid_id, b.scanned_at, b.direction, b.temperature
from plan.batch_rest b
left join plan.batch_person p on p.who = b.who
left join plan.visitor_number v on v.who = b.who
where not exists (select 1 from plan.batch_refused r where r.sheet = b.sheet and r.row = b.row);

insert into plan.symptom
select b.sheet, b.row, b.symptoms from plan.batch b
where b.symptoms is not null
  and lower(b.symptoms) not in ('无', '無', '否', '没有', '沒有', '无症状', '無症狀', '无异常', '正常', '健康', '良好', 'none', 'no', 'normal', '/', '-', '—', '0', '×')
  and not exists (select 1 from plan.batch_refused r where r.sheet = b.sheet and r.row = b.row);

insert into plan.visitor_seen
select v.new_no, any_value(b.name), any_value(b.document),
  any_value(case when b.document is null then null when plan.resident_shape(b.document) then 'resident_id' else 'other' end),
  any_value(b.phone), arg_min(b.grid_id, b.scanned_at), min(b.scanned_at)
from plan.batch_unknown b join plan.visitor_number v on v.who = b.who
where not exists (select 1 from plan.batch_person p where p.who = b.who)
group by v.new_no;

-- kept for the preview: the first rows, and those with findings
insert into plan.shown_check_ins select * from plan.staged_check_ins where row < $shown;

insert into plan.shown_check_ins
select s.* from plan.staged_check_ins s
where s.row >= $shown
  and exists (select 1 from (select sheet, row from plan.batch_issue limit 10000) i where i.sheet = s.sheet and i.row = s.row);

truncate plan.staged_check_ins;
drop table plan.batch_unknown;
drop table plan.batch_issue;
drop table plan.batch_rest;
drop table plan.batch
