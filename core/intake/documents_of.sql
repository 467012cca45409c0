-- purpose: the documents of some people. Joined by their numbers alone: what also compared the documents would read all of them.
-- grain: one row per person who is in the register: document, person_id.  parameters: $people
select p.id_number as document, p.person_id from (select distinct unnest(cast($people as integer[])) as person_id) g
join person p on p.person_id = g.person_id
