-- purpose: the applications of somebody under key attention that nobody has answered.  grain: one row per application, the next departure first
-- parameters: $person, $last_day, $limit
select
  e.applied_at as at, e.destination as place, null as person_name,
  case when e.leave_on is null then 'application_undated' else 'application' end as what,
  json_object('leave_on', e.leave_on, 'return_on', e.return_on, 'purpose', e.reason) as fields
from exit_application e
where e.person_id = $person and e.status = 'pending' and cast(e.applied_at as date) <= $last_day
order by e.leave_on nulls last, e.application_id
limit $limit
