-- purpose: people in a class of quarantine who were scanned elsewhere while they were in it.  grain: one row per person (the latest such scan)
-- parameters: $as_of, $days (looked back), $classes (of the policy)
with stretch as (
  -- one that goes on ends on the day on which the class will
  select h.person_id, h.since, coalesce(h.until, c.until, date '9999-12-31') as until
  from class_history h
  left join person_class c on c.person_id = h.person_id and c.class = h.class
  where list_contains($classes, h.class)
),
quarantined as (
  select h.person_id, p.home_grid_id, h.since, h.until
  from stretch h
  join person p on p.person_id = h.person_id
  where p.home_grid_id is not null and h.until > cast($as_of as date) - $days
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
  count(distinct e.scanned_at) as scans
from elsewhere e
join grid g on g.grid_id = e.grid_id
group by e.person_id, e.home_grid_id
order by e.person_id;
