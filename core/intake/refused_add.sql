-- purpose: count on what was refused before on the day.  grain: one row per row of refused_now that has one.  parameters: $now
update refused_day d set times = d.times + n.times, last_at = $now
from refused_now n
where n.day = d.day and n.what = d.what and coalesce(n.code_id, 0) = coalesce(d.code_id, 0) and coalesce(n.device_id, 0) = coalesce(d.device_id, 0)
