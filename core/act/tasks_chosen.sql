-- purpose: which tasks are meant; a head of tasks_page.sql and tasks_count.sql; after core/chain's head.sql.  grain: chosen one row per task
-- parameters: $scope (roots), $at (now), $grid (0: everything), $ids, $statuses, $measures (or kinds; null: all), $owner (a grid whose responsible has them),
--   $person, $on (made for that day), $now_only (those that can still be done)
, chosen as (
  select *
  from task
  where (grid_id in (from scope_grids($scope)) or owner_grid_id in (from scope_grids($scope)))
    and (grid_id in (select grid_id from grid_tree where ancestor_id = $grid) or owner_grid_id in (select grid_id from grid_tree where ancestor_id = $grid and $grid <> 0))
    and ($ids is null or list_contains($ids, task_id))
    and ($statuses is null or list_contains($statuses, status))
    and ($measures is null or list_contains($measures, coalesce(measure, kind)))
    and ($owner is null or owner_grid_id = $owner)
    and ($person is null or person_id = $person)
    and ($on is null or made_for = $on)
    and (not $now_only or status = 'drafted' or status in ('open', 'overdue') and coalesce(closes_at, timestamp '9999-12-31') > $at
      and coalesce(opens_at, $at) <= $at)
)
