-- purpose: the alerts of a matter, with where they are and whom they are about.  grain: one row per alert, the first opened first
-- parameters: $scope (roots), $alert and $situation (one of them; the other null), $as_of (whom the reader may see)
with of_matter as (
  select * from alert where alert_id = $alert
  union
  select * from alert where situation_id = $situation
),
depth as (select grid_id, count(*) as depth from grid_tree group by grid_id),
-- a unit lies in a grid of the area: that one's names, then its own
placed_in as (
  select m.alert_id, m.grid_id, coalesce(u.area_id, case when g.axis = 'area' then g.grid_id end) as area_id, u.name as unit
  from of_matter m
  join grid g on g.grid_id = m.grid_id
  left join lateral (
    select o.name, o.area_id from grid_tree t join grid o on o.grid_id = t.ancestor_id where t.grid_id = m.grid_id and o.axis = 'block' and o.parent_id is null limit 1
  ) u on true
),
-- when the desk was told: the clock of alerts is that of the day's data
known as (
  select e.alert_id, min(e.acted_at) as known_at from alert_event e join of_matter m on m.alert_id = e.alert_id where e.act = 'opened' group by e.alert_id
),
path as (
  select p.alert_id, list(g.name order by d.depth) as names
  from placed_in p
  join grid_tree t on t.grid_id = p.area_id
  join grid g on g.grid_id = t.ancestor_id
  join depth d on d.grid_id = g.grid_id
  group by p.alert_id
)
select
  m.alert_id, m.situation_id, m.detector, m.severity, m.status, m.outcome, m.reason, m.fields, m.first_day, m.last_day, coalesce(k.known_at, m.opened_at) as known_at, m.evidence_at,
  m.grid_id, m.owner_grid_id, m.owner_role, coalesce(h.names, []) as area, p.unit, m.person_id, left(n.name, 1) as surname, n.sex,
  age_on(n.birth_date, $as_of) as age
from of_matter m
join placed_in p on p.alert_id = m.alert_id
left join known k on k.alert_id = m.alert_id
left join path h on h.alert_id = m.alert_id
left join person n on n.person_id = m.person_id and n.person_id in (from scope_people($scope, $as_of))
where m.alert_id in (from scope_alerts($scope))
order by coalesce(k.known_at, m.opened_at), m.alert_id
