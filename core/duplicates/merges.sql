-- purpose: the latest merges that are not undone, of kept entries that a scope reaches.  grain: one row per merge
-- parameters: $scope roots, $as_of, $limit, $show_name (not masked)
with visible as (from scope_grids($scope)),
standing as (
  select * from person_merge where undone_at is null
)
select
  m.merge_id, m.kept_id, m.gone_id, m.merged_by, m.merged_at,
  case when $show_name then k.name else mask_name(k.name) end as kept_name,
  case when $show_name then g.name else mask_name(g.name) end as gone_name,
  h.name as kept_grid,
  o.name as gone_grid
from standing m
join person k on k.person_id = m.kept_id
join merge_person g on g.merge_id = m.merge_id and g.side = 'gone'
left join grid h on h.grid_id = k.home_grid_id
left join grid o on o.grid_id = g.home_grid_id
where k.person_id in (from scope_people($scope, $as_of))
  -- the one taken up is in no register any more: the same rule over what it was
  and (g.home_grid_id in (from visible) or (g.home_grid_id is null and list_contains($scope, 0))
    or m.merge_id in (select merge_id from merge_membership where side = 'gone' and kind <> 'home'
                      and grid_id in (from visible) and holds_on(since, until, $as_of)))
order by m.merged_at desc, m.merge_id desc
limit $limit
