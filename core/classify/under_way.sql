-- purpose: whoever was in a class when another version came into force keeps the length begun with, where the class says so
-- grain: table candidate.  parameters: $keep (classes of which that is so), $version (of the policy), $since (first day classified)
-- A later event of the class has the new length.
create temp table begun as
select h.person_id, h.class, arg_max({'planned': h.planned, 'counted_from': h.counted_from, 'chain': h.chain, 'version': h.policy_version}, h.stretch_id) as was
from class_history h
where h.class in (select unnest(cast($keep as text[]))) and h.planned is not null
group by h.person_id, h.class;

update candidate c set until = b.was.planned, chain = b.was.chain
from begun b
where b.person_id = c.person_id and b.class = c.class and b.was.version <> $version and c.since <= b.was.counted_from
  and c.manual_id is null;

delete from candidate where until < $since;
drop table begun
