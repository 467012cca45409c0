-- purpose: store the new and changed stations of a plan.  parameters: $batch, $station_base
create or replace temp table was_station as
select s.* from station s where s.station_id in (select station_id from plan.stations where status = 'changed');

insert into station (station_id, code, name, grid_id, rain_1h_prepare, rain_1h_move, rain_3h_prepare, rain_3h_move, rain_6h_prepare, rain_6h_move, water_prepare, water_move, batch_id)
select $station_base + row_number() over (order by sheet, row), code, name, grid_id,
  given['rain_1h_prepare'], given['rain_1h_move'], given['rain_3h_prepare'], given['rain_3h_move'], given['rain_6h_prepare'], given['rain_6h_move'],
  given['water_prepare'], given['water_move'], $batch
from plan.stations where status = 'new';

update station s set name = p.name,
  rain_1h_prepare = coalesce(p.given['rain_1h_prepare'], s.rain_1h_prepare), rain_1h_move = coalesce(p.given['rain_1h_move'], s.rain_1h_move),
  rain_3h_prepare = coalesce(p.given['rain_3h_prepare'], s.rain_3h_prepare), rain_3h_move = coalesce(p.given['rain_3h_move'], s.rain_3h_move),
  rain_6h_prepare = coalesce(p.given['rain_6h_prepare'], s.rain_6h_prepare), rain_6h_move = coalesce(p.given['rain_6h_move'], s.rain_6h_move),
  water_prepare = coalesce(p.given['water_prepare'], s.water_prepare), water_move = coalesce(p.given['water_move'], s.water_move)
from plan.stations p where p.station_id = s.station_id and p.status = 'changed';

insert into import_grid
select distinct $batch, grid_id from plan.stations where status in ('new', 'changed')
