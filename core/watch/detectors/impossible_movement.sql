-- purpose: people who were scanned at two places between which nobody travels so fast; begins after spots.sql
-- grain: one row per person and day (the fastest movement).  parameters: $as_of, $days (looked back), $far, $speed (lists: from so many km on, so many km/h),
--   $least_minutes (between two scans, so that a slow clock is no aeroplane), $same_second (scans of a grid in one second, from which its times are those of an upload)
-- Only the last days are looked at. Who stayed within a box smaller than the least distance is out before distances are worked out.
, recent as (
  select c.person_id, c.grid_id, c.scanned_at, s.lon, s.lat, s.off
  from every_check_in c
  join spot s on s.grid_id = c.grid_id
  where c.scanned_at >= cast($as_of as date) - $days + 1 and c.scanned_at < cast($as_of as date) + interval 1 day
),
wide as (
  select person_id
  from recent
  group by person_id
  having km_box(min(lon), max(lon), min(lat), max(lat)) > list_min(cast($far as double[]))
),
step as (
  select r.*,
    lag(r.grid_id) over w as from_grid, lag(r.scanned_at) over w as from_at, lag(r.lon) over w as from_lon, lag(r.lat) over w as from_lat, lag(r.off) over w as from_off
  from recent r
  join wide o on o.person_id = r.person_id
  window w as (partition by r.person_id order by r.scanned_at, r.grid_id)
),
measured as (
  select *,
    greatest(0, km_between(from_lon, from_lat, lon, lat) - off - from_off) as km,
    greatest(epoch(scanned_at - from_at) / 60, $least_minutes) as minutes
  from step
  where from_grid is not null and from_grid <> grid_id
),
fast as (
  select *, km / minutes * 60 as speed,
    row_number() over (partition by person_id, cast(scanned_at as date) order by km / minutes desc, scanned_at) as place,
    count(*) over (partition by person_id, cast(scanned_at as date)) as times,
    max(scanned_at) over (partition by person_id, cast(scanned_at as date)) as evidence_at
  from measured
  where km > list_min(cast($far as double[])) and km / minutes * 60 > list_max(list_transform(list_zip(cast($far as double[]), cast($speed as double[])), lambda x: case when km > x[1] then x[2] else 0 end))
),
worst as (select * from fast where place = 1),
-- the second of either scan is that of many others there: the times are of an upload
second as (
  select c.grid_id, c.scanned_at, count(*) as scans
  from every_check_in c
  join (select grid_id, scanned_at from worst union select from_grid, from_at from worst) w on w.grid_id = c.grid_id and w.scanned_at = c.scanned_at
  where c.scanned_at >= cast($as_of as date) - $days + 1 and c.scanned_at < cast($as_of as date) + interval 1 day
  group by c.grid_id, c.scanned_at
),
holder as (
  select q.phone, count(*) as people from person q where q.phone in (select p.phone from person p join worst w on w.person_id = p.person_id) group by q.phone
)
select
  w.person_id, coalesce(p.home_grid_id, w.grid_id) as grid_id, b.name as from_place, a.name as to_place, w.km, w.minutes, w.speed, w.times, w.evidence_at,
  cast(w.scanned_at as date) as day,
  coalesce(h.people, 1) > 1 as shared_phone,
  greatest(coalesce(x.scans, 1), coalesce(y.scans, 1)) >= $same_second as uploaded
from worst w
join person p on p.person_id = w.person_id
join grid a on a.grid_id = w.grid_id
join grid b on b.grid_id = w.from_grid
left join holder h on h.phone = p.phone
left join second x on x.grid_id = w.grid_id and x.scanned_at = w.scanned_at
left join second y on y.grid_id = w.from_grid and y.scanned_at = w.from_at
order by w.person_id, day;
