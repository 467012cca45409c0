-- purpose: one person scanned at two places at once, again and again; begins after spots.sql.  grain: one row per person
-- parameters: $as_of, $days (in which it is counted), $recent (days that must hold one more such pair: only these are looked through for everybody),
--   $minutes (between two scans “at once”), $km (apart, after both accuracies), $times (such pairs), $on_days (different days)
-- Several people scanned at one place within seconds are a family that walks in together; nobody of them is at two places.
, latest as (
  select person_id, grid_id, cast(floor(epoch(scanned_at) / (60 * $minutes)) as integer) as slot
  from every_check_in
  where scanned_at >= cast($as_of as date) - $recent + 1 and scanned_at < cast($as_of as date) + interval 1 day
),
-- at two grids within two slots, beginning at an even or at an odd one, so that no pair falls between; how far apart is asked of these few alone
apart as (
  select person_id from latest group by person_id, slot // 2 having min(grid_id) <> max(grid_id)
  union
  select person_id from latest group by person_id, (slot + 1) // 2 having min(grid_id) <> max(grid_id)
),
near_in_time as (
  select c.person_id, c.scanned_at, s.lon, s.lat,
    lag(c.scanned_at) over w as from_at, lag(s.lon) over w as from_lon, lag(s.lat) over w as from_lat
  from every_check_in c
  join spot s on s.grid_id = c.grid_id
  where c.person_id in (select person_id from apart)
    and c.scanned_at >= cast($as_of as date) - $recent + 1 and c.scanned_at < cast($as_of as date) + interval 1 day
  window w as (partition by c.person_id order by c.scanned_at, c.grid_id)
),
suspect as (
  select distinct person_id from near_in_time
  where scanned_at - from_at <= to_minutes(cast($minutes as bigint)) and km_between(from_lon, from_lat, lon, lat) > $km
),
step as (
  select c.person_id, c.grid_id, c.scanned_at, s.lon, s.lat, s.off,
    lag(c.grid_id) over w as from_grid, lag(c.scanned_at) over w as from_at, lag(s.lon) over w as from_lon, lag(s.lat) over w as from_lat, lag(s.off) over w as from_off
  from every_check_in c
  join spot s on s.grid_id = c.grid_id
  where c.person_id in (select person_id from suspect)
    and c.scanned_at >= cast($as_of as date) - $days + 1 and c.scanned_at < cast($as_of as date) + interval 1 day
  window w as (partition by c.person_id order by c.scanned_at, c.grid_id)
),
pair as (
  select *,
    km_between(from_lon, from_lat, lon, lat) - off - from_off as km
  from step
  where from_grid <> grid_id and scanned_at - from_at <= to_minutes(cast($minutes as bigint))
)
select
  x.person_id, coalesce(any_value(p.home_grid_id), arg_max(x.grid_id, x.scanned_at)) as grid_id, count(*) as times, count(distinct cast(x.scanned_at as date)) as on_days,
  arg_max(b.name, (x.scanned_at, b.grid_id)) as from_place, arg_max(a.name, (x.scanned_at, b.grid_id)) as to_place,
  cast(min(x.from_at) as date) as first_day, cast(max(x.scanned_at) as date) as last_day, max(x.scanned_at) as evidence_at
from pair x
join person p on p.person_id = x.person_id
join grid a on a.grid_id = x.grid_id
join grid b on b.grid_id = x.from_grid
where x.km > $km
group by x.person_id
having count(*) >= $times and count(distinct cast(x.scanned_at as date)) >= $on_days
order by x.person_id;
