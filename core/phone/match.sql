-- purpose: who of the register may be meant by a phone, or by the phone of somebody proven of the same household. Their names and documents are looked at
--   by who asks: beside other conditions a county's every name would be brought to its form.
-- grain: one row per person: person_id, name, last (six characters of the document).  parameters: $phone, $phone_id (null: not known), $on
with near as (
  select person_id from person where phone = $phone
  union
  select p.person_id
  from phone_person f
  join person h on h.person_id = f.person_id
  join person p on p.household_id = h.household_id
  where f.phone_id = $phone_id and f.proven
)
select p.person_id, p.name, right(p.id_number, 6) as last
from near n
join person p on p.person_id = n.person_id
where p.registered and p.person_id not in (from gone_on($on))
