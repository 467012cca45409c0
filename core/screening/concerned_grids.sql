-- purpose: how many of those whom concerned.sql (its head) names live where.  grain: one row per grid below $below (null: somewhere else) and
-- way in which they were found.  parameters: those of its head; $below (a grid)
, child as (
  select t.grid_id, c.grid_id as child_id, c.code, c.name
  from grid c join grid_tree t on t.ancestor_id = c.grid_id
  where c.parent_id = $below and c.axis = 'area'
)
select c.code, c.name, k.how, k.sure, count(*) as people
from (select person_id, grid_id, sure, unnest(hows) as how from kept) k
left join child c on c.grid_id = k.grid_id
group by c.code, c.name, k.how, k.sure
union all
-- everybody once
select c.code, c.name, null, k.sure, count(*)
from kept k left join child c on c.grid_id = k.grid_id
group by c.code, c.name, k.sure
order by 1 nulls last, 3 nulls first, 4 desc
