-- purpose: until when people are under observation.  grain: one row per person with a stay that has begun.  parameters: $last (the day judged)
-- 9999-12-31: without end yet; null: no list says until when
select
  person_id,
  max(least(until, released_on)) as quarantine_until
from quarantine
where coalesce(since, date '1900-01-01') <= $last
group by person_id
