-- purpose: grids or units as the registers hold them, every field as text, for exports, filled forms and row keys
-- grain: plan.stored one row per plan.wanted (no, id).  needs: plan.placed (id, lon, lat), as written.  parameters: none
create or replace table plan.stored as
select w.no, g.grid_id as id, g.version, g.grid_id as home_id,
  g.code, g.name, g.level, up.code as parent_code, u.kind as unit_kind, u.industry, area.code as area_code, x.lon, x.lat,
  r.name as responsible, r.position, r.phone, r.duties, d.name as deputy, d.phone as deputy_phone,
  cast(u.staff as text) as staff, u.resumption, cast(u.resumed_on as text) as resumed_on, cast(u.staff_back as text) as staff_back, u.obstacle,
  case when g.closed_on is not null then 'closed' end as status, cast(g.closed_on as text) as closed_on, g.closed_note as went_into
from plan.wanted w
join grid g on g.grid_id = w.id
left join grid up on up.grid_id = g.parent_id
left join grid area on area.grid_id = g.area_id
left join plan.placed x on x.id = g.grid_id
left join duty r on r.grid_id = g.grid_id and r.role = 'responsible'
left join duty d on d.grid_id = g.grid_id and d.role = 'deputy'
left join unit u on u.grid_id = g.grid_id
