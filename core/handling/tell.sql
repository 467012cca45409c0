-- purpose: what the clock, the rota and the detectors did to alerts, as acts: gone up, gone to another, opened, ended, withdrawn, open again
-- grain: alert_event one row per alert.  parameters: $at, $actor.  needs: handle_new
-- Whatever changes an alert's status without saying so is told here, so that the activity is whole.
insert into alert_event (event_id, alert_id, acted_at, actor, act, status, grid_id, role, detail)
with stands as (
  select alert_id, arg_max(status, event_id) as status from alert_event group by alert_id
),
told as (
  select a.alert_id, cast($at as timestamp) as moment, a.status, a.owner_grid_id, a.owner_role,
    case
      when a.closing_reason in ('data_undone', 'person_gone') then 'withdrawn'
      when a.status in ('resolved', 'dismissed') then 'ended'
      when s.alert_id is null then 'opened'
      else 'reopened'
    end as act,
    case when a.status in ('resolved', 'dismissed') and a.handled_by = 'system' then a.closing_reason end as detail
  from alert a
  left join stands s on s.alert_id = a.alert_id
  where s.status is distinct from a.status
  union all
  select n.alert_id, case when n.stepped then n.now_asked_at else cast($at as timestamp) end, n.status, n.now_grid_id, n.now_role,
    case when n.stepped then 'escalated' else 'moved' end, null
  from handle_new n
  join stands s on s.alert_id = n.alert_id
  where n.stepped or n.owner_grid_id is not null and n.due_at is not null and (n.owner_grid_id, n.owner_role) is distinct from (n.now_grid_id, n.now_role)
)
select (select coalesce(max(event_id), 0) from alert_event) + row_number() over (order by alert_id, act), alert_id, moment, $actor, act, status, owner_grid_id, owner_role, detail
from told
