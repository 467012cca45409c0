-- purpose: readings as typed values, their places found, compared with what is stored, and issues on them
-- grain: plan.readings one row per staged row; plan.reading_values one row per value of one.  parameters: $today, $latest
create or replace table plan.reading_rows as
select s.sheet, s.row, plan.joined(plan.told(s.station)) as station, coalesce(s.grid, s.town) as grid_text, s.measured_at as time_text,
  plan.moment(s.measured_at, $today) as measured_at,
  case when k.ways = 1 then k.grid_id end as grid_id, coalesce(k.ways, 0) as ways,
  try_cast(plan.told(s.households) as integer) as households, plan.told(s.households) as households_text,
  try_cast(plan.told(s.containers) as integer) as containers, plan.told(s.containers) as containers_text
from plan.staged_readings s
left join plan.grid_text k on k.axis = 'area' and k.written is not distinct from s.grid and k.town is not distinct from s.town and k.section is null;

-- a station by its code or its name; without one the row is about its grid
create or replace table plan.station_of as
select written, case when count(distinct code) = 1 then any_value(code) end as code, min(grid_id) as grid_id
from (
  select distinct r.station as written, s.code, s.grid_id from plan.reading_rows r join station s on s.code = r.station
  union all
  select distinct r.station, s.code, s.grid_id from plan.reading_rows r join station s on s.name = r.station
)
group by written;

create or replace table plan.reading_values as
select r.sheet, r.row, v.indicator, v.written, v.value, coalesce(o.code, r.station) as station, coalesce(o.grid_id, r.grid_id) as grid_id, r.measured_at,
  r.station is not null and o.code is not null as of_station
from (
  select s.sheet, s.row, u.indicator, plan.told(u.written) as written, try_cast(plan.told(u.written) as double) as value
  from plan.staged_readings s
  cross join lateral (
    values ('rain_1h', s.rain_1h), ('rain_3h', s.rain_3h), ('rain_6h', s.rain_6h), ('rain_24h', s.rain_24h), ('water_level', s.water_level),
      ('breteau', s.breteau), ('moi', s.moi)
  ) u(indicator, written)
  where plan.told(u.written) is not null
  union all
  -- positive containers of a hundred households
  select sheet, row, 'breteau', null, 100.0 * containers / households from plan.reading_rows
  where containers is not null and households > 0
    and (sheet, row) not in (select (sheet, row) from plan.staged_readings where plan.told(breteau) is not null)
) v
join plan.reading_rows r on r.sheet = v.sheet and r.row = v.row
left join plan.station_of o on o.written = r.station;

create or replace table plan.readings as
with stored as (
  select v.sheet, v.row, v.indicator, v.value, d.reading_id, d.value as was
  from plan.reading_values v
  left join reading d on d.indicator = v.indicator and d.measured_at = v.measured_at and d.grid_id = v.grid_id
    and coalesce(d.station, '') = case when v.of_station then v.station else '' end
),
told as (
  select sheet, row, count(*) as given, count(reading_id) as known, list(indicator order by indicator) filter (where reading_id is not null and value <> was) as changes
  from stored group by sheet, row
)
select r.sheet, r.row, coalesce(r.station, r.grid_text) as place, coalesce(o.grid_id, r.grid_id) as grid_id, r.station, o.code as station_code, r.ways, r.grid_text,
  r.measured_at, r.time_text, coalesce(t.given, 0) as given, coalesce(t.known, 0) as known, coalesce(t.changes, []) as changes,
  row_number() over (partition by coalesce(o.code, ''), coalesce(o.grid_id, r.grid_id), r.measured_at order by r.sheet, r.row) as time,
  first_value(r.row) over (partition by coalesce(o.code, ''), coalesce(o.grid_id, r.grid_id), r.measured_at order by r.sheet, r.row) as first_row,
  null::text as status
from plan.reading_rows r
left join plan.station_of o on o.written = r.station
left join told t on t.sheet = r.sheet and t.row = r.row;

insert into plan.issue
select sheet, row, 'station', 'station_missing', null from plan.readings where station is null and grid_text is null
union all
select sheet, row, 'station', 'station_unknown', json_object('value', station) from plan.readings where station is not null and grid_id is null and grid_text is null
union all
select sheet, row, 'grid', case when ways > 1 then 'grid_ambiguous' else 'grid_unknown' end, json_object('value', grid_text, 'ways', ways)
from plan.readings where grid_id is null and grid_text is not null
union all
select sheet, row, 'grid', 'grid_outside_scope', json_object('value', place) from plan.readings where grid_id is not null and grid_id not in (select grid_id from plan.in_scope)
union all
select sheet, row, 'measured_at', 'time_bad', json_object('value', coalesce(time_text, '')) from plan.readings where measured_at is null
union all
select sheet, row, 'measured_at', 'date_future', json_object('value', time_text) from plan.readings where measured_at > $latest
union all
select sheet, row, indicator, 'number_bad', json_object('value', written) from plan.reading_values where written is not null and value is null
union all
select sheet, row, 'households', 'number_bad', json_object('value', households_text) from plan.reading_rows where households_text is not null and households is null
union all
select sheet, row, 'containers', 'number_bad', json_object('value', containers_text) from plan.reading_rows where containers_text is not null and containers is null
union all
select sheet, row, indicator, 'reading_range', json_object('value', round(value, 1)) from plan.reading_values
where value < 0 and indicator <> 'water_level' or value > case when indicator = 'water_level' then 9000 else 2000 end
union all
select sheet, row, 'measured_at', 'reading_none', null from plan.readings where given = 0
union all
select sheet, row, 'measured_at', 'duplicate_row', json_object('first', first_row) from plan.readings where time > 1 and measured_at is not null and grid_id is not null;

create or replace table plan.refused as
select distinct i.sheet, i.row from plan.issue i join plan.severity s on s.code = i.code where s.severity = 'error';

delete from plan.reading_values where value is null or (sheet, row) in (select (sheet, row) from plan.refused);

update plan.readings t set status = case
  when exists (select 1 from plan.refused r where r.sheet = t.sheet and r.row = t.row) then 'rejected'
  when known < given then 'new' when len(changes) > 0 then 'changed' else 'unchanged' end
