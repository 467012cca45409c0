-- purpose: days of the store on which scans came in.  grain: one row per day, oldest first; first_day: of all.  parameters: $since, $until (days looked at)
select s.day, f.first_day
from (select distinct day from grid_day where check_ins > 0 and day between $since and $until) s
cross join (select min(day) as first_day from grid_day where check_ins > 0) f
anti join (select day from missing_day where grid_id = 0) m on m.day = s.day
order by s.day;
