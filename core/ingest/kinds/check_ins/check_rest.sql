-- purpose: rows of check-ins in which there is something to find, or whose person the number does not tell
-- grain: plan.batch_rest one row per row of given_rows, with all that was written.  parameters: $oldest, $latest (scans
-- before and after come from a clock that is wrong), $shown
-- `who`: one text per person as written; of somebody on no roster it stays the key, so that the visitor is known again.
create or replace table plan.batch_rest as
with told as (
  select *, case when person_id is null then plan.name_fault(plan.told(name)) end as name_fault,
    case when person_id is null then plan.told(unit_no) end as told_number,
    case when regexp_full_match(phone, '1[3-9]\d{9}') then phone  -- most are plain, and a look is cheaper than the cleaning
         else plan.phone_told(phone) end as told_phone
  from given_rows
),
named as (select *, case when not plan.rounded_number(told_number) then plan.unit_number(told_number) end as number, case when coalesce(name_fault, 'name_note') = 'name_note' then plan.told(name) end as told_name from told)
select *, case when person_id is null then coalesce(document, 'p' || told_phone || '|' || coalesce(name_form(told_name), ''),
    'u' || number || '|' || coalesce(name_form(told_name), '') || '|' || grid_id, 'n' || name_form(told_name) || '|' || grid_id) end as who
from named;

create or replace table plan.batch_issue as
select sheet, row, 'id_number' as field, id_fault as code, cast(json_object('value', mask_id(document)) as text) as fields
from plan.batch_rest where id_fault is not null
union all
select sheet, row, 'name', 'person_missing', null from plan.batch_rest
where person_id is null and document is null and told_phone is null and told_name is null and number is null and name_fault is null
union all
-- of a scan that another number tells, a name that is none is not taken; of any other nobody knows who is meant
select sheet, row, 'name', case when document is null and told_phone is null and number is null then name_fault else 'name_ignored' end, json_object('value', mask_name(name))
from plan.batch_rest where name_fault <> 'name_note'
union all
select sheet, row, 'grid', 'grid_missing', null from plan.batch_rest where grid is null
union all
select sheet, row, 'grid',
  case when plan.rounded_number(grid) then 'code_rounded' when grid in (select written from plan.grid_text where fault = 'code_differs') then 'grid_code_differs'
       else 'grid_unknown' end, json_object('value', grid)
from plan.batch_rest where grid is not null and coalesce(ways, 0) = 0
union all
select sheet, row, 'grid', 'grid_ambiguous', json_object('value', grid, 'ways', ways) from plan.batch_rest where ways > 1
union all
select sheet, row, 'grid', 'grid_outside_scope', json_object('value', grid) from plan.batch_rest where ways = 1 and not mine
union all
select sheet, row, 'grid', 'grid_closed', json_object('value', grid, 'day', cast(closed_on as text)) from plan.batch_rest
where closed_on <= cast(seen_at as date)
union all
select sheet, row, half, 'time_bad', json_object('value', coalesce(scanned_at, '')) from plan.batch_rest where seen_at is null
union all
select sheet, row, half, case when seen_at > $latest then 'scan_ahead' else 'scan_long_ago' end, json_object('value', coalesce(scanned_at, cast(seen_at as text)))
from plan.batch_rest where seen_at not between $oldest and $latest
union all
select sheet, row, half, case when next_day then 'out_next_day' else 'out_before_in' end, json_object('value', coalesce(scanned_at, cast(seen_at as text)))
from plan.batch_rest where next_day is not null
union all
select sheet, row, 'direction', case when direction is null then 'direction_missing' else 'direction_unknown' end, json_object('value', coalesce(direction, '')) from plan.batch_rest where way is null
union all
select sheet, row, 'temperature', 'number_bad', json_object('value', temperature) from plan.batch_rest where temperature is not null and measured is null
union all
select sheet, row, 'temperature', 'temperature_range', json_object('value', temperature) from plan.batch_rest where not measured between 34 and 43;

insert into plan.issue select * from plan.batch_issue;

create or replace table plan.batch_refused as
select i.sheet, i.row from plan.batch_issue i join plan.severity s on s.code = i.code where s.severity = 'error'
union
select b.sheet, b.row from plan.batch_rest b join plan.issue i on i.sheet = b.sheet and i.row = b.row and i.code = 'id_formula';

-- whom the number does not tell
create or replace table plan.batch_unknown as
select b.sheet, b.row, b.who, b.document, b.told_name, b.told_phone, b.number, b.unit_no, b.grid_id, b.seen_at from plan.batch_rest b
where b.person_id is null and not exists (select 1 from plan.batch_refused r where r.sheet = b.sheet and r.row = b.row);

insert into plan.who_known
with asked as (
  select who, any_value(told_phone) as phone, name_form(any_value(told_name)) as form, any_value(grid_id) as grid_id, any_value(number) as number
  from plan.batch_unknown u where document is null and not exists (select 1 from plan.who_known k where k.who = u.who) group by who
),
-- who has that number in the unit where the scan was made, or in one that lies there
numbered as (
  select a.who, a.form, n.person_id from asked a
  left join plan.unit_of u on u.grid_id = a.grid_id
  join plan.member_number n on n.unit_id = coalesce(u.unit_id, a.grid_id) and n.number = a.number
  union
  select a.who, a.form, n.person_id from asked a
  join plan.member_number n on n.number = a.number
  join grid_tree t on t.ancestor_id = a.grid_id and t.grid_id = n.grid_id
),
by_number as (
  select n.who, min(n.person_id) as person_id from numbered n join person p on p.person_id = n.person_id
  where n.form is null or name_form(p.name) = n.form
  group by n.who having count(*) = 1
),
by_phone as (
  select a.who, min(p.person_id) as person_id from asked a
  join person p on p.phone = a.phone
  where a.form is null or name_form(p.name) = a.form
  group by a.who having count(*) = 1
),
here as (
  select m.person_id, m.grid_id, name_form(p.name) as form
  from membership m join person p on p.person_id = m.person_id
  where m.until is null and (p.registered or p.id_number is null and p.phone is null)
    and m.grid_id in (select grid_id from asked where phone is null and form is not null)
),
called as (
  select distinct a.who, a.number, a.grid_id, h.person_id from asked a
  join here h on h.form = a.form and h.grid_id = a.grid_id
  where a.phone is null
),
-- of those, who has another number there
otherwise as (
  select c.who, c.person_id from called c
  left join plan.unit_of u on u.grid_id = c.grid_id
  join plan.member_number n on n.person_id = c.person_id and n.unit_id = coalesce(u.unit_id, c.grid_id)
  where c.number is not null
  group by c.who, c.person_id having not bool_or(n.number = c.number)
),
by_name as (
  select who, min(person_id) as person_id from called
  where (who, person_id) not in (select (who, person_id) from otherwise)
  group by who having count(*) = 1
)
select a.who, coalesce(f.person_id, u.person_id, n.person_id) as person_id
from asked a
left join by_phone f on f.who = a.who
left join by_number u on u.who = a.who
left join by_name n on n.who = a.who;

create or replace table plan.batch_person as
select who, person_id from plan.who_known where person_id is not null and who in (select who from plan.batch_unknown);

-- a number alone that nobody has
insert into plan.issue
select u.sheet, u.row, 'unit_no', 'number_unknown', json_object('value', mask_id(u.unit_no)) from plan.batch_unknown u
where u.document is null and u.told_phone is null and u.told_name is null and not exists (select 1 from plan.batch_person p where p.who = u.who);

insert into plan.batch_refused
select u.sheet, u.row from plan.batch_unknown u
where u.document is null and u.told_phone is null and u.told_name is null and not exists (select 1 from plan.batch_person p where p.who = u.who);

insert into plan.refused select * from plan.batch_refused;

delete from plan.batch_unknown u where exists (select 1 from plan.batch_refused r where r.sheet = u.sheet and r.row = u.row);

-- the number is another name's
insert into plan.issue
select distinct u.sheet, u.row, 'unit_no', 'scan_number_other', json_object('value', mask_id(u.unit_no)) from plan.batch_unknown u
join plan.unit_of o on o.grid_id = u.grid_id
join (select unit_id, number from plan.member_number group by unit_id, number having count(distinct person_id) = 1) n
  on n.unit_id = o.unit_id and n.number = u.number
where u.document is null and not exists (select 1 from plan.batch_person p where p.who = u.who);

insert into plan.visitor_number
select who, (select count(*) from plan.visitor_number) + row_number() over (order by who)
from (select distinct who from plan.batch_unknown) w
where not exists (select 1 from plan.batch_person p where p.who = w.who) and not exists (select 1 from plan.visitor_number v where v.who = w.who);

insert into plan.check_ins
select b.sheet, b.row, b.nth, coalesce(b.person_id, p.person_id, -v.new_no), b.grid_id, b.seen_at, b.way, b.measured
from plan.batch_rest b
left join plan.batch_person p on p.who = b.who
left join plan.visitor_number v on v.who = b.who
where not exists (select 1 from plan.batch_refused r where r.sheet = b.sheet and r.row = b.row);

insert into plan.symptom
select b.sheet, b.row, plan.told_symptoms(b.symptoms) from plan.batch_rest b
where plan.told_symptoms(b.symptoms) is not null
  and not exists (select 1 from plan.batch_refused r where r.sheet = b.sheet and r.row = b.row);

insert into plan.visitor_seen
select v.new_no, any_value(b.told_name), any_value(b.document),
  any_value(case when b.document is null then null when plan.resident_shape(b.document) then 'resident_id' else 'other' end),
  any_value(b.told_phone), arg_min(b.grid_id, b.seen_at), min(b.seen_at), any_value(b.unit_no)
from plan.batch_unknown b join plan.visitor_number v on v.who = b.who
where not exists (select 1 from plan.batch_person p where p.who = b.who)
group by v.new_no;

-- kept for the preview, besides the first rows
insert into plan.shown_check_ins by name
select sheet, row, id_number, name, phone, grid, coalesce(scanned_at, cast(seen_at as text)) as scanned_at,
  unit_no, in_at, out_at, in_at_2, out_at_2, in_at_3, out_at_3, direction, temperature, symptoms
from plan.batch_rest b
where row >= $shown and nth = 0
  and exists (select 1 from (select sheet, row from plan.batch_issue limit 10000) i where i.sheet = b.sheet and i.row = b.row);

drop table plan.batch_unknown;
drop table plan.batch_issue;
drop table plan.batch_rest
