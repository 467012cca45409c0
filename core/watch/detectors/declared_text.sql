-- purpose: the places that people declare of the last weeks, each writing once.  grain: one row per text.  parameters: $as_of, $days (looked back)
select distinct place as text
from declaration
where place is not null and from_date is not null and declared_at < cast($as_of as date) + interval 1 day
  and coalesce(until_date, cast(declared_at as date)) >= cast($as_of as date) - $days
