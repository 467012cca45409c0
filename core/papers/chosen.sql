-- purpose: papers that answer to all conditions, for what follows.  grain: chosen one row per paper
-- parameters: $scope (roots), $on (whom the reader may see), $grid, $kind, $state (open: not signed for | received | void; null: all), $person, $text (part of the number or the name)
with chosen as (
  select p.paper_id
  from paper p left join person n on n.person_id = p.person_id
  where (p.person_id in (from scope_people($scope, $on)) or p.grid_id in (from scope_grids($scope)))
    and ($grid = 0 or p.grid_id in (select grid_id from grid_tree where ancestor_id = $grid))
    and ($kind is null or p.kind = $kind)
    and ($person is null or p.person_id = $person)
    and ($text is null or contains(p.file_no, $text) or $see_name and contains(n.name, $text))
    and ($state is null or $state = case when p.void_reason is not null then 'void' when p.received_on is not null then 'received' else 'open' end)
)
