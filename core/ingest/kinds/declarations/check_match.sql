-- purpose: declarations beside those that are stored.  grain: plan.declaration one row per declaration.  parameters: $taking, $today
create or replace table plan.declaration as
with meant as (
  select d.*, w.person_id, w.home_grid_id,
    -- of a form without a day, the one that its title names, else today
    coalesce(d.declared_at, case when d.nth = 0 and t.declared_written is null then cast(coalesce(l.day, $today) as timestamp) end) as told_at,
    case when d.measured between 34 and 43 then cast(d.measured as decimal(3, 1)) end as temperature
  from plan.declared d
  join plan.who w on w.sheet = d.sheet and w.row = d.row
  join plan.row_told t on t.sheet = d.sheet and t.row = d.row
  left join plan.list_day l on l.sheet = d.sheet
),
-- days that are not over yet have empty cells, or none; what is told of one person for one time is one declaration
near as (
  select m.sheet, m.row, m.nth, m.field, e.declaration_id,
    row_number() over (partition by m.sheet, m.row, m.nth, m.field order by (e.declared_at = m.told_at)::integer desc, e.declaration_id) as place
  from meant m
  join declaration e on e.person_id = m.person_id and cast(e.declared_at as date) = cast(m.told_at as date)
    and e.half is not distinct from m.half and coalesce(e.place, '') = coalesce(m.place, '')
  where e.declared_at = m.told_at or cast(e.declared_at as time) = time '00:00:00' or cast(m.told_at as time) = time '00:00:00'
),
known as (
  select m.*, coalesce(y.entity_id, n.declaration_id) as declaration_id
  from meant m
  left join plan.keyed y on y.sheet = m.sheet and y.row = case when m.own then m.row end
  left join near n on n.sheet = m.sheet and n.row = m.row and n.nth = m.nth and n.field = m.field and n.place = 1
),
stale as (select sheet, row, list(field) as fields from plan.stale where not list_contains($taking, sheet) group by sheet, row)
select k.*,
  row_number() over (partition by k.person_id, k.told_at, k.half, k.place order by k.sheet, k.row) as time,
  first_value(k.row) over (partition by k.person_id, k.told_at, k.half, k.place order by k.sheet, k.row) as first_row,
  case when k.declaration_id is null then [] else list_filter([
    case when k.temperature is distinct from e.temperature and (k.temperature is not null or k.own and list_contains(k.clears, 'temperature')) then 'temperature' end,
    case when k.symptom is distinct from e.symptom and (k.symptom is not null or k.own and list_contains(k.clears, 'symptoms')) then 'symptom' end,
    case when k.symptoms is distinct from e.symptoms and (k.symptoms is not null or not k.symptom or k.own and list_contains(k.clears, 'symptoms')) then 'symptoms' end,
    case when k.case_contact is distinct from e.case_contact and (k.case_contact is not null or k.own and list_contains(k.clears, 'case_contact')) then 'case_contact' end,
    case when k.place is distinct from e.place and (k.place is not null or k.own and list_contains(k.clears, 'place')) then 'place' end,
    case when k.from_date is distinct from e.from_date and (k.from_date is not null or k.own and list_contains(k.clears, 'from_date')) then 'from_date' end,
    case when k.until_date is distinct from e.until_date and (k.until_date is not null or k.own and list_contains(k.clears, 'until_date')) then 'until_date' end,
    case when k.transport is distinct from e.transport and (k.transport is not null or k.own and list_contains(k.clears, 'transport')) then 'transport' end,
    case when k.seat is distinct from e.seat and (k.seat is not null or k.own and list_contains(k.clears, 'seat')) then 'seat' end
  ], lambda x: x is not null and not list_contains(coalesce(s.fields, []), x)) end as changes
from known k
left join declaration e on e.declaration_id = k.declaration_id
left join stale s on s.sheet = k.sheet and s.row = k.row
