-- purpose: alerts that nobody has to see to any more, for the emergency is over.  grain: one row per unfinished alert.  parameters: $now
update alert
set status = 'resolved', handled_by = 'system', handled_at = $now, ended_on = cast($now as date), due_at = null
where status not in ('resolved', 'dismissed')
