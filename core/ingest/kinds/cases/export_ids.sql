-- purpose: cases of people of a grid and below, and those that lie there or nowhere, the latest first.  grain: one row per case
-- parameters: $scope roots, $grid (0: all), $today
with placed as (
  select d.case_id, d.onset_on, d.confirmed_on, coalesce(p.home_grid_id, d.grid_id) as grid_id
  from disease_case d left join person p on p.person_id = d.person_id
)
select case_id
from placed
where case_id in (from scope_cases($scope, cast($today as date)))
  and ($grid = 0 or grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
    -- who is placed nowhere belongs to the whole county
    or grid_id is null and $grid in (select grid_id from grid where parent_id is null))
order by coalesce(onset_on, confirmed_on) desc nulls last, case_id
