-- purpose: for whom a phone may report: who scans with it, and the households of those who are proven.  grain: one row per person: name (masked),
-- relation (to the householder, as the register has it), proxy (not on the phone)
-- parameters: $phone, $on
-- brothers and sisters are told apart by the last character of their name
with own as (select person_id, proven, row_number() over (order by added_at, person_id) as at from phone_person where phone_id = $phone),
home as (
  select distinct p.household_id from own o join person p on p.person_id = o.person_id where o.proven and p.household_id is not null
)
select p.person_id, case when length(p.name) > 2 then left(p.name, 1) || repeat('*', length(p.name) - 2) || right(p.name, 1) else mask_name(p.name) end as name, nullif(p.relation, '') as relation, o.person_id is null as proxy
from person p
left join own o on o.person_id = p.person_id
left join home h on h.household_id = p.household_id
where coalesce(o.person_id, h.household_id) is not null and p.person_id not in (from gone_on($on))
order by o.at nulls last, p.person_id
limit 20
