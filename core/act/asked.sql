-- purpose: of which grid somebody who answers is asked: the nearest of a level or above it
-- grain: act_asked_grid one row per grid and level; the chain goes on from there (core/chain)
-- parameters: $levels (of owners), $heights (of each: 0 the county alone … 4 whatever is nearest).  needs: act_start (grid_id)
create or replace temp table act_asked_grid as
with depth as (
  select grid_id, count(*) as steps from grid_tree group by grid_id
),
answering as (
  select distinct grid_id from duty where name is not null
),
above as (
  select
    s.grid_id, t.ancestor_id, d.steps, a.grid_id is not null as held,
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
  -- the nearest of all is whoever it is
  coalesce(case when l.level = 'household' then arg_max(a.ancestor_id, a.steps) filter (where a.held) end, arg_max(a.ancestor_id, a.steps)) as asked_grid_id
from above a
cross join level l
where a.height <= l.height
group by a.grid_id, l.level
