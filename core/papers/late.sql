-- purpose: papers whose time to be handed over passed since the last entry that said so.  grain: one row per paper (grid_id)
-- parameters: $at (moment), $on (its day); $hours, $days, $ending as of chosen.sql
with said as (
  select max(cast(cast(fields as json) ->> 'until' as timestamp)) as until from audit_entry where event = 'papers.late'
),
timed as (
  select paper_id, made_at + to_hours($hours) as due_at,
    case when until is not null and list_contains($ending, kind) then until else issued_on + cast($days as integer) end as last_day
  from paper
  where void_reason is null and received_on is null
)
select p.grid_id
from timed t
join paper p on p.paper_id = t.paper_id
cross join said s
where t.due_at <= $at and t.last_day >= $on and (s.until is null or t.due_at > s.until)
order by p.paper_id
