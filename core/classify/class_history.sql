-- purpose: bring the stretches of classes up to the classes of a day that is no earlier than the last one judged
-- grain: class_history one row per person, class and stretch.  parameters: $as_of, $version, $keep (classes that keep the length begun
-- with), $base (largest stretch_id), $low and $high (of the people judged).  needs: before_class and after_class (of the people judged), ended
-- what ended: yesterday, or when it was to end
update class_history h
set until = least($as_of - 1, coalesce(b.until, $as_of - 1)), ended_by = e.ended_by
from before_class b
join ended e on e.person_id = b.person_id and e.class = b.class
where b.person_id = h.person_id and b.class = h.class and h.until is null and h.person_id between $low and $high;

-- what turns out to have begun earlier
update class_history h
set since = c.since
from after_class c
where c.person_id = h.person_id and c.class = h.class and h.until is null and h.person_id between $low and $high and c.since < h.since;

-- given and taken back on one day
delete from class_history where until < since and person_id between $low and $high;

-- when it is to end now; whoever keeps the length begun with keeps its version
update class_history h
set planned = c.until, counted_from = c.counted_from, chain = c.chain, policy_version = $version
from after_class c
where c.person_id = h.person_id and c.class = h.class and h.until is null and h.person_id between $low and $high
  and (h.policy_version = $version or c.counted_from > h.counted_from or h.class not in (select unnest(cast($keep as text[]))))
  and (
    h.planned is distinct from c.until or h.counted_from is distinct from c.counted_from or h.chain is distinct from c.chain
    or h.policy_version <> $version
  );

insert into class_history by name
select
  $base + row_number() over (order by c.person_id, c.rank) as stretch_id,
  c.person_id, c.class, c.since, $version as policy_version, c.until as planned, c.counted_from, c.chain
from after_class c
left join class_history h on h.person_id = c.person_id and h.class = c.class and h.until is null and h.person_id between $low and $high
where h.person_id is null;
