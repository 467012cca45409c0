-- purpose: people under observation, as the lists have them.  grain: one row per stay; it ends when it was to end, or on the day of release
-- parameters: /*first*/ (what ended before does not matter), $last
select
  q.person_id,
  coalesce(p.home_grid_id, v.grid_id) as grid_id,
  q.since as on_day,
  nullif(least(q.until, q.released_on), date '9999-12-31') as ends_on,
  q.place as quarantine_place
from quarantine q
join person p on p.person_id = q.person_id
left join (select person_id, min(grid_id) as grid_id from membership where kind = 'temporary' group by person_id) v on v.person_id = q.person_id
where coalesce(least(q.until, q.released_on), date '9999-12-31') >= /*first*/ and coalesce(q.since, date '1900-01-01') <= $last
