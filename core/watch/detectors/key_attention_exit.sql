-- purpose: people in a class of key attention who ask to leave and are not yet answered.  grain: one row per application
-- parameters: $as_of, $classes (of the policy), $look_back (days since the planned departure)
select
  p.person_id,
  p.home_grid_id as grid_id,
  e.leave_on,
  e.destination,
  e.applied_at
from exit_application e
join person p on p.person_id = e.person_id
join (
  select distinct person_id from person_class where list_contains($classes, class) and coalesce(until, date '9999-12-31') >= $as_of
) c on c.person_id = e.person_id
where e.status = 'pending'
  and p.home_grid_id is not null
  and cast(e.applied_at as date) <= $as_of
  and coalesce(e.leave_on, cast(e.applied_at as date)) >= cast($as_of as date) - $look_back
order by p.person_id, e.applied_at, e.application_id;
