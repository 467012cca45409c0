-- purpose: people with a measured fever in the last days.  grain: one row per person and day; `evidence_at`: the last reading of it
-- parameters: $as_of, $days, $fever (°C)
with sick as (
  select d.person_id, d.day, d.max_temperature, d.last_at, d.last_grid_id
  from person_day d
  where d.day > cast($as_of as date) - $days and d.day <= $as_of and d.max_temperature >= $fever
),
reading as (
  select c.person_id, cast(c.scanned_at as date) as day, max(c.scanned_at) as at
  from every_check_in c
  where c.scanned_at >= cast($as_of as date) - $days + 1 and c.scanned_at < cast($as_of as date) + interval 1 day
    and c.temperature >= $fever
  group by c.person_id, cast(c.scanned_at as date)
)
select
  s.person_id,
  coalesce(p.home_grid_id, arg_max(s.last_grid_id, s.day) over (partition by s.person_id)) as grid_id,
  s.max_temperature as temperature,
  s.day,
  coalesce(r.at, s.last_at) as evidence_at
from sick s
join person p on p.person_id = s.person_id
left join reading r on r.person_id = s.person_id and r.day = s.day
order by s.person_id, s.day;
