-- purpose: scans of somebody who was joined with another entry while they came in belong to that one.  parameters: $since (record)
update check_in c set person_id = m.kept_id
from (
  select r.person_id as gone_id, r.grid_id, r.scanned_at, k.kept_id
  from intake_record r
  join (select gone_id, max(kept_id) as kept_id from person_merge where undone_at is null group by gone_id) k on k.gone_id = r.person_id
  where r.seq > $since
) m
where c.person_id = m.gone_id and c.grid_id = m.grid_id and c.scanned_at = m.scanned_at
