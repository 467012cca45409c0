-- purpose: places whose scans come twice: the same person, direction and minute again and again.  grain: one row per grid
-- parameters: $as_of, $days (looked back), $least (repeated scans), $share (of all, at least)
-- Scans that are the same to the second are left out when a list is imported; a device that sends twice has its own second for each.
with again as (
  select grid_id, count(*) as times
  from every_check_in
  where scanned_at >= cast($as_of as date) - $days + 1 and scanned_at < cast($as_of as date) + interval 1 day
  group by grid_id, person_id, direction, date_trunc('minute', scanned_at)
)
select grid_id, sum(times) as scans, sum(times) - count(*) as repeated
from again
group by grid_id
having sum(times) - count(*) >= $least and sum(times) - count(*) >= $share * sum(times)
order by grid_id;
