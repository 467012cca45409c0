-- purpose: why people whom a risk area concerns have no task for it: the conditions of tasks.sql, the first that is not met
-- grain: one row per reason.  parameters: $area, $scope roots, $as_of, $look_back (days)
with concerned as (
  select s.person_id, any_value(a.level) as level, any_value(a.since) as since, bool_or(coalesce(p.home_grid_id, s.grid_id) is not null) as placed,
    max(greatest(a.since, coalesce(s.arrived_on, a.since), case when s.how = 'passed_through' then coalesce(s.left_on, a.since) else a.since end)) as found_on
  from risk_stay s
  join standing_areas() a on a.area_id = s.area_id
  join person p on p.person_id = s.person_id
  where s.area_id = $area and s.within and s.person_id in (from scope_people($scope, $as_of)) and s.person_id not in (from gone_on($as_of))
  group by s.person_id
)
select
  case when level = 'low' then 'low' when since > $as_of + 1 then 'coming' when not placed then 'no_grid' when found_on < $as_of - $look_back then 'long_ago' else 'due' end as reason,
  count(*) as people
from concerned c
where not exists (
  select 1 from risk_task r join task t on t.task_id = r.task_id
  where r.area_id = $area and t.person_id = c.person_id and not (t.status = 'cancelled' and t.outcome is not distinct from 'unsupported'))
group by reason
order by people desc, reason
