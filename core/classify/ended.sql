-- purpose: who died, moved out or was cancelled is in no class from that day on.  grain: table candidate, with stretches cut short
-- parameters: none
delete from candidate c using person p where p.person_id = c.person_id and is_end(p.status) and c.since >= p.status_on;

update candidate c set until = cast(p.status_on - 1 as date)
from person p where p.person_id = c.person_id and is_end(p.status) and c.until >= p.status_on
