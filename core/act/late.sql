-- purpose: overdue tasks beside all that were due, by township (or the child below $grid), by measure and by class: where the late ones gather
-- grain: one row per part (grid | measure | class) and value (name or code): entered (overdue), all_entered, people (all of them), all_people.  needs: chosen (tasks_chosen.sql).  parameters: those of its head, $children
, child_of as (
  select b.grid_id, g.name from grid_tree b join grid g on g.grid_id = b.ancestor_id where b.ancestor_id in (select unnest(cast($children as integer[])))
),
told as (
  select t.task_id, t.status = 'overdue' as late, t.measure, t.class, g.name as child
  from chosen t
  left join child_of g on g.grid_id = t.grid_id
  where t.status in ('open', 'overdue', 'done')
),
parts as (
  select 'grid' as part, child as value, late from told where child is not null
  union all
  select 'measure', measure, late from told where measure is not null
  union all
  select 'class', class, late from told where class is not null
)
select
  part, value, count(*) filter (where late) as entered, (select count(*) from told where late) as all_entered, count(*) as people, (select count(*) from told) as all_people
from parts
group by part, value
having count(*) filter (where late) > 0
order by part, entered desc, value
