-- purpose: what moving in or out tells of whoever is on a list of the emergency, from a day on.  grain: person_fact one row per person and fact
-- parameters: $people (ids), $listed (facts of who is on a list), $on, lists of one length $facts and $values
insert into person_fact (fact_id, person_id, fact, value, since, source)
select (select coalesce(max(fact_id), 0) from person_fact) + row_number() over (order by p.person_id, f.fact), p.person_id, f.fact, f.value, $on, 'places'
from (
  select distinct person_id from person_fact
  where fact in (select unnest(cast($listed as text[]))) and person_id in (select unnest(cast($people as integer[])))
) p
cross join (select unnest(cast($facts as text[])) as fact, unnest(cast($values as text[])) as value) f
