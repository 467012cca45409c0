-- purpose: who of those that people_all.sql or needing.sql (its head) names answers to a text and to filters; the head of people_count.sql,
--   people_page.sql …
-- grain: one row per person; `place` orders them, the smallest first.  parameters: those of its head; $scope roots, $partial (they are not all); $grid, $unit
--   (a block grid), $household, $risk_area (whom it concerns), $class (any that somebody is in; $resident: none at all), $leading (only whose shown class it is),
--   $registered, $staying (true: not who is gone), $gone (true: those alone), $as_of (only memberships that hold on it count); the recognised text: $text and of $part (of the name), $letters
--   (pinyin, initials or a foreign name), $phone, $tail (of phone or ID number), $id_number, $code (household)
-- A condition stands behind the name of what asks for it (`asked` in core/store/sql.py).
-- A filter grid finds those who live in it and those with a membership of its own axis in it; the topmost one also visitors.
, belonging as (
  select person_id, grid_id
  from membership
  where kind <> 'home' and holds_on(since, until, $as_of)
),
inside as (
  select t.grid_id
  from grid_tree t
  join grid g on g.grid_id = t.grid_id
  where t.ancestor_id = $grid and g.axis = (select axis from grid where grid_id = $grid)
),
matched as (
  select p.person_id, p.pinyin, p.name, p.home_grid_id, p.place
  from subject p
  where true
    -- if registered
    and p.registered = $registered
    -- if staying
    and p.person_id not in (from gone_on($as_of))
    -- if gone
    and p.person_id in (from gone_on($as_of))
    -- if household
    and p.household_id = $household
    -- if text
    and (
      contains(name_form(p.name), coalesce($part, $letters))
      or starts_with(replace(p.pinyin, ' ', ''), replace($letters, ' ', ''))
      or starts_with(p.initials, $letters)
      or p.phone = $phone
      or ends_with(p.phone, $tail)
      or p.id_number = $id_number
      or ends_with(p.id_number, $tail)
      or p.household_id in (select household_id from household where lower(code) = $code)
    )
    -- if class
    and (
      p.person_id in (select person_id from person_class where class = $class and (rank = 1 or not $leading))
      -- residents who are nothing else are counted and not stored
      or ($class = $resident and p.home_grid_id is not null
        and p.person_id not in (select person_id from person_class) and p.person_id not in (from gone_on($as_of)))
    )
    -- if unit
    and p.person_id in (
      select person_id from belonging where grid_id in (select grid_id from grid_tree where ancestor_id = $unit)
    )
    -- if risk_area
    and p.person_id in (select person_id from risk_stay where area_id = $risk_area and within)
    -- if partial
    -- scope_people, each person looked at by himself: as a list of everybody within it, it took ten times as long
    and (
      p.home_grid_id in (from scope_grids($scope))
      or p.person_id in (select person_id from belonging where grid_id in (from scope_grids($scope)))
    )
    -- if grid
    and (
      p.home_grid_id in (from inside)
      or (p.home_grid_id is null and exists (select 1 from grid where grid_id = $grid and axis = 'area' and parent_id is null))
      or p.person_id in (select person_id from belonging where grid_id in (from inside))
    )
    -- end
)
