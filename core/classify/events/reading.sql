-- purpose: people whose temperature was taken, or told by themselves.  grain: one row per person and day: the highest of it; another for the declared one
-- parameters: /*first*/, $last (days that matter)
select
  d.person_id,
  coalesce(p.home_grid_id, d.last_grid_id) as grid_id,
  d.day as on_day,
  cast(null as date) as ends_on,
  d.max_temperature as temperature
from person_day d
join person p on p.person_id = d.person_id
where d.day between /*first*/ and $last and d.max_temperature is not null
-- if declaration
union all
select
  d.person_id,
  coalesce(p.home_grid_id, v.grid_id),
  cast(d.declared_at as date),
  cast(null as date),
  max(d.temperature)
from declaration d
join person p on p.person_id = d.person_id
left join (select person_id, min(grid_id) as grid_id from membership where kind = 'temporary' group by person_id) v on v.person_id = d.person_id
where d.declared_at >= cast(/*first*/ as date) and d.declared_at < cast($last as date) + interval 1 day and d.temperature is not null
group by d.person_id, coalesce(p.home_grid_id, v.grid_id), cast(d.declared_at as date)
-- end
