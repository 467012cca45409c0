-- purpose: people quarantined at home who were scanned elsewhere.  grain: one row per person (the latest such scan)
-- parameters: $as_of, $days (looked back), $quarantine_days (length where the roster gives only its end), $attention (codes of the roster)
with quarantined as (
  select
    person_id,
    home_grid_id,
    coalesce(arrived_on, nullif(attention_until, date '9999-12-31') - $quarantine_days, date '1900-01-01') as since,
    coalesce(attention_until, date '9999-12-31') as until
  from person
  where list_contains($attention, attention) and home_grid_id is not null
),
elsewhere as (
  select q.person_id, q.home_grid_id, c.grid_id, c.scanned_at
  from check_in c
  join quarantined q on q.person_id = c.person_id
  where c.scanned_at >= cast($as_of as date) - $days + 1
    and c.scanned_at < cast($as_of as date) + interval 1 day
    and c.grid_id <> q.home_grid_id
    and cast(c.scanned_at as date) between q.since and q.until
)
select
  e.person_id,
  e.home_grid_id as grid_id,
  arg_max(g.name, e.scanned_at) as place,
  cast(min(e.scanned_at) as date) as first_day,
  cast(max(e.scanned_at) as date) as last_day,
  count(*) as scans
from elsewhere e
join grid g on g.grid_id = e.grid_id
group by e.person_id, e.home_grid_id
order by e.person_id;
