-- purpose: what the lists of contacts say of somebody.  grain: one row per entry, the latest contact first.  parameters: $person, $limit
select cast(c.last_contact_on as timestamp) as at, c.address as place, null as person_name, 'listed_contact' as what, json_object('case_no', c.case_no) as fields
from case_contact c
where c.person_id = $person
order by c.last_contact_on desc nulls last, c.contact_id
limit $limit
