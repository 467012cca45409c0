-- purpose: how many people each of two policies shows in a class, by the grade that counts for what is done about them.  grain: one row per class and grade
-- parameters: $grade_of (level of the grids whose grade counts).  needs: compared
with graded as (
  select t.grid_id, min_by(r.grade, r.grid_id) as grade
  from grid_tree t
  join grid g on g.grid_id = t.ancestor_id and g.level = $grade_of
  join grid_grade r on r.grid_id = g.grid_id
  group by t.grid_id
),
sides as (
  select before as class, grid_id, 1 as under_a, 0 as under_b from compared where before is not null
  union all
  select after, grid_id, 0, 1 from compared where after is not null
)
select s.class, coalesce(d.grade, 'low') as grade, cast(sum(s.under_a) as bigint) as under_a, cast(sum(s.under_b) as bigint) as under_b
from sides s
left join graded d on d.grid_id = s.grid_id
group by s.class, coalesce(d.grade, 'low')
