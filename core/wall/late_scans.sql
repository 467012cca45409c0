-- purpose: scans of a day that came in only after its end, and stand in its figures.  grain: one row.  parameters: $day, $cutoff
select count(*) as scans
from check_in c
join import_batch b on b.batch_id = c.batch_id
where c.scanned_at >= cast($day as date) and c.scanned_at < cast($day as date) + 1 and b.imported_at > $cutoff
