-- purpose: the last day that is really in: enough grids sent something, and the two latest such days hold enough of what is usual too
-- grain: one row.  parameters: $grids, $check_ins (shares of what is usual in the fourteen days before of which there are data),
--   $running (share of the usual check-ins from which $today, which is not over, is in)
with sent as (
  select day, count(*) filter (where check_ins > 0) as grids, sum(check_ins) as check_ins, sum(expected) as expected
  from grid_day
  group by day
  having sum(check_ins) > 0
),
usual as (
  select
    day, grids, check_ins,
    avg(grids) over (order by day rows between 14 preceding and 1 preceding) as usual_grids,
    coalesce(expected, avg(check_ins) over (order by day rows between 14 preceding and 1 preceding)) as usual_check_ins
  from sent
),
held as (
  select day, usual_check_ins, coalesce(check_ins / nullif(usual_check_ins, 0), 1) as share
  from usual
  where usual_grids is null or grids >= $grids * usual_grids
)
select max(day) from held
where case when day = $today then share >= $running and usual_check_ins is not null or (select count(*) from held) = 1
           else share >= $check_ins or day < (select max(day) - 1 from sent) end
