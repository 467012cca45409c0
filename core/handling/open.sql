-- purpose: unfinished alerts with what their clocks run by, and the matter that each is part of (its situation, or itself)
-- grain: handle_open one row per unfinished alert; handle_matter one row per matter
-- parameters: $at, $severities, $takes, $closes (minutes, of each severity as it runs), $one_up (grades)
create or replace temp table handle_open as
with depth as (
  select grid_id, count(*) as depth from grid_tree group by grid_id
),
unfinished as (
  select a.*, coalesce(a.situation_id, -a.alert_id) as matter, coalesce(s.grid_id, a.grid_id) as near_id
  from alert a
  left join situation s on s.situation_id = a.situation_id
  where a.status not in ('resolved', 'dismissed')
),
-- the nearest grid that has a grade
graded as (
  select p.grid_id, arg_max(g.grade, d.depth) as grade
  from (select distinct grid_id from unfinished) p
  join grid_tree t on t.grid_id = p.grid_id
  join grid_grade g on g.grid_id = t.ancestor_id
  join depth d on d.grid_id = t.ancestor_id
  group by p.grid_id
),
runs as (
  select u.*, case
      when not list_contains(cast($one_up as text[]), coalesce(g.grade, '')) then u.severity
      when u.severity = 'low' then 'medium'
      else 'high'
    end as runs_as
  from unfinished u
  left join graded g on g.grid_id = u.grid_id
),
clock as (
  select unnest(cast($severities as text[])) as runs_as, unnest(cast($takes as integer[])) as take, unnest(cast($closes as integer[])) as close
)
select
  r.alert_id, r.status, r.matter, r.near_id, r.given_grid_id, r.given_role, r.raised, r.asked_at, r.due_at, r.owner_grid_id, r.owner_role,
  case r.status when 'acknowledged' then c.close else c.take end as minutes
from runs r
join clock c on c.runs_as = r.runs_as;

create or replace temp table handle_matter as
select
  matter,
  coalesce(max(given_grid_id), min(near_id)) as start_id,
  coalesce(arg_max(given_role, given_grid_id), '') as first_role,
  max(given_grid_id) as given_grid_id,
  arg_max(given_role, given_grid_id) as given_role,
  max(raised) as raised,
  min(due_at) filter (where due_at <= $at) as late_at
from handle_open
group by matter
