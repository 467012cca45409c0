-- purpose: pieces of duty information with their clock, those that wait first.  grain: one row per report
-- parameters: $scope (roots), $now, $grid (this one and below; 0: everything), $states (codes), $reports (numbers; null: all), $about (an alert; null: any), $matter (its first report; null: any), $limit
with told as (
  select report_id, min(told_at) as phoned_at, min(told_at) filter (where way in ('writing', 'system')) as wrote_at, count(*) as tellings,
    count(acknowledged_at) as acknowledged
  from duty_told
  group by report_id
),
about as (
  select distinct report_id from duty_alert where alert_id = $about
),
township as (
  select t.grid_id, min(g.name) as name from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.level = 'township' group by t.grid_id
),
stated as (
  select r.*, d.phoned_at, d.wrote_at, coalesce(d.tellings, 0) as tellings, coalesce(d.acknowledged, 0) as acknowledged,
    case when r.withdrawn_at is not null then 'withdrawn' when r.signed_at is null then 'draft' when d.wrote_at is null then 'signed' else 'told' end as state
  from duty_report r
  left join told d on d.report_id = r.report_id
  where r.grid_id in (from scope_grids($scope))
)
select
  s.report_id, s.matter_id, s.kind, s.nth, s.file_no, s.title, s.addressee, s.language, s.grid_id, g.name as grid_name, t.name as township, s.alert_id, s.situation_id,
  s.known_at, s.phone_by, s.written_by, s.phoned_at, s.wrote_at, s.state,
  s.withdrawn_at is null and coalesce(coalesce(s.phoned_at, $now) > s.phone_by, false) as phone_late,
  s.withdrawn_at is null and coalesce(coalesce(s.wrote_at, $now) > s.written_by, false) as written_late,
  s.version, s.tellings, s.acknowledged, coalesce(a.name, s.drafted_by) as drafted_name, s.drafted_by, s.drafted_at, s.signed_name, s.signed_at, s.template_id
from stated s
join grid g on g.grid_id = s.grid_id
left join township t on t.grid_id = s.grid_id
left join account a on a.login = s.drafted_by
where list_contains(cast($states as text[]), s.state)
  and ($grid = 0 or s.grid_id in (select grid_id from grid_tree where ancestor_id = $grid))
  and ($reports is null or list_contains(cast($reports as integer[]), s.report_id))
  and ($matter is null or s.matter_id = $matter)
  and ($about is null or s.report_id in (from about))
order by case s.state when 'draft' then 0 when 'signed' then 1 when 'told' then 2 else 3 end, s.written_by nulls last, s.report_id desc
limit $limit
