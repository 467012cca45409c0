-- purpose: what people told of their health in the last 14 days, and whether they reported on the day; a nil report tells of everybody in its grid
-- grain: one row per person who told something, or whose grid had nobody to report.  parameters: $last (the day judged)
with told as (
  select person_id, cast(declared_at as date) as day, bool_or(symptom) as symptom
  from declaration
  where declared_at >= cast($last as date) - interval 13 day and declared_at < cast($last as date) + interval 1 day
  group by person_id, cast(declared_at as date)
),
nil as (
  select distinct t.grid_id from nil_report r join grid_tree t on t.ancestor_id = r.grid_id where r.kind = 'declarations' and r.day = $last
)
select
  person_id,
  -- a day of which nothing of symptoms was told is no day without
  case when count(symptom) > 0 then count(*) filter (where symptom) end as symptom_days,
  bool_or(day = $last) as reported_today
from (
  select person_id, day, symptom from told
  union all
  select p.person_id, cast($last as date), null from person p join nil on nil.grid_id = p.home_grid_id
)
group by person_id
