-- purpose: scans of a share of the people that the store has already
-- grain: plan.again one row per such scan.  parameters: $part of $parts; $since, $until: the first and the last of the file's scans
insert into plan.again
with stored as (
  select person_id, grid_id, scanned_at, direction from every_check_in
  where person_id % $parts = $part and scanned_at between $since and $until
)
select c.sheet, c.row, c.nth from plan.check_ins c
where c.person_id > 0 and c.person_id % $parts = $part
  and exists (select 1 from stored s where s.person_id = c.person_id and s.grid_id = c.grid_id and s.scanned_at = c.scanned_at
              and s.direction = cast(c.direction as text))
  and not exists (select 1 from plan.again a where a.sheet = c.sheet and a.row = c.row and a.nth = c.nth)
