-- purpose: reports that missed more deadlines than was said so far.  grain: one row per report (report_id, grid_id, over).  parameters: $now
with told as (
  select report_id, min(told_at) as phoned_at, min(told_at) filter (where way in ('writing', 'system')) as wrote_at from duty_told group by report_id
),
counted as (
  select r.report_id, r.grid_id, r.late_noted,
    (coalesce(t.phoned_at, $now) > r.phone_by)::integer + (coalesce(t.wrote_at, $now) > r.written_by)::integer as over
  from duty_report r
  left join told t on t.report_id = r.report_id
  where r.withdrawn_at is null and r.written_by is not null
)
select report_id, grid_id, over from counted where over > late_noted order by report_id
