-- purpose: what happened on days that a chart shows: policies published, emergencies, risk areas, grids changed, files imported
-- grain: one row per event (per day for files): kind, day, until (null: no end told), name, detail (edition or pack, level, kind of change; null), number (of files)
-- parameters: $scope (roots), $grid, $since, $until
with inside as (
  select grid_id from grid_tree where ancestor_id = $grid and grid_id in (from scope_grids($scope))
),
above as (
  select ancestor_id as grid_id from grid_tree where grid_id = $grid
),
touching as (
  select change_id
  from (select change_id, unnest(list_append(cast(sources as integer[]), target_id)) as grid_id from grid_change where undone_at is null)
  where grid_id in (select grid_id from inside)
  group by change_id
),
-- as it was called before
changed as (
  select c.change_id, string_agg(coalesce(r.was, g.name), '、' order by g.code) as names
  from (select change_id, unnest(cast(sources as integer[])) as grid_id from grid_change where undone_at is null) c
  join grid g on g.grid_id = c.grid_id
  left join grid_change_row r
    on r.change_id = c.change_id and r.table_name = 'grid' and r.column_name = 'name' and r.row_key = cast(c.grid_id as text)
  group by c.change_id
)
-- an edition as it was issued goes by its own name, in the reader's language
select 'policy' as kind, from_day as day, cast(null as date) as until, name,
  pack || case when trim(changes) = '' then '@' || edition else '' end as detail, cast(null as bigint) as number
from policy_version
where status = 'published' and from_day between $since and $until
union all
select 'emergency', since, until, name, pack, null
from emergency
where since between $since and $until
  and (grid_id is null or grid_id in (select grid_id from inside) or grid_id in (select grid_id from above))
union all
select 'emergency_end', until, null, name, pack, null
from emergency
where until between $since and $until
  and (grid_id is null or grid_id in (select grid_id from inside) or grid_id in (select grid_id from above))
union all
select 'risk', since, ends_on, name, level, null
from standing_areas()
where since between $since and $until
  and (grid_id is null or grid_id in (select grid_id from inside) or grid_id in (select grid_id from above))
union all
select 'grids', c.day, null, n.names || case when c.act in ('rename', 'merge', 'split', 'move') then ' → ' || g.name else '' end, c.act, null
from grid_change c
join changed n on n.change_id = c.change_id
join grid g on g.grid_id = c.target_id
where c.undone_at is null and c.day between $since and $until
  and c.change_id in (select change_id from touching)
union all
select 'import', cast(b.imported_at as date), null, null, null, count(*)
from import_batch b
where b.status <> 'undone'
  and b.imported_at >= cast($since as date) and b.imported_at < cast($until as date) + interval 1 day
  and b.batch_id in (select batch_id from import_grid where grid_id in (select grid_id from inside))
  and b.batch_id not in (select batch_id from import_form)
group by cast(b.imported_at as date)
order by day, kind, name;
