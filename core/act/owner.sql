-- purpose: who answers for each grid at each level: the responsible, then a chain in its order, then the deputy, then those of the next grid above
-- grain: act_owner one row per grid and level; owner_grid_id null where nobody answers up to the county, asked_grid_id whose responsible it ought to be
-- parameters: $levels (of owners), $heights (of each: 0 the county alone … 4 whatever is nearest).  needs: act_start (grid_id)
create or replace temp table act_owner as
with depth as (
  select grid_id, count(*) as steps from grid_tree group by grid_id
),
answering as (
  select grid_id, arg_min(role, case role when 'responsible' then -1 when 'deputy' then 100000 else coalesce(rank, 0) end) as role
  from duty
  where name is not null
  group by grid_id
),
above as (
  select
    s.grid_id, t.ancestor_id, d.steps, a.role,
    case g.level when 'county' then 0 when 'township' then 1 when 'village' then 2 when 'section' then 3 else 4 end as height
  from act_start s
  join grid_tree t on t.grid_id = s.grid_id
  join grid g on g.grid_id = t.ancestor_id
  join depth d on d.grid_id = t.ancestor_id
  left join answering a on a.grid_id = t.ancestor_id
),
level as (
  select unnest(cast($levels as text[])) as level, unnest(cast($heights as integer[])) as height
)
select
  a.grid_id,
  l.level,
  arg_max(a.ancestor_id, a.steps) filter (where a.role is not null) as owner_grid_id,
  arg_max(a.role, a.steps) filter (where a.role is not null) as owner_role,
  -- the nearest of all is whoever it is
  coalesce(case when l.level = 'household' then arg_max(a.ancestor_id, a.steps) filter (where a.role is not null) end, arg_max(a.ancestor_id, a.steps)) as asked_grid_id
from above a
cross join level l
where a.height <= l.height
group by a.grid_id, l.level
