-- purpose: whom some people are, as they were told.  grain: one row per row of given_people: no, person_id (null: nobody of the register),
-- document, phone, name, who (one text for each person), reason (why none can be taken in)
with told as (
  select no, grid_id, document_key(id_number) as document, nullif(regexp_replace(phone, '[^0-9]', '', 'g'), '') as digits, nullif(trim(name), '') as name,
    nullif(trim(unit_no), '') as unit_no
  from given_people
),
shaped as (
  select * exclude (digits), name_form(name) as form,
    case when regexp_full_match(digits, '(86)?1[3-9][0-9]{9}') then right(digits, 11) when length(digits) between 7 and 12 then digits end as phone
  from told
),
by_document as (
  select s.no, min(p.person_id) as person_id from shaped s join person p on p.id_number = s.document group by s.no
),
by_phone as (
  select s.no, min(p.person_id) as person_id
  from shaped s join person p on p.phone = s.phone and name_form(p.name) = s.form
  where s.document is null group by s.no having count(distinct p.person_id) = 1
),
-- a machine's own number, at that unit
by_number as (
  select s.no, min(m.person_id) as person_id
  from shaped s join membership m on m.unit_no = s.unit_no
  join grid_tree t on t.ancestor_id = s.grid_id and t.grid_id = m.grid_id
  where s.document is null group by s.no having count(distinct m.person_id) = 1
),
found as (
  select s.*, coalesce(d.person_id, f.person_id, u.person_id) as person_id
  from shaped s
  left join by_document d on d.no = s.no
  left join by_phone f on f.no = s.no
  left join by_number u on u.no = s.no
)
select no, person_id, document, phone, name, unit_no,
  case when person_id is null then coalesce(document, 'p' || phone || '|' || coalesce(form, ''), 'u' || unit_no || '|' || grid_id, 'n' || form || '|' || grid_id) end as who,
  case when person_id is not null then null
       when length(document) = 18 and not document_valid(document) or document is not null and length(document) not between 5 and 20 then 'id_number'
       when length(name) > 60 or length(unit_no) > 40 then 'text_long'
       when document is null and phone is null and form is null and unit_no is null then 'person_missing' end as reason
from found
order by no
