-- purpose: what was refused for the first time on the day.  grain: one row per row of refused_now that has none yet.  parameters: $now
insert into refused_day
select n.day, n.what, n.code_id, n.device_id, n.times, $now
from refused_now n
left join refused_day d on d.day = n.day and d.what = n.what and coalesce(d.code_id, 0) = coalesce(n.code_id, 0) and coalesce(d.device_id, 0) = coalesce(n.device_id, 0)
where d.day is null
