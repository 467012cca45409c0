-- purpose: bring the stretches of classes up to the classes of a day that is no earlier than the last one judged
-- grain: class_history one row per person, class and stretch.  parameters: $as_of, $version, $base (largest stretch_id).
-- needs: person_class as of today, before_class
-- what ended: yesterday, or when it was to end
update class_history h
set until = least($as_of - 1, coalesce(b.until, $as_of - 1))
from before_class b
where b.person_id = h.person_id and b.class = h.class and h.until is null
  and (h.person_id, h.class) not in (select (person_id, class) from person_class);

-- what turns out to have begun earlier
update class_history h
set since = c.since
from person_class c
where c.person_id = h.person_id and c.class = h.class and h.until is null and c.since < h.since;

-- given and taken back on one day
delete from class_history where until < since;

-- an earlier beginning became known; a later one (an end that moved, a second fever) takes nothing from what was so
update class_history h
set since = c.since
from person_class c
where c.person_id = h.person_id and c.class = h.class and h.until is null and c.since < h.since;

insert into class_history
select
  $base + row_number() over (order by c.person_id, c.rank),
  c.person_id, c.class, c.since, null, $version
from person_class c
left join class_history h on h.person_id = c.person_id and h.class = c.class and h.until is null
where h.person_id is null;
