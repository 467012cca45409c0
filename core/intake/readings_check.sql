-- purpose: what becomes of some values that were sent.  grain: judged_readings, one row per value: where it belongs, reason (null: to be
-- stored), the reading that is there already and its value.  parameters: $roots (the device's grids), $oldest, $latest
create or replace temp table judged_readings as
with named as (
  select code as written, code, min(grid_id) as grid_id, 0 as by_name from station group by code
  union all
  select name, min(code), min(grid_id), 1 from station where name <> code group by name having count(distinct code) = 1
),
stations as (
  select written, arg_min(code, by_name) as code, arg_min(grid_id, by_name) as grid_id from named group by written
),
placed as (
  select v.*, s.code as station_code, coalesce(s.grid_id, g.grid_id) as grid_id
  from given_readings v
  left join stations s on s.written = v.station
  left join grid g on g.code = case when v.station is null then v.grid end
),
judged as (
  select p.*, case
    when measured_at > $latest then 'at_future'
    when measured_at < $oldest then 'at_old'
    when station is not null and station_code is null then 'station_unknown'
    when p.grid_id is null then case when station is null then 'grid_unknown' else 'station_unknown' end
    when o.grid_id is null then case when station is null then 'grid_unknown' else 'station_unknown' end
    when not coalesce(value <= case when indicator = 'water_level' then 9000 else 2000 end and (value >= 0 or indicator = 'water_level'), false)
      then 'value_range' end as reason_one
  from placed p
  left join (from scope_grids(cast($roots as integer[]))) o on o.grid_id = p.grid_id
)
select j.*, max(j.reason_one) over (partition by j.no) as reason, r.reading_id, r.value as was,
  row_number() over (partition by j.station_code, j.grid_id, j.measured_at, j.indicator, j.reason_one is null order by j.no desc) as times
from judged j
left join reading r on r.indicator = j.indicator and r.measured_at = j.measured_at and r.grid_id = j.grid_id and coalesce(r.station, '') = coalesce(j.station_code, '')
