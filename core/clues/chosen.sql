-- purpose: clues within reach that answer to the conditions.  grain: chosen one row per clue
-- parameters: $scope (roots), $at (moment), $grid, $state (or open; null: any), $kind, $verdict, $clue, $alert, $person, $text, $hours (until an answer is due)
with chosen as (
  select c.*, c.told_at + to_hours($hours) as due_at, c.state <> 'answered' and c.told_at + to_hours($hours) <= $at as late
  from clue c
  where (list_contains($scope, 0) or c.grid_id in (from scope_grids($scope)))
    and ($grid = 0 or c.grid_id in (select grid_id from grid_tree where ancestor_id = $grid))
    and case $state when 'open' then c.state <> 'answered' else $state is null or c.state = $state end
    and ($kind is null or c.kind = $kind) and ($verdict is null or c.verdict = $verdict) and ($clue is null or c.clue_id = $clue)
    and ($alert is null or c.alert_id = $alert) and ($person is null or c.person_id = $person)
    and ($text is null or contains(concat_ws(' ', c.receipt, c.told, c.place), $text))
)
