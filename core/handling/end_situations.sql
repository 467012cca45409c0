-- purpose: a situation ends with its last alert, and goes on with one that is open again.  grain: one row per situation.  parameters: $at
update situation
set ended_at = case when situation_id in (select situation_id from alert where status not in ('resolved', 'dismissed') and situation_id is not null) then null else cast($at as timestamp) end
where (ended_at is null) <> (situation_id in (select situation_id from alert where status not in ('resolved', 'dismissed') and situation_id is not null))
