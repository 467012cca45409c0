-- purpose: alerts of a share: those unfinished, and those whose days reach $since.  grain: one row per alert
-- parameters: $roots, $as_of, $since, $key (of the share's pseudonyms)
with reached as (select distinct person_id from scope_people($roots, $as_of)),
town as (select t.grid_id, min(g.name) as name from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.axis = 'area' and g.level = 'township' group by t.grid_id),
hamlet as (select t.grid_id, min(g.name) as name from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.axis = 'area' and g.level = 'village' group by t.grid_id)
select left(sha256($key || sha256($key || 'alert ' || a.alert_id)), 16) as alert, a.detector, a.severity, a.status as alert_status, a.first_day, a.last_day,
  t.name as township, v.name as village,
  case when r.person_id is not null then left(sha256($key || sha256($key || 'person ' || r.person_id)), 16) end as person, p.name, p.phone
from alert a
left join reached r on r.person_id = a.person_id
left join person p on p.person_id = r.person_id
left join town t on t.grid_id = a.grid_id
left join hamlet v on v.grid_id = a.grid_id
where a.grid_id in (from scope_grids($roots)) and (a.status not in ('resolved', 'dismissed') or a.last_day >= $since)
order by a.last_day desc, alert
limit $most
