-- purpose: people whose class asks for a place of a kind and who are in no bed, for what follows.  grain: waiting one row per person
-- parameters: $scope (roots), $on, $classes, $phases (places of phases)
with waiting as (
  select distinct c.person_id, p.home_grid_id
  from person_class c join person p on p.person_id = c.person_id
  where c.since <= $on and coalesce(c.until, date '9999-12-31') >= $on
    and (list_contains($classes, c.class) or list_contains($phases, coalesce(c.place, '')))
    and c.person_id in (from scope_people($scope, $on)) and c.person_id not in (select person_id from lodging_stay where left_at is null)
    and c.person_id not in (from gone_on($on))
)
