-- purpose: keep the further grids that anomalies concern.  grain: one row per alert and grid.  parameters: none
insert into alert_grid
select distinct m.alert_id, m.also_grid_id
from matched m
left join alert_grid g on g.alert_id = m.alert_id and g.grid_id = m.also_grid_id
where m.also_grid_id is not null and m.alert_id in (select alert_id from episode) and g.alert_id is null;
