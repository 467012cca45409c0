-- purpose: days of nothing, then about the missing scans at once: an upload that caught up, with times that are those of the upload
-- grain: one row per grid (the latest burst).  parameters: $as_of, $days (in which the burst lies), $look_back (days of the gap), $empty (share of the expected, below
--   which a day is one of nothing), $least (scans missing), $part, $most (shares of the missing scans between which the surplus lies), $gap_days
with recent as (
  select grid_id, day, check_ins, expected, check_ins <= $empty * expected as empty
  from grid_day
  where day > cast($as_of as date) - $days - $look_back and day <= $as_of and expected > 0
),
-- days of one gap have the same number of other days before them
gap as (
  select grid_id, min(day) as first_day, max(day) as last_day, count(*) as days, sum(expected - check_ins) as missing
  from (select *, sum(case when empty then 0 else 1 end) over (partition by grid_id order by day) as run from recent) r
  where empty
  group by grid_id, run
  having count(*) >= $gap_days and sum(expected - check_ins) >= $least
)
select g.grid_id, arg_max(g.first_day, r.day) as first_day, max(r.day) as day, arg_max(g.days, r.day) as days, arg_max(g.missing, r.day) as missing,
  arg_max(r.check_ins, r.day) as check_ins, arg_max(r.expected, r.day) as expected
from gap g
join recent r on r.grid_id = g.grid_id and r.day = g.last_day + 1
where r.day > cast($as_of as date) - $days and r.check_ins - r.expected between $part * g.missing and $most * g.missing
group by g.grid_id
order by g.grid_id;
