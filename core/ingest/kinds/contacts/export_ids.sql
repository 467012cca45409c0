-- purpose: contacts who live in a grid and below, the latest first.  grain: one row per contact.  parameters: $scope roots, $grid (0: all), $today
with placed as (
  select c.contact_id, c.last_contact_on, p.home_grid_id as grid_id
  from case_contact c left join person p on p.person_id = c.person_id
)
select contact_id
from placed
where contact_id in (from scope_contacts($scope, cast($today as date)))
  and ($grid = 0 or grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
    -- who is placed nowhere belongs to the whole county
    or grid_id is null and $grid in (select grid_id from grid where parent_id is null))
order by last_contact_on desc nulls last, contact_id
