-- purpose: the episodes among what a detector found on past days, beside the alerts that are known.  grain: one row per episode; `found_days`: on
--   which it was found; `inside`: in the scope
-- parameters: $detector, $merge_days, $since (what was found before it stood already), $as_of,
--   $scope (roots), $reveal_name
with found as (
  select a.*, o.day as found_on, coalesce(-a.person_id, a.grid_id) as subject
  from anomaly a
  join found_on o on o.number = a.number
),
in_order as (
  select
    f.*, max(f.last_day) over (partition by f.subject order by f.first_day, f.number rows between unbounded preceding and 1 preceding) as reached
  from found f
),
chained as (
  select
    o.*,
    sum(case when o.reached is null or o.first_day > o.reached + $merge_days then 1 else 0 end)
      over (partition by o.subject order by o.first_day, o.number rows between unbounded preceding and current row) as chain,
    row_number() over (partition by o.subject order by o.last_day, o.score, o.number) as place
  from in_order o
),
episode as (
  select
    row_number() over (order by min(c.number)) as episode,
    c.subject,
    arg_max(c.grid_id, c.place) as grid_id,
    any_value(c.person_id) as person_id,
    min(c.found_on) as found_on,
    list_sort(list(distinct c.found_on)) as found_days,
    min(c.first_day) as first_day,
    max(c.last_day) as last_day,
    case min(case c.severity when 'high' then 0 when 'medium' then 1 else 2 end) when 0 then 'high' when 1 then 'medium' else 'low' end as severity,
    max(c.score) as score,
    arg_max(c.reason, c.place) as reason,
    arg_max(c.fields, c.place) as fields
  from chained c
  group by c.subject, c.chain
),
fresh as (
  select * from episode
  where found_on >= cast($since as date)
),
near as (
  select
    e.episode, a.alert_id, a.status, a.outcome,
    row_number() over (partition by e.episode order by a.outcome is null, a.alert_id desc) as place
  from fresh e
  join alert a on coalesce(-a.person_id, a.grid_id) = e.subject
  where a.detector = $detector and a.first_day <= e.last_day + $merge_days and a.last_day >= e.first_day - $merge_days
),
township as (
  select t.grid_id, min(g.name) as name
  from grid_tree t
  join grid g on g.grid_id = t.ancestor_id and g.level = 'township'
  group by t.grid_id
)
select
  e.grid_id, g.name as grid_name, t.name as township, p.person_id,
  case when $reveal_name then p.name else mask_name(p.name) end as person_name,
  e.found_days, e.first_day, e.last_day, e.severity, e.score, e.reason, e.fields, n.alert_id, n.status, n.outcome,
  s.grid_id is not null as inside
from fresh e
join grid g on g.grid_id = e.grid_id
left join near n on n.episode = e.episode and n.place = 1
left join township t on t.grid_id = e.grid_id
left join person p on p.person_id = e.person_id and p.person_id in (from scope_people($scope, $as_of))
left join (from scope_grids($scope)) s on s.grid_id = e.grid_id
order by e.score desc, e.episode;
