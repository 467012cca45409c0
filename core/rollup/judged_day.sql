-- purpose: the last day that is really in: enough grids sent something, and the two latest days hold enough of what is usual too
-- grain: one row.  parameters: $share (of the grids and check-ins that are usual in the fourteen days before of which there are data)
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
)
select max(day) from usual
where (usual_grids is null or grids >= $share * usual_grids)
  and (usual_check_ins is null or check_ins >= $share * usual_check_ins or day < (select max(day) - 1 from sent))
