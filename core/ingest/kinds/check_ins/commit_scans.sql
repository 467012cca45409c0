-- purpose: store the scans of some days of a plan in time order.  parameters: $batch, $person_base, $since, $until (days, until included)
insert into check_in (person_id, grid_id, scanned_at, direction, temperature, symptoms, batch_id)
select case when c.person_id > 0 then c.person_id else $person_base - c.person_id end, c.grid_id, c.scanned_at,
  cast(c.direction as text), c.temperature, case when c.nth = 0 then s.symptoms end, $batch
from plan.check_ins c
left join plan.symptom s on s.sheet = c.sheet and s.row = c.row
where c.scanned_at >= $since and c.scanned_at < cast($until as date) + 1
  and not exists (select 1 from plan.again a where a.sheet = c.sheet and a.row = c.row and a.nth = c.nth)
order by c.scanned_at
