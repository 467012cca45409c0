-- purpose: some people's classes as they stand, in the words of found.sql.  grain: one row per person and class
-- parameters: $people, $low, $high (of their numbers)
select
  person_id, class, since, coalesce(until, date '9999-12-31') as until, coalesce(counted_from, date '1900-01-01') as counted_from,
  reason, fields, ends_by, grid_id, chain, manual_id
from person_class
where person_id between $low and $high and list_contains(cast($people as integer[]), person_id)
