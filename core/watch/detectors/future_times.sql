-- purpose: scans that were imported before they happened: the clock of a device is ahead.  grain: one row per grid
-- parameters: $as_of, $days (looked back), $minutes (ahead, so that two clocks may differ a little), $least (such scans)
-- What is further ahead than days.toml allows never comes in: the import says so.
select c.grid_id, count(*) as scans, max(floor(epoch(c.scanned_at)) - floor(epoch(b.imported_at))) / 60 as minutes,
  cast(min(c.scanned_at) as date) as first_day, cast(max(c.scanned_at) as date) as last_day
from every_check_in c
join import_batch b on b.batch_id = c.batch_id
where c.scanned_at >= cast($as_of as date) - $days + 1
  and b.batch_id in (select batch_id from import_batch where imported_at >= cast($as_of as date) - $days)
  and c.scanned_at > b.imported_at + to_minutes(cast($minutes as bigint))
group by c.grid_id
having count(*) >= $least
order by c.grid_id;
