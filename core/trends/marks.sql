-- purpose: what happened on days that a chart shows: policies published, emergencies, risk areas, files imported
-- grain: one row per event (per day for files): kind, day, until (null: no end told), name, detail (edition or pack, level; null), number (of files)
-- parameters: $scope (roots), $grid, $since, $until
with inside as (
  select grid_id from grid_tree where ancestor_id = $grid and grid_id in (from scope_grids($scope))
),
above as (
  select ancestor_id as grid_id from grid_tree where grid_id = $grid
)
select 'policy' as kind, from_day as day, cast(null as date) as until, name, pack as detail, cast(null as bigint) as number
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
select 'import', cast(b.imported_at as date), null, null, null, count(*)
from import_batch b
where b.status <> 'undone'
  and b.imported_at >= cast($since as date) and b.imported_at < cast($until as date) + interval 1 day
  and b.batch_id in (select batch_id from import_grid where grid_id in (select grid_id from inside))
  and b.batch_id not in (select batch_id from import_form)
group by cast(b.imported_at as date)
order by day, kind, name;
