-- purpose: store the new and changed nodes of grids or units.  parameters: $batch, $now, $grid_base
create or replace temp table taken as
select n.*, coalesce(n.grid_id, $grid_base + n.new_no) as final_id,
  coalesce(up.grid_id, case when up.status = 'new' then $grid_base + up.new_no end, case when n.parent_no is null then n.parent_id end) as final_parent,
  e.closed_on, e.note as closed_note, coalesce(e.into_id, case when i.status = 'new' then $grid_base + i.new_no end) as into_id
from plan.node n
left join plan.node up on up.no = n.parent_no
left join plan.ending e on e.no = n.no
left join plan.node i on i.no = e.into_no
where n.status in ('new', 'changed');

create or replace temp table was_grid as
select g.* from grid g
where g.grid_id in (select final_id from taken where status = 'changed' union all select grid_id from plan.absent where close_on is not null);

create or replace temp table was_duty as
select d.* from duty d where d.grid_id in (select final_id from taken where status = 'changed');

create or replace temp table was_unit as
select u.* from unit u where u.grid_id in (select final_id from taken where status = 'changed');

insert into grid (grid_id, code, name, axis, level, parent_id, area_id, lon, lat, closed_on, closed_note, into_id, batch_id, updated_at)
select final_id, code, name, axis, level, case when level <> 'county' then final_parent end, area_id, lon, lat, closed_on, closed_note, into_id, $batch, $now
from taken where status = 'new' order by final_id;

update grid g set
  code = case when list_contains(t.changes, 'code') then t.code else g.code end,
  name = case when list_contains(t.changes, 'name') then t.name else g.name end,
  level = case when list_contains(t.changes, 'level') then t.level else g.level end,
  parent_id = case when list_contains(t.changes, 'parent_code') then t.final_parent else g.parent_id end,
  area_id = coalesce(t.area_id, g.area_id),
  lon = case when not list_contains(t.emptied, 'lon') then coalesce(t.lon, g.lon) end,
  lat = case when not list_contains(t.emptied, 'lat') then coalesce(t.lat, g.lat) end,
  -- one that is in use again keeps no word of its end: an undo finds it
  closed_on = case when list_has_any(t.changes, ['status', 'closed_on']) then t.closed_on else g.closed_on end,
  closed_note = case when list_contains(t.changes, 'status') then t.closed_note when list_contains(t.changes, 'went_into') then coalesce(t.closed_note, g.closed_note)
                     else g.closed_note end,
  into_id = case when list_contains(t.changes, 'status') then t.into_id when list_contains(t.changes, 'went_into') then coalesce(t.into_id, g.into_id) else g.into_id end,
  version = g.version + 1, updated_at = $now
from taken t where t.final_id = g.grid_id and t.status = 'changed';

-- what the list lacks, where the clerk said that it is no more
update grid g set closed_on = a.close_on, version = g.version + 1, updated_at = $now
from plan.absent a where a.grid_id = g.grid_id and a.close_on is not null;

-- rows that change nothing tell of codes, names and years too
create or replace temp table told as
select final_id, code, name, case when not older then list_year end as list_year from taken
union
select grid_id, code, name, case when not older then list_year end from plan.node
where status = 'unchanged' and grid_id in (select grid_id from plan.in_scope)
union
select final_id, code, said_name, case when not older then list_year end from taken where said_name is not null;

-- every code and name it has borne, so that older and newer lists still find it
insert into grid_name (grid_id, kind, value, batch_id)
select x.final_id, x.kind, x.value, $batch
from (select final_id, 'code' as kind, code as value from told
      union select final_id, 'name', name from told) x
where not exists (select 1 from grid_name g where g.grid_id = x.final_id and g.kind = x.kind and g.value = x.value);

insert into grid_list_year (grid_id, list_year, batch_id)
select t.final_id, max(t.list_year), $batch from told t
where t.list_year is not null and not exists (select 1 from grid_list_year y where y.grid_id = t.final_id and y.list_year >= t.list_year)
group by t.final_id;

-- a duty whose holder was taken out stays as a row without name: an undo finds it again
create or replace temp table duty_taken as
select t.final_id as grid_id, 'responsible' as role,
  case when not list_contains(t.emptied, 'responsible') then coalesce(t.responsible, d.name) end as name,
  case when not list_contains(t.emptied, 'position') then coalesce(t.position, d.position) end as position,
  case when not list_contains(t.emptied, 'phone') then coalesce(t.phone, d.phone) end as phone,
  case when not list_contains(t.emptied, 'duties') then coalesce(t.duties, d.duties) end as duties, d.rank
from taken t left join duty d on d.grid_id = t.final_id and d.role = 'responsible' where t.responsible is not null or d.grid_id is not null
union all
select t.final_id, 'deputy', case when not list_contains(t.emptied, 'deputy') then coalesce(t.deputy, d.name) end, d.position,
  case when not list_contains(t.emptied, 'deputy_phone') then coalesce(t.deputy_phone, d.phone) end, d.duties, d.rank
from taken t left join duty d on d.grid_id = t.final_id and d.role = 'deputy' where t.deputy is not null or d.grid_id is not null
union all
-- where a row changes one of a chain, all of them stand as it has them
select t.final_id, k.title, case when not k.gone then coalesce(k.name, d.name) end, case when not k.no_position then coalesce(k.position, d.position) end,
  case when not k.no_phone then coalesce(k.phone, d.phone) end, d.duties, coalesce(k.rank, d.rank)
from taken t join plan.link k on k.sheet = t.sheet and k.row = t.row left join duty d on d.grid_id = t.final_id and d.role = k.title
where not t.derived and (k.name is not null or d.name is not null);

update duty d set name = t.name, position = t.position, phone = t.phone, duties = t.duties, rank = t.rank
from duty_taken t where t.grid_id = d.grid_id and t.role = d.role;

insert into duty by name select t.*, $batch as batch_id from duty_taken t
where not exists (select 1 from duty d where d.grid_id = t.grid_id and d.role = t.role) order by t.grid_id, t.role;

insert into unit (grid_id, kind, industry, staff, resumption, resumed_on, staff_back, obstacle, batch_id)
select final_id, coalesce(unit_kind, plan.unit_called(name), 'other'), industry, staff, coalesce(resumption, 'closed'), resumed_on, staff_back, obstacle, $batch
from taken where axis = 'block' and level = 'unit' and status = 'new';

update unit u set
  kind = coalesce(t.unit_kind, u.kind), resumption = coalesce(t.resumption, u.resumption),
  industry = case when not list_contains(t.emptied, 'industry') then coalesce(t.industry, u.industry) end,
  staff = case when not list_contains(t.emptied, 'staff') then coalesce(t.staff, u.staff) end,
  resumed_on = case when not list_contains(t.emptied, 'resumed_on') then coalesce(t.resumed_on, u.resumed_on) end,
  staff_back = case when not list_contains(t.emptied, 'staff_back') then coalesce(t.staff_back, u.staff_back) end,
  obstacle = case when not list_contains(t.emptied, 'obstacle') then coalesce(t.obstacle, u.obstacle) end
from taken t where t.final_id = u.grid_id and t.status = 'changed';

insert into import_grid
select $batch, final_id from taken
union
select $batch, grid_id from grid_name where batch_id = $batch
union
select $batch, grid_id from grid_list_year where batch_id = $batch
union
select $batch, grid_id from plan.absent where close_on is not null
union
select $batch, final_parent from taken where status = 'new' and final_parent is not null
union
select $batch, area_id from taken where status = 'new' and area_id is not null;

drop table duty_taken;

drop table told;

drop table taken
