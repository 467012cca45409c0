-- needs: stood (then_alerts.sql).  grain: one row per severe alert, the strongest first; columns as of core/watch/alerts.sql that brief and screen read.  parameters: $limit
, township as (
  select t.grid_id, min(g.name) as name from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.level = 'township' group by t.grid_id
)
select s.alert_id, s.detector, s.severity, s.status, s.grid_id, g.name as grid_name, t.name as township, s.person_id is not null as of_person, s.first_day, s.reason, s.fields,
  s.owner_grid_id, s.owner_role, o.name as owner_grid
from stood s
join grid g on g.grid_id = s.grid_id
left join township t on t.grid_id = s.grid_id
left join grid o on o.grid_id = s.owner_grid_id
where s.severity = 'high'
order by s.first_day desc, s.score desc, s.alert_id
limit $limit
