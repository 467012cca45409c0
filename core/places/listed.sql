-- purpose: how many of some people are on a list of the emergency.  grain: one row.  parameters: $people (ids), $listed (facts of who is on a list)
select count(distinct person_id) from person_fact
where fact in (select unnest(cast($listed as text[]))) and person_id in (select unnest(cast($people as integer[])))
