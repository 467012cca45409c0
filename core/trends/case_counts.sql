-- purpose: cases in a subtree, counted as curves need them; excluded ones are none
-- grain: one row per day of onset, day of report, kind, disease, class shown today and child grid (each null: not told); whoever lives here as the register has it, nobody of
--   the register where the list places the case, and without any place only in the whole
-- parameters: $scope (roots), $as_of, $grid, $children (grid ids next below it)
with visible as (
  select case_id from scope_cases($scope, $as_of)
),
placed as (
  select
    c.case_id, c.person_id, c.onset_on, coalesce(c.reported_on, c.confirmed_on) as reported_on, c.kind, c.disease,
    coalesce(p.home_grid_id, c.grid_id, (select min(grid_id) from grid where grid_id = $grid and parent_id is null and axis = 'area')) as grid_id
  from disease_case c
  left join person p on p.person_id = c.person_id
  where c.case_id in (select case_id from visible) and coalesce(c.outcome, '') <> 'excluded'
),
inside as (
  select grid_id from grid_tree where ancestor_id = $grid
),
child as (
  select grid_id, min(ancestor_id) as child_id from grid_tree where ancestor_id in (select unnest($children)) group by grid_id
)
select c.onset_on, c.reported_on, c.kind, c.disease, s.class, b.child_id, count(*) as cases
from placed c
left join child b on b.grid_id = c.grid_id
left join person_class s on s.person_id = c.person_id and s.rank = 1
where c.grid_id in (select grid_id from inside)
group by c.onset_on, c.reported_on, c.kind, c.disease, s.class, b.child_id
order by c.onset_on, c.reported_on;
