-- purpose: which grid of the register a node is, level by level from above, so that parents are known.  parameters: $level
-- by the row key of an export
update plan.node n set grid_id = y.entity_id, how = 'key'
from plan.keyed y where n.level = $level and n.time = 1 and not n.derived and y.sheet = n.sheet and y.row = n.row;

-- by today's code, then by a former code
update plan.node n set grid_id = g.grid_id, how = 'code'
from grid g where n.level = $level and n.grid_id is null and n.time = 1 and g.code = n.code and g.axis = n.axis;

update plan.node n set grid_id = f.grid_id, how = 'former'
from (select v.value, g.axis, min(v.grid_id) as grid_id from grid_name v join grid g on g.grid_id = v.grid_id
      where v.kind = 'code' group by v.value, g.axis having count(distinct v.grid_id) = 1) f
where n.level = $level and n.grid_id is null and n.time = 1 and f.value = n.code and f.axis = n.axis
  and f.grid_id not in (select grid_id from plan.node where grid_id is not null);

-- a county under a new code: most of its townships bear the names of those below a county of the register
update plan.node n set grid_id = v.grid_id, how = 'kin'
from (
  with child as (select parent_no, plan.stem(name) as stem from plan.node where level = 'township' and parent_no is not null),
  known as (select parent_id, plan.stem(name) as stem from grid where level = 'township' and axis = 'area'),
  votes as (select c.parent_no, k.parent_id, count(*) as shared from child c join known k on k.stem = c.stem group by c.parent_no, k.parent_id),
  sizes as (select parent_no, count(*) as children from child group by parent_no)
  select v.parent_no, max_by(v.parent_id, v.shared) as grid_id
  from votes v join sizes s on s.parent_no = v.parent_no
  where v.shared >= 3 and v.shared >= 0.6 * s.children group by v.parent_no
) v
where n.no = v.parent_no and n.level = $level and n.axis = 'area' and n.grid_id is null and n.level = 'county'
  and v.grid_id not in (select grid_id from plan.node where grid_id is not null);

-- within its recognised parent: the same name, the same name but for its ending, or the same end of the code with a similar name
update plan.node n set grid_id = m.grid_id, how = 'kin'
from (
  with open as (
    select n.no, n.name, n.code, coalesce(up.grid_id, n.parent_id) as parent_id
    from plan.node n left join plan.node up on up.no = n.parent_no
    where n.level = $level and n.axis = 'area' and n.grid_id is null and n.time = 1 and n.name is not null
  ),
  named as (
    select grid_id, name from grid
    union
    select grid_id, value from grid_name where kind = 'name'
  ),
  pairs as (
    select o.no, g.grid_id, min(case
      when v.name = o.name then 1
      when plan.stem(v.name) = plan.stem(o.name) then 2
      when right(g.code, 3) = right(o.code, 3)
           and list_has_any(string_split(plan.stem(v.name), ''), string_split(plan.stem(o.name), '')) then 3 end) as rank
    from open o
    join grid g on g.parent_id = o.parent_id and g.level = $level and g.axis = 'area'
    join named v on v.grid_id = g.grid_id
    where g.grid_id not in (select grid_id from plan.node where grid_id is not null)
    group by o.no, g.grid_id
  ),
  good as (
    select no, grid_id, rank, count(*) over (partition by no, rank) as ways_here, count(*) over (partition by grid_id, rank) as ways_there,
      min(rank) over (partition by no) as best_here, min(rank) over (partition by grid_id) as best_there
    from pairs where rank is not null
  )
  select no, grid_id from good where ways_here = 1 and ways_there = 1 and rank = best_here and rank = best_there
) m
where m.no = n.no
