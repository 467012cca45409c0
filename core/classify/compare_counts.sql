-- purpose: how many people each of two policies has in a class, and how many come and go.  grain: one row per class and township (null: in none)
-- parameters: none.  needs: compared
with sides as (
  select before as class, township_id, 1 as under_a, 0 as under_b, before is distinct from after as moved from compared where before is not null
  union all
  select after, township_id, 0, 1, before is distinct from after from compared where after is not null
)
select
  s.class, s.township_id, any_value(g.name) as township,
  cast(sum(under_a) as bigint) as under_a,
  cast(sum(under_b) as bigint) as under_b,
  cast(coalesce(sum(under_b) filter (where moved), 0) as bigint) as entered,
  cast(coalesce(sum(under_a) filter (where moved), 0) as bigint) as "left"
from sides s
left join grid g on g.grid_id = s.township_id
group by s.class, s.township_id;
