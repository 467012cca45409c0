-- purpose: whom the rows of a list about people mean, and issues on those whom the register does not know
-- grain: plan.who one row per row of plan.who_asked; person_id null: nobody, or more than one
-- needs: plan.who_asked (sheet, row, id_number, phone, name, grid_id, known_id: whom a row key names), as written.  parameters: none
-- a document number tells; else phone and name; else the name in its home grid, where only one is called so
create or replace table plan.who as
with asked as (
  select sheet, row, known_id, plan.document(plan.told(id_number)) as document, plan.phone_digits(plan.told(phone)) as phone,
    plan.told(name) as name, grid_id
  from plan.who_asked
),
judged as (
  select *,
    case when contains(document, '*') then 'id_masked' when plan.rounded_number(document) then 'id_numeric'
         when plan.resident_shape(document) and not plan.resident_fits(document) then 'id_checksum' end as fault
  from asked
),
by_document as (
  select a.sheet, a.row, min(p.person_id) as person_id, count(*) as ways
  from judged a join person p on p.id_number = a.document where a.fault is null group by a.sheet, a.row
),
by_phone as (
  select a.sheet, a.row, min(p.person_id) as person_id, count(*) as ways
  from judged a join person p on p.phone = a.phone and p.name = a.name
  where a.document is null or p.id_number is null group by a.sheet, a.row
),
by_place as (
  select a.sheet, a.row, min(p.person_id) as person_id, count(*) as ways
  from judged a join person p on p.name = a.name and p.home_grid_id = a.grid_id
  where a.document is null and a.phone is null group by a.sheet, a.row
),
found as (
  select a.*, coalesce(d.ways, f.ways, n.ways, 0) as ways,
    coalesce(a.known_id, case when d.ways = 1 then d.person_id when d.ways is null and f.ways = 1 then f.person_id
      when d.ways is null and f.ways is null and n.ways = 1 then n.person_id end) as person_id
  from judged a
  left join by_document d on d.sheet = a.sheet and d.row = a.row
  left join by_phone f on f.sheet = a.sheet and f.row = a.row
  left join by_place n on n.sheet = a.sheet and n.row = a.row
)
select f.*, p.home_grid_id from found f left join person p on p.person_id = f.person_id;

insert into plan.issue
select sheet, row, 'id_number', fault, json_object('value', mask_id(document)) from plan.who where fault is not null and known_id is null
union all
select sheet, row, 'id_number', 'person_missing', null from plan.who
where person_id is null and document is null and (name is null or phone is null and grid_id is null)
union all
select sheet, row, 'id_number', 'person_unknown', null from plan.who
where person_id is null and fault is null and (document is not null or name is not null and (phone is not null or grid_id is not null))
union all
select w.sheet, w.row, 'id_number', 'person_outside_scope', null from plan.who w
where w.person_id is not null and not coalesce(w.home_grid_id in (select grid_id from plan.in_scope), false)
  and not exists (select 1 from membership m where m.person_id = w.person_id and m.until is null
                  and m.grid_id in (select grid_id from plan.in_scope))
