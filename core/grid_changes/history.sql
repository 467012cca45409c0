-- purpose: changes of the grids.  grain: one row per change, the newest first
-- parameters: $scope (roots), $grid (0: everything), $since, $until (days of the change)
with visible as (
  select grid_id from grid_tree where ancestor_id = $grid and grid_id in (from scope_grids($scope))
),
part as (
  select change_id, unnest(cast(sources as integer[])) as grid_id, true as source from grid_change
  union all
  select change_id, target_id, false from grid_change
),
-- as it was called when it was changed
called as (
  select p.change_id, string_agg(coalesce(r.was, g.name), '、' order by g.code) as names
  from part p
  join grid g on g.grid_id = p.grid_id
  left join grid_change_row r on r.change_id = p.change_id and r.table_name = 'grid' and r.column_name = 'name' and r.row_key = cast(p.grid_id as text)
  where p.source
  group by p.change_id
),
later as (
  select distinct p.change_id
  from part p
  join part o on o.grid_id = p.grid_id and o.change_id > p.change_id
  join grid_change c on c.change_id = o.change_id and c.undone_at is null
)
select
  c.change_id, c.act, c.day, n.names as source_names, c.target_id, g.name as target_name, c.made, c.note, c.actor, c.done_at, c.undone_by, c.undone_at,
  c.undone_at is null and l.change_id is null as last
from grid_change c
left join called n on n.change_id = c.change_id
left join grid g on g.grid_id = c.target_id
left join later l on l.change_id = c.change_id
where c.change_id in (select p.change_id from part p where p.grid_id in (from visible))
  and c.day between $since and $until
order by c.change_id desc
