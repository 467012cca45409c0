-- purpose: where the people of one place went in a period, and who came; who on several days, counts on each.  grain: one row per pair of places
-- parameters: $scope (roots), $grid (0: everything), $children (grid ids next below it), $since, $until, $limit
-- An end within the subtree is the child that holds it, or $grid itself where none does; an end outside is its township, or “elsewhere” (0) where there is none.
with visible as (
  select grid_id from grid_tree where ancestor_id = $grid and grid_id in (from scope_grids($scope))
),
inside as (
  select t.grid_id, min(t.ancestor_id) as place_id
  from grid_tree t
  where t.ancestor_id in (select unnest($children)) and t.grid_id in (select grid_id from visible)
  group by t.grid_id
),
township as (
  select t.grid_id, min(t.ancestor_id) as place_id
  from grid_tree t
  join grid g on g.grid_id = t.ancestor_id and g.level = 'township'
  group by t.grid_id
),
moved as (
  select
    coalesce(hi.place_id, case when hv.grid_id is null then ht.place_id else $grid end, 0) as from_id,
    coalesce(gi.place_id, case when gv.grid_id is null then gt.place_id else $grid end, 0) as to_id,
    f.people
  from flow_day f
  left join visible hv on hv.grid_id = f.home_grid_id
  left join visible gv on gv.grid_id = f.grid_id
  left join inside hi on hi.grid_id = f.home_grid_id
  left join inside gi on gi.grid_id = f.grid_id
  left join township ht on ht.grid_id = f.home_grid_id
  left join township gt on gt.grid_id = f.grid_id
  where f.day between $since and $until and (hv.grid_id is not null or gv.grid_id is not null)
)
select
  m.from_id,
  a.name as from_name,
  a.lon as from_lon,
  a.lat as from_lat,
  m.to_id,
  b.name as to_name,
  b.lon as to_lon,
  b.lat as to_lat,
  cast(sum(m.people) as bigint) as people
from moved m
left join grid a on a.grid_id = m.from_id
left join grid b on b.grid_id = m.to_id
where m.from_id <> m.to_id
group by m.from_id, a.name, a.lon, a.lat, m.to_id, b.name, b.lon, b.lat
order by people desc, m.from_id, m.to_id
limit $limit;
