-- purpose: people in a class of key attention who ask to leave and are not yet answered.  grain: one row per person (the earliest departure)
-- parameters: $as_of, $classes (of the policy), $look_back (days since the planned departure)
select
  p.person_id,
  p.home_grid_id as grid_id,
  arg_min(e.leave_on, e.application_id) as leave_on,
  arg_min(e.destination, e.application_id) as destination,
  min(cast(e.applied_at as date)) as first_day,
  count(*) as applications
from exit_application e
join person p on p.person_id = e.person_id
join (
  select distinct person_id from person_class where list_contains($classes, class) and coalesce(until, date '9999-12-31') >= $as_of
) c on c.person_id = e.person_id
where e.status = 'pending'
  and p.home_grid_id is not null
  and cast(e.applied_at as date) <= $as_of
  and coalesce(e.leave_on, cast(e.applied_at as date)) >= cast($as_of as date) - $look_back
group by p.person_id, p.home_grid_id
order by p.person_id;
