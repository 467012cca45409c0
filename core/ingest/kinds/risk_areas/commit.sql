-- purpose: store the new and changed risk areas of a plan.  parameters: $batch, $area_base, $now
create or replace temp table was_risk_area as
select a.* from risk_area a where a.area_id in (select area_id from plan.risk_areas where status = 'changed');

insert into risk_area (area_id, name, level, grid_id, code, below, since, until, source, published_on, added_by, added_at, batch_id)
select $area_base + new_no, name, level, grid_id, code, below, since, until, source, published_on,
  (select actor from import_batch where batch_id = $batch), $now, $batch
from plan.risk_areas where status = 'new' order by new_no;

update risk_area a set level = r.level, until = coalesce(r.until, a.until), source = coalesce(r.source, a.source),
  published_on = coalesce(r.published_on, a.published_on)
from plan.risk_areas r where r.area_id = a.area_id and r.status = 'changed';

-- a place outside is everybody's
insert into import_grid
select distinct $batch, grid_id from plan.risk_areas where status in ('new', 'changed') and grid_id is not null
union
select $batch, grid_id from grid
where axis = 'area' and parent_id is null and exists (select 1 from plan.risk_areas where status in ('new', 'changed') and grid_id is null)
