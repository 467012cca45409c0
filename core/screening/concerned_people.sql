-- purpose: one page of those whom concerned.sql (its head) names, by town and home.  grain: one row per person
-- parameters: those of its head; $limit, $offset; $show_name, $show_phone: not masked
, township as (
  select t.grid_id, min(g.name) as name
  from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.axis = 'area' and g.level = 'township'
  group by t.grid_id
)
select
  k.person_id, case when $show_name then p.name else mask_name(p.name) end as name, case when $show_phone then p.phone else mask_phone(p.phone) end as phone,
  w.name as township, case when u.grid_id is null or u.level in ('county', 'township') then g.name else u.name || ' ' || g.name end as place,
  k.hows, k.sure, k.left_on, k.arrived_on, c.class,
  (select arg_max(t.status, t.task_id) from task t join risk_task r on r.task_id = t.task_id where r.area_id = $area and t.person_id = k.person_id) as task
from kept k
join person p on p.person_id = k.person_id
left join grid g on g.grid_id = k.grid_id
left join grid u on u.grid_id = g.parent_id
left join township w on w.grid_id = k.grid_id
left join person_class c on c.person_id = k.person_id and c.rank = 1
order by not k.sure, g.code, p.household_id, k.person_id
limit $limit offset $offset
