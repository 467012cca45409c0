-- purpose: the phones of some people. Joined by their numbers alone, as documents_of.sql.
-- grain: one row per person who is in the register: phone, person_id, name.  parameters: $people
select p.phone, p.person_id, p.name from (select distinct unnest(cast($people as integer[])) as person_id) g
join person p on p.person_id = g.person_id
