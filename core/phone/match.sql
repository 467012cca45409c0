-- purpose: who of the register is meant by name, phone and the last six of the document; whoever has no phone of their own by the phone of somebody
--   proven of the same household.  grain: one value.  parameters: $name, $phone, $last, $phone_id (null: not known), $on
select min(p.person_id)
from person p
where p.registered and name_form(p.name) = name_form($name) and right(p.id_number, 6) = $last
  and p.person_id not in (from gone_on($on))
  and (p.phone = $phone or p.household_id in (
    select h.household_id from phone_person f join person h on h.person_id = f.person_id where f.phone_id = $phone_id and f.proven and h.household_id is not null))
having count(*) = 1
