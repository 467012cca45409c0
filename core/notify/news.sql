-- purpose: what is new for one receiver: alerts opened, and what went up the chain, since it was told last
-- grain: one row per kind (what), detector or step (code), severity and township.  parameters: $channel
-- No person, name or number: how many of what, and where.
with told as (
  select * from channel where channel_id = $channel
),
inside as (
  select t.grid_id from grid_tree t join told c on t.ancestor_id = c.grid_id
),
place as (
  select t.grid_id, min(g.grid_id) as place_id
  from grid_tree t
  join grid g on g.grid_id = t.ancestor_id and g.axis = 'area' and g.level = 'township'
  group by t.grid_id
),
ranked as (
  select unnest(['low', 'medium', 'high']) as severity, unnest([0, 1, 2]) as rank
),
opened as (
  select 'alert' as what, a.detector as code, a.severity, p.place_id, count(*) as number
  from alert a
  join told c on a.alert_id > c.seen_alert
  join ranked r on r.severity = a.severity
  join ranked least_told on least_told.severity = c.severity and r.rank >= least_told.rank
  left join place p on p.grid_id = a.grid_id
  where a.grid_id in (from inside)
  group by a.detector, a.severity, p.place_id
),
-- steps up the chain: of alerts one entry for several grids, of tasks one for all of a minute; drills and hand-overs
entry as (
  select e.event, cast(e.fields as json) as said
  from audit_entry e
  join told c on e.entry_id > c.seen_entry
  where e.event in ('alert.escalated', 'tasks.kept', 'drill.started', 'handover.signed', 'brief.planned', 'brief.signed', 'duty.late', 'papers.late')
),
stepped as (
  select event, unnest(coalesce(cast(said -> 'grids' as integer[]), [cast(said ->> 'grid' as integer)])) as grid_id, 1 as steps
  from entry where event <> 'tasks.kept'
  union all
  select 'task.escalated', null, cast(said ->> 'raised' as integer) from entry where event = 'tasks.kept' and cast(said ->> 'raised' as integer) > 0
),
went_up as (
  select 'step' as what, s.event as code, 'high' as severity, p.place_id, sum(s.steps) as number
  from stepped s
  left join place p on p.grid_id = s.grid_id
  where s.grid_id is null or s.grid_id in (from inside)
  group by s.event, p.place_id
)
select n.what, n.code, n.severity, n.place_id, g.name as place, n.number
from (from opened union all from went_up) n
left join grid g on g.grid_id = n.place_id
order by case n.severity when 'high' then 0 when 'medium' then 1 else 2 end, n.number desc, n.code, g.code
