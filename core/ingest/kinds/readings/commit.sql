-- purpose: store the new and changed readings of a plan.  parameters: $batch, $reading_base
create or replace temp table reading_given as
select v.indicator, v.value, v.grid_id, v.measured_at, case when v.of_station then v.station end as station, d.reading_id, d.value as was
from plan.reading_values v
left join reading d on d.indicator = v.indicator and d.measured_at = v.measured_at and d.grid_id = v.grid_id
  and coalesce(d.station, '') = case when v.of_station then v.station else '' end;

create or replace temp table was_reading as
select d.* from reading d where d.reading_id in (select reading_id from reading_given where value <> was);

insert into reading (reading_id, grid_id, station, measured_at, indicator, value, batch_id)
select $reading_base + row_number() over (order by measured_at, grid_id, indicator), grid_id, station, measured_at, indicator, value, $batch
from reading_given where reading_id is null;

update reading d set value = g.value from reading_given g where g.reading_id = d.reading_id and g.value <> g.was;

insert into import_grid
select distinct $batch, grid_id from reading_given where reading_id is null or value <> was;

drop table reading_given
