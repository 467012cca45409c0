-- purpose: who scans with a phone.  grain: one row per person, in the order of being added.  parameters: $phone
-- brothers and sisters are told apart by the last character of their name
select f.person_id, case when length(p.name) > 2 then left(p.name, 1) || repeat('*', length(p.name) - 2) || right(p.name, 1) else mask_name(p.name) end as name, f.consent, f.proven,
  (select max(m.until) from membership m where m.person_id = f.person_id and m.kind = 'temporary') as until
from phone_person f
join person p on p.person_id = f.person_id
where f.phone_id = $phone
order by f.added_at, f.person_id
