-- purpose: tell which alert each finding belongs to.  grain: one row per finding, `alert_id` null where it is new.  parameters: none
-- Same detector and subject: an unfinished alert takes the finding in; a closed one whose days it touches has answered it already.
with candidate as (
  select
    f.number, a.alert_id, a.status in ('resolved', 'dismissed') as answered,
    row_number() over (partition by f.number order by a.status in ('resolved', 'dismissed'), a.alert_id desc) as place
  from finding f
  join alert a
    on a.detector = f.detector
    and a.grid_id = f.grid_id
    and a.person_id is not distinct from f.person_id
    and (a.status not in ('resolved', 'dismissed') or f.first_day <= a.last_day and a.closing_reason is distinct from 'data_undone')
)
select f.*, c.alert_id, coalesce(c.answered, false) as answered
from finding f
left join candidate c on c.number = f.number and c.place = 1
order by f.number;
