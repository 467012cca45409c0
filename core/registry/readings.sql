-- purpose: the readings that stand for a grid at a moment: of each station and indicator the latest that still holds, with what the station
-- makes of it.  grain: one row per station (or grid) and indicator.  parameters: $at, $hours (how old a reading may be), $survey_hours (of an index)
with latest as (
  select station, grid_id, indicator, arg_max(value, measured_at) as value, max(measured_at) as measured_at
  from reading
  where measured_at <= $at and measured_at >= $at - to_hours(cast(case when indicator in ('breteau', 'moi') then $survey_hours else $hours end as integer))
  group by station, grid_id, indicator
)
select coalesce(s.grid_id, l.grid_id) as grid_id, l.station, s.name as station_name, l.indicator, l.value, l.measured_at,
  t.prepare, t.move, case when l.value >= t.move then 'move' when l.value >= t.prepare then 'prepare' end as level
from latest l
left join station s on s.code = l.station
left join lateral (
  select case l.indicator when 'rain_1h' then s.rain_1h_prepare when 'rain_3h' then s.rain_3h_prepare when 'rain_6h' then s.rain_6h_prepare when 'water_level' then s.water_prepare end as prepare,
    case l.indicator when 'rain_1h' then s.rain_1h_move when 'rain_3h' then s.rain_3h_move when 'rain_6h' then s.rain_6h_move when 'water_level' then s.water_move end as move
) t on true
