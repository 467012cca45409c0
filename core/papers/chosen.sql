-- purpose: papers that answer to all conditions, with where each stands, for what follows.  grain: chosen one row per paper
-- parameters: $scope (roots), $on (whom the reader may see), $at (moment), $grid, $kind, $state (null: all; see below), $person, $text (part of the number or the name), $see_name,
--   $hours (until it is to be handed over), $days (after its issue, where it has no end of its own), $ending (kinds that end with their stretch)
-- state: void; received; lapsed (nobody signed, and its end is past: nothing is to be done any more); late (the time to hand it over is past); open
with timed as (
  select paper_id, made_at + to_hours($hours) as due_at,
    case when until is not null and list_contains($ending, kind) then until else issued_on + cast($days as integer) end as last_day
  from paper
),
known as (
  select p.paper_id, least(t.due_at, cast(t.last_day + 1 as timestamp)) as due_at, t.last_day,
    case
      when p.void_reason is not null then 'void'
      when p.received_on is not null then 'received'
      when t.last_day < $on then 'lapsed'
      when t.due_at <= $at then 'late'
      else 'open'
    end as state
  from paper p join timed t on t.paper_id = p.paper_id
),
chosen as (
  select p.paper_id, k.due_at, k.last_day, k.state
  from paper p
  join known k on k.paper_id = p.paper_id
  left join person n on n.person_id = p.person_id
  where (p.person_id in (from scope_people($scope, $on)) or p.grid_id in (from scope_grids($scope)))
    and ($grid = 0 or p.grid_id in (select grid_id from grid_tree where ancestor_id = $grid))
    and ($kind is null or p.kind = $kind)
    and ($person is null or p.person_id = $person)
    and ($text is null or contains(p.file_no, $text) or $see_name and contains(n.name, $text))
    and ($state is null or $state = k.state)
)
