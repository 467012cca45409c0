-- purpose: who has each matter now, one step further up where an alert of it was not seen to in its time, and until when
-- grain: handle_new one row per unfinished alert.  parameters: $at, $exact (minutes).  needs: handle_open, handle_matter, chain_step
-- Who is asked anew has the whole time anew; a run that comes within $exact minutes of the end of a time counts from that end, a later one from itself.
create or replace temp table handle_new as
with last as (
  select grid_id, first_role, max(step) as step from chain_step group by grid_id, first_role
),
moved as (
  select
    m.*,
    m.late_at is not null and m.raised + 1 < l.step as up,
    least(m.raised + (case when m.late_at is not null then 1 else 0 end), l.step - 1) as now_raised,
    case when m.late_at > cast($at as timestamp) - to_minutes($exact) then m.late_at else cast($at as timestamp) end as step_at
  from handle_matter m
  join last l on l.grid_id = m.start_id and l.first_role = m.first_role
),
asked as (
  select
    o.*, m.up, cast(m.now_raised as smallint) as now_raised, m.given_grid_id as now_given_grid_id, m.given_role as now_given_role,
    c.owner_grid_id as now_grid_id, c.owner_role as now_role,
    m.up and (o.status <> 'acknowledged' or o.due_at <= $at) as stepped,
    case
      when o.asked_at is null then cast($at as timestamp)
      when m.up and (o.status <> 'acknowledged' or o.due_at <= $at) then m.step_at
      else o.asked_at
    end as now_asked_at
  from handle_open o
  join moved m on m.matter = o.matter
  join chain_step c on c.grid_id = m.start_id and c.first_role = m.first_role and c.step = m.now_raised + 1
)
select *, now_asked_at + to_minutes(minutes) as now_due_at from asked;

update alert
set raised = n.now_raised, given_grid_id = n.now_given_grid_id, given_role = n.now_given_role,
  owner_grid_id = n.now_grid_id, owner_role = n.now_role, asked_at = n.now_asked_at, due_at = n.now_due_at
from handle_new n
where n.alert_id = alert.alert_id
  and (alert.raised, alert.given_grid_id, alert.given_role, alert.owner_grid_id, alert.owner_role, alert.asked_at, alert.due_at)
    is distinct from (n.now_raised, n.now_given_grid_id, n.now_given_role, n.now_grid_id, n.now_role, n.now_asked_at, n.now_due_at);

update alert set due_at = null, asked_at = null, raised = 0, given_grid_id = null, given_role = null where status in ('resolved', 'dismissed') and due_at is not null
