-- purpose: declarations as typed values, and whom the rows say they are about
-- grain: plan.part_told one row per class or department as written that one of a unit is called; plan.declared one row per declaration of a staged row (a temperature of a half day, or the row's own); plan.who_asked one per staged row.  parameters: $today

create or replace table plan.part_told as
with told as (
  select distinct s.part as written, b.grid_id as unit_id
  from plan.staged_declarations s
  join plan.grid_text b on b.axis = 'block' and b.ways = 1 and b.written = s.block
  where plan.told(s.part) is not null
),
below as (
  select u.unit_id, g.grid_id, unnest([plan.part_key(g.name), plan.part_key(a.name) || plan.part_key(g.name), g.code]) as key
  from (select distinct unit_id from told) u
  join grid_tree t on t.ancestor_id = u.unit_id and t.grid_id <> u.unit_id
  join grid g on g.grid_id = t.grid_id and g.closed_on is null
  join grid a on a.grid_id = g.parent_id
)
select w.written, w.unit_id, min(b.grid_id) as part_id
from told w join below b on b.unit_id = w.unit_id and b.key in (plan.part_key(w.written), plan.told(w.written))
group by w.written, w.unit_id
having count(distinct b.grid_id) = 1;

create or replace table plan.who_asked as
select s.sheet, s.row, s.id_number, s.phone, s.name, k.grid_id, s.household_code, b.grid_id as block_id, c.part_id, d.person_id as known_id
from plan.staged_declarations s
left join plan.grid_text k on k.axis = 'area' and k.ways = 1 and k.written is not distinct from s.grid and k.town is not distinct from s.town
  and k.section is not distinct from s.section
left join plan.grid_text b on b.axis = 'block' and b.ways = 1 and b.written = s.block
left join plan.part_told c on c.written = s.part and c.unit_id = b.grid_id
left join plan.keyed y on y.sheet = s.sheet and y.row = s.row
left join declaration d on d.declaration_id = y.entity_id;

create or replace table plan.row_told as
select s.sheet, s.row, s.clears,
  plan.told(s.declared_at) as declared_written, plan.moment(s.declared_at, $today) as declared_at,
  plan.told(s.first_day) as first_written, plan.day(s.first_day, $today) as first_day,
  plan.told(s.place) as place_written, s.from_date as from_written, plan.day(s.from_date, $today) as from_date,
  s.until_date as until_written, plan.day(s.until_date, $today) as until_date,
  -- 无 is told as well: nowhere, no symptom
  s.symptoms as symptoms_written,
  plan.told(s.transport) as transport_written, plan.told(s.seat) as seat_written, s.case_contact as contact_written, c.code = 'yes' as case_contact, c.code as contact_code,
  case when plan.ticked(s.unwell) then true when plan.ticked(s.well) then false when s.unwell is not null and not plan.ticked(s.unwell) then false end as unwell,
  list_filter([case when plan.ticked(s.fever) then '发热' end,
    case when plan.ticked(s.cough) then '咳嗽' end,
    case when plan.ticked(s.throat) then '咽痛' end,
    case when plan.ticked(s.breath) then '呼吸困难' end,
    case when plan.ticked(s.tired) then '乏力' end,
    case when plan.ticked(s.diarrhoea) then '腹泻' end,
    case when plan.ticked(s.smell) then '嗅味觉减退' end,
    case when plan.ticked(s.other_symptom) then s.other_symptom end
  ], lambda x: x is not null) as ticked,
  coalesce(s.fever, s.cough, s.throat, s.breath, s.tired, s.diarrhoea, s.smell, s.other_symptom) is not null as asked_each,
  s.temperature, s.morning, s.noon, s.evening,
  plan.told(s.part) as part_written, w.part_id is null as part_unknown, w.block_id is null as part_alone
from plan.staged_declarations s
join plan.who_asked w on w.sheet = s.sheet and w.row = s.row
left join plan.value c on c.set_name = 'yes_no' and c.text = plan.value_key(s.case_contact);

create or replace table plan.declared as
with wide as (
  select s.sheet, s.row, unnest([
    {'half': 'morning', 'nth': 1, 'text': s.am_1}, {'half': 'evening', 'nth': 1, 'text': s.pm_1}, {'half': '', 'nth': 1, 'text': s.day_1},
    {'half': 'morning', 'nth': 2, 'text': s.am_2}, {'half': 'evening', 'nth': 2, 'text': s.pm_2}, {'half': '', 'nth': 2, 'text': s.day_2},
    {'half': 'morning', 'nth': 3, 'text': s.am_3}, {'half': 'evening', 'nth': 3, 'text': s.pm_3}, {'half': '', 'nth': 3, 'text': s.day_3},
    {'half': 'morning', 'nth': 4, 'text': s.am_4}, {'half': 'evening', 'nth': 4, 'text': s.pm_4}, {'half': '', 'nth': 4, 'text': s.day_4},
    {'half': 'morning', 'nth': 5, 'text': s.am_5}, {'half': 'evening', 'nth': 5, 'text': s.pm_5}, {'half': '', 'nth': 5, 'text': s.day_5},
    {'half': 'morning', 'nth': 6, 'text': s.am_6}, {'half': 'evening', 'nth': 6, 'text': s.pm_6}, {'half': '', 'nth': 6, 'text': s.day_6},
    {'half': 'morning', 'nth': 7, 'text': s.am_7}, {'half': 'evening', 'nth': 7, 'text': s.pm_7}, {'half': '', 'nth': 7, 'text': s.day_7},
    {'half': 'morning', 'nth': 8, 'text': s.am_8}, {'half': 'evening', 'nth': 8, 'text': s.pm_8}, {'half': '', 'nth': 8, 'text': s.day_8},
    {'half': 'morning', 'nth': 9, 'text': s.am_9}, {'half': 'evening', 'nth': 9, 'text': s.pm_9}, {'half': '', 'nth': 9, 'text': s.day_9},
    {'half': 'morning', 'nth': 10, 'text': s.am_10}, {'half': 'evening', 'nth': 10, 'text': s.pm_10}, {'half': '', 'nth': 10, 'text': s.day_10},
    {'half': 'morning', 'nth': 11, 'text': s.am_11}, {'half': 'evening', 'nth': 11, 'text': s.pm_11}, {'half': '', 'nth': 11, 'text': s.day_11},
    {'half': 'morning', 'nth': 12, 'text': s.am_12}, {'half': 'evening', 'nth': 12, 'text': s.pm_12}, {'half': '', 'nth': 12, 'text': s.day_12},
    {'half': 'morning', 'nth': 13, 'text': s.am_13}, {'half': 'evening', 'nth': 13, 'text': s.pm_13}, {'half': '', 'nth': 13, 'text': s.day_13},
    {'half': 'morning', 'nth': 14, 'text': s.am_14}, {'half': 'evening', 'nth': 14, 'text': s.pm_14}, {'half': '', 'nth': 14, 'text': s.day_14},
    {'half': 'morning', 'nth': 15, 'text': s.am_15}, {'half': 'evening', 'nth': 15, 'text': s.pm_15}, {'half': '', 'nth': 15, 'text': s.day_15},
    {'half': 'morning', 'nth': 16, 'text': s.am_16}, {'half': 'evening', 'nth': 16, 'text': s.pm_16}, {'half': '', 'nth': 16, 'text': s.day_16},
    {'half': 'morning', 'nth': 17, 'text': s.am_17}, {'half': 'evening', 'nth': 17, 'text': s.pm_17}, {'half': '', 'nth': 17, 'text': s.day_17},
    {'half': 'morning', 'nth': 18, 'text': s.am_18}, {'half': 'evening', 'nth': 18, 'text': s.pm_18}, {'half': '', 'nth': 18, 'text': s.day_18},
    {'half': 'morning', 'nth': 19, 'text': s.am_19}, {'half': 'evening', 'nth': 19, 'text': s.pm_19}, {'half': '', 'nth': 19, 'text': s.day_19},
    {'half': 'morning', 'nth': 20, 'text': s.am_20}, {'half': 'evening', 'nth': 20, 'text': s.pm_20}, {'half': '', 'nth': 20, 'text': s.day_20},
    {'half': 'morning', 'nth': 21, 'text': s.am_21}, {'half': 'evening', 'nth': 21, 'text': s.pm_21}, {'half': '', 'nth': 21, 'text': s.day_21}
  ], recursive := true)
  from plan.staged_declarations s
),
of_days as (
  select w.sheet, w.row, w.nth, nullif(w.half, '') as half, w.text, cast(t.first_day + (w.nth - 1) as timestamp) as declared_at,
    case when w.half = '' then 'day_' when w.half = 'morning' then 'am_' else 'pm_' end || w.nth as field
  from wide w join plan.row_told t on t.sheet = w.sheet and t.row = w.row
  where plan.told(w.text) is not null
),
halves as (
  select t.sheet, t.row, t.declared_at, h.half, h.text, h.field
  from plan.row_told t,
    lateral (select unnest([{'half': 'morning', 'text': t.morning, 'field': 'morning'}, {'half': 'noon', 'text': t.noon, 'field': 'noon'},
                            {'half': 'evening', 'text': t.evening, 'field': 'evening'}], recursive := true)) h
  where plan.told(h.text) is not null
),
-- the row's own: what it says beside such temperatures, or with none
own as (
  select t.sheet, t.row, t.declared_at, t.temperature as text
  from plan.row_told t
  where plan.told(t.temperature) is not null or t.symptoms_written is not null or t.unwell is not null or t.asked_each or t.case_contact is not null
    or t.place_written is not null or t.transport_written is not null or t.contact_written is not null
    or (t.sheet, t.row) not in (select (sheet, row) from of_days) and (t.sheet, t.row) not in (select (sheet, row) from halves)
),
all_of_them as (
  select sheet, row, nth, half, text, declared_at, field, false as own from of_days
  union all
  select sheet, row, 0, half, text, declared_at, field, false from halves
  union all
  select sheet, row, 0, null, text, declared_at, 'temperature', true from own
)
select a.sheet, a.row, a.nth, a.half, a.field, a.own, a.declared_at, plan.told(a.text) as written,
  coalesce(plan.degrees(a.text), try_cast(replace(replace(a.text, '．', '.'), ',', '.') as double)) as measured,
  -- what a row says of symptoms it says of each temperature of its day
  case when a.nth = 0 then coalesce(t.unwell, case when len(t.ticked) > 0 then true when plan.says_none(t.symptoms_written) then false
    when plan.told(t.symptoms_written) is not null then true when t.symptoms_written is not null or t.asked_each then false end) end as symptom,
  case when a.own and not coalesce(plan.says_none(t.symptoms_written), false) then nullif(array_to_string(list_filter([plan.told(t.symptoms_written), nullif(array_to_string(t.ticked, '、'), '')], lambda x: x is not null), '、'), '') end as symptoms,
  case when a.own then t.case_contact end as case_contact, case when a.own then t.place_written end as place, case when a.own then t.from_date end as from_date, case when a.own then t.until_date end as until_date,
  case when a.own then trim(regexp_extract(t.transport_written, '^(.*?)(\d{1,2}\s*车(?:厢)?\s*\d{1,3}\s*[A-Fa-f]?\s*[号座]?|\d{1,3}[A-Fa-f][座号]?)?$', 1), ' ，,、/;；') end as transport,
  case when a.own then coalesce(t.seat_written, nullif(regexp_extract(t.transport_written, '(?:^|[\s，,、/;；次])(\d{1,2}\s*车(?:厢)?\s*\d{1,3}\s*[A-Fa-f]?\s*[号座]?|\d{1,3}[A-Fa-f][座号]?)$', 1), '')) end as seat,
  t.clears, case when a.own and t.place_written is not null and plan.told(a.text) is null and t.symptoms_written is null and t.unwell is null and not t.asked_each then 'trip' else 'health' end as kind
from all_of_them a
join plan.row_told t on t.sheet = a.sheet and t.row = a.row
