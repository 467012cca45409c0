-- purpose: places for people and their rooms beside those stored, and issues on them.  grain: plan.lodgings one row per staged row
-- parameters: none
create or replace table plan.lodgings as
with told as (
  select s.sheet, s.row, coalesce(plan.told(s.quarantine_name), plan.told(s.shelter_name), plan.told(s.name)) as name,
    case when plan.told(s.quarantine_name) is not null then 'quarantine' when plan.told(s.shelter_name) is not null then 'shelter' end as kind_by_header,
    plan.told(s.kind) as kind_written, v.code as kind_told,
    plan.told(s.address) as address, plan.told(s.contact) as contact, plan.told(s.phone) as phone, coalesce(plan.joined(plan.told(s.room)), '') as room,
    coalesce(plan.told(s.beds), plan.told(s.capacity)) as beds_written,
    coalesce(s.grid, s.town) as grid_text, case when k.ways = 1 then k.grid_id end as grid_id, coalesce(k.ways, 0) as ways
  from plan.staged_lodgings s
  left join plan.value v on v.set_name = 'lodging_kind' and v.text = plan.value_key(plan.told(s.kind))
  left join plan.grid_text k on k.axis = 'area' and k.written = coalesce(s.grid, s.town) and k.town is not distinct from case when s.grid is not null then s.town end and k.section is null
),
typed as (
  select *, coalesce(kind_told, kind_by_header, case when regexp_matches(name, '隔离|观察') then 'quarantine' when regexp_matches(name, '安置|避难|避险') then 'shelter' end) as kind,
    try_cast(try_cast(beds_written as double) as integer) as beds, lodging_key(name) as name_key
  from told
),
known as (
  select t.*, o.lodging_id, r.room_id, o.address as old_address, o.contact as old_contact, o.phone as old_phone, r.beds as old_beds
  from typed t
  left join (
    select kind, lodging_key(name) as name_key, min(lodging_id) as lodging_id from lodging group by kind, lodging_key(name)
  ) n on n.kind = t.kind and n.name_key = t.name_key
  left join lodging o on o.lodging_id = n.lodging_id
  left join lodging_room r on r.lodging_id = o.lodging_id and r.name = t.room
),
held as (select room_id, max(bed) as last_bed from lodging_stay where left_at is null group by room_id)
select k.*, h.last_bed,
  row_number() over (partition by k.kind, k.name_key, k.room order by k.sheet, k.row) as time,
  first_value(k.row) over (partition by k.kind, k.name_key, k.room order by k.sheet, k.row) as first_row,
  bool_or(k.grid_id is not null) over (partition by k.kind, k.name_key) as lies,
  dense_rank() over (order by k.kind, k.name_key) as place_no,
  case when k.lodging_id is null then [] else list_filter([
    case when k.address is distinct from k.old_address and k.address is not null then 'address' end,
    case when k.contact is distinct from k.old_contact and k.contact is not null then 'contact' end,
    case when k.phone is distinct from k.old_phone and k.phone is not null then 'phone' end,
    case when k.beds is distinct from k.old_beds and k.beds is not null and k.room_id is not null then 'beds' end
  ], x -> x is not null) end as changes,
  null::text as status
from known k
left join held h on h.room_id = k.room_id;

insert into plan.issue
select sheet, row, 'name', 'lodging_missing', null from plan.lodgings where name is null
union all
select sheet, row, 'kind', 'value_unknown', json_object('value', kind_written) from plan.lodgings where kind_written is not null and kind_told is null
union all
select sheet, row, 'kind', 'lodging_kind', json_object('value', name) from plan.lodgings where name is not null and kind is null and kind_written is null
union all
select sheet, row, 'grid', 'grid_missing', null from plan.lodgings where not lies and lodging_id is null and grid_text is null
union all
select sheet, row, 'grid', case when ways > 1 then 'grid_ambiguous' else 'grid_unknown' end, json_object('value', grid_text, 'ways', ways)
from plan.lodgings where grid_id is null and grid_text is not null
union all
select sheet, row, 'grid', 'grid_outside_scope', json_object('value', grid_text) from plan.lodgings
where grid_id is not null and grid_id not in (select grid_id from plan.in_scope)
union all
select sheet, row, 'grid', 'grid_outside_scope', json_object('value', l.name) from plan.lodgings l join lodging o on o.lodging_id = l.lodging_id
where l.grid_id is null and o.grid_id not in (select grid_id from plan.in_scope)
union all
select sheet, row, 'beds', 'number_bad', json_object('value', beds_written) from plan.lodgings
where beds_written is not null and (beds is null or beds < 1 or beds > 5000 or beds <> try_cast(beds_written as double))
union all
select sheet, row, 'beds', 'lodging_beds', null from plan.lodgings where coalesce(beds, 0) < 1 and (beds_written is not null or room_id is null)
union all
select sheet, row, 'beds', 'lodging_held', json_object('beds', beds, 'taken', last_bed) from plan.lodgings where beds < last_bed
union all
select sheet, row, 'name', 'duplicate_row', json_object('first', first_row) from plan.lodgings where time > 1 and name is not null and kind is not null;

create or replace table plan.refused as
select distinct i.sheet, i.row from plan.issue i join plan.severity s on s.code = i.code where s.severity = 'error';

update plan.lodgings t set status = case
  when exists (select 1 from plan.refused r where r.sheet = t.sheet and r.row = t.row) then 'rejected'
  when room_id is null then 'new' when len(changes) > 0 then 'changed' else 'unchanged' end
