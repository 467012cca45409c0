-- purpose: scans of a share of the people that the file holds twice: the first one counts
-- grain: plan.again one row per such scan.  parameters: $part of $parts
insert into plan.again
with mine as (select * from plan.check_ins where abs(person_id) % $parts = $part),
twice as (
  select person_id, grid_id, scanned_at, direction, min(sheet * 10000000000000 + row * 10 + nth) as first_at
  from mine group by person_id, grid_id, scanned_at, direction having count(*) > 1
)
select c.sheet, c.row, c.nth from mine c
join twice t on t.person_id = c.person_id and t.grid_id = c.grid_id and t.scanned_at = c.scanned_at and t.direction = c.direction
where c.sheet * 10000000000000 + c.row * 10 + c.nth > t.first_at
