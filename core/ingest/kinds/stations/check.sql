-- purpose: stations as typed values, compared with what is stored, and issues on them.  grain: plan.stations one row per staged row
-- parameters: none
create or replace table plan.station_values as
select s.sheet, s.row, v.field, plan.told(v.written) as written, try_cast(plan.told(v.written) as double) as value
from plan.staged_stations s
cross join lateral (
  values ('rain_1h_prepare', s.rain_1h_prepare), ('rain_1h_move', s.rain_1h_move), ('rain_3h_prepare', s.rain_3h_prepare), ('rain_3h_move', s.rain_3h_move),
    ('rain_6h_prepare', s.rain_6h_prepare), ('rain_6h_move', s.rain_6h_move), ('water_prepare', s.water_prepare), ('water_move', s.water_move)
) v(field, written);

create or replace table plan.stations as
with typed as (
  select s.sheet, s.row, coalesce(plan.joined(plan.told(s.code)), plan.told(s.name)) as code, coalesce(plan.told(s.name), plan.told(s.code)) as name,
    s.grid as grid_text, s.town as town_text, case when k.ways = 1 then k.grid_id end as grid_id, coalesce(k.ways, 0) as ways
  from plan.staged_stations s
  left join plan.grid_text k on k.axis = 'area' and k.written is not distinct from s.grid and k.town is not distinct from s.town and k.section is null
),
valued as (
  select sheet, row, map_from_entries(list((field, value)) filter (where value is not null)) as given from plan.station_values group by sheet, row
)
select t.*, v.given, o.station_id,
  row_number() over (partition by t.code, t.grid_id order by t.sheet, t.row) as time,
  first_value(t.row) over (partition by t.code, t.grid_id order by t.sheet, t.row) as first_row,
  case when o.station_id is null then [] else list_filter([
    case when t.name is distinct from o.name then 'name' end,
    case when v.given['rain_1h_prepare'] <> o.rain_1h_prepare or v.given['rain_1h_prepare'] is not null and o.rain_1h_prepare is null then 'rain_1h_prepare' end,
    case when v.given['rain_1h_move'] <> o.rain_1h_move or v.given['rain_1h_move'] is not null and o.rain_1h_move is null then 'rain_1h_move' end,
    case when v.given['rain_3h_prepare'] <> o.rain_3h_prepare or v.given['rain_3h_prepare'] is not null and o.rain_3h_prepare is null then 'rain_3h_prepare' end,
    case when v.given['rain_3h_move'] <> o.rain_3h_move or v.given['rain_3h_move'] is not null and o.rain_3h_move is null then 'rain_3h_move' end,
    case when v.given['rain_6h_prepare'] <> o.rain_6h_prepare or v.given['rain_6h_prepare'] is not null and o.rain_6h_prepare is null then 'rain_6h_prepare' end,
    case when v.given['rain_6h_move'] <> o.rain_6h_move or v.given['rain_6h_move'] is not null and o.rain_6h_move is null then 'rain_6h_move' end,
    case when v.given['water_prepare'] <> o.water_prepare or v.given['water_prepare'] is not null and o.water_prepare is null then 'water_prepare' end,
    case when v.given['water_move'] <> o.water_move or v.given['water_move'] is not null and o.water_move is null then 'water_move' end
  ], x -> x is not null) end as changes,
  null::text as status
from typed t
join valued v on v.sheet = t.sheet and v.row = t.row
left join station o on o.code = t.code and o.grid_id = t.grid_id;

insert into plan.issue
select sheet, row, 'code', 'station_missing', null from plan.stations where code is null
union all
select sheet, row, 'grid', 'grid_missing', null from plan.stations where grid_text is null and town_text is null
union all
select sheet, row, 'grid', case when ways > 1 then 'grid_ambiguous' else 'grid_unknown' end, json_object('value', coalesce(grid_text, town_text), 'ways', ways)
from plan.stations where grid_id is null and coalesce(grid_text, town_text) is not null
union all
select sheet, row, 'grid', 'grid_outside_scope', json_object('value', coalesce(grid_text, town_text)) from plan.stations
where grid_id is not null and grid_id not in (select grid_id from plan.in_scope)
union all
select sheet, row, field, 'number_bad', json_object('value', written) from plan.station_values where written is not null and value is null
union all
-- of a station that is stored, what the row does not say stands there
select t.sheet, t.row, v.ready, 'threshold_reversed', json_object('value', format('{:g}', v.prepare), 'other', format('{:g}', v.move))
from plan.stations t
left join station o on o.station_id = t.station_id
cross join lateral (
  values ('rain_1h_prepare', coalesce(t.given['rain_1h_prepare'], o.rain_1h_prepare), coalesce(t.given['rain_1h_move'], o.rain_1h_move)),
    ('rain_3h_prepare', coalesce(t.given['rain_3h_prepare'], o.rain_3h_prepare), coalesce(t.given['rain_3h_move'], o.rain_3h_move)),
    ('rain_6h_prepare', coalesce(t.given['rain_6h_prepare'], o.rain_6h_prepare), coalesce(t.given['rain_6h_move'], o.rain_6h_move)),
    ('water_prepare', coalesce(t.given['water_prepare'], o.water_prepare), coalesce(t.given['water_move'], o.water_move))
) v(ready, prepare, move)
where v.prepare > v.move
union all
select sheet, row, 'code', 'duplicate_row', json_object('first', first_row) from plan.stations where time > 1 and grid_id is not null and code is not null;

create or replace table plan.refused as
select distinct i.sheet, i.row from plan.issue i join plan.severity s on s.code = i.code where s.severity = 'error';

update plan.stations t set status = case
  when exists (select 1 from plan.refused r where r.sheet = t.sheet and r.row = t.row) then 'rejected'
  when station_id is null then 'new' when len(changes) > 0 then 'changed' else 'unchanged' end
