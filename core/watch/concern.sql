-- purpose: keep the further grids that anomalies concern.  grain: one row per alert and grid.  parameters: none
insert into alert_grid
select m.alert_id, m.grid_id
from (
  select alert_id, also_grid_id as grid_id from matched where also_grid_id is not null
  union
  -- of a cluster all its grids
  select alert_id, unnest(from_json(json_extract(fields, '$.grids'), '["integer"]')) from matched
) m
left join alert_grid g on g.alert_id = m.alert_id and g.grid_id = m.grid_id
where m.alert_id in (select alert_id from episode) and g.alert_id is null;
