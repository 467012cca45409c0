-- purpose: tasks of a share: what stands open, and what was due since $since.  grain: one row per task
-- parameters: $roots, $as_of, $since, $key (of the share's pseudonyms)
with reached as (select distinct person_id from scope_people($roots, $as_of)),
town as (select t.grid_id, min(g.name) as name from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.axis = 'area' and g.level = 'township' group by t.grid_id),
hamlet as (select t.grid_id, min(g.name) as name from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.axis = 'area' and g.level = 'village' group by t.grid_id)
select left(sha256($key || sha256($key || 'task ' || k.task_id)), 16) as task,
  coalesce(k.measure, k.kind) as measure, k.status as task_status, k.due_at, k.done_at, k.class, t.name as township, v.name as village,
  case when r.person_id is not null then left(sha256($key || sha256($key || 'person ' || r.person_id)), 16) end as person, p.name, p.phone, k.outcome
from task k
left join reached r on r.person_id = k.person_id
left join person p on p.person_id = r.person_id
left join town t on t.grid_id = k.grid_id
left join hamlet v on v.grid_id = k.grid_id
where k.grid_id in (from scope_grids($roots)) and k.status in ('open', 'overdue', 'done') and coalesce(k.made_for, cast(k.created_at as date)) >= $since
order by k.due_at, task
limit $most
