-- purpose: who scans with a phone.  grain: one row per person, in the order of being added.  parameters: $phone
select f.person_id, mask_name(p.name) as name, f.consent, f.proven,
  (select max(m.until) from membership m where m.person_id = f.person_id and m.kind = 'temporary') as until
from phone_person f
join person p on p.person_id = f.person_id
where f.phone_id = $phone
order by f.added_at, f.person_id
