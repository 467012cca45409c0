-- purpose: rows of a unit list as nodes.  grain: plan.given one row per node of a block tree.  needs: plan.unit_named.  parameters: $today
-- a row without a code is the unit that it names, which keeps its name, or a new one under a code that is made of its name and place
create or replace table plan.given as
select s.sheet, s.row, 'block' as axis, coalesce(s.code, b.code, b.new_code) as code, coalesce(b.name, s.name) as name,
  coalesce(l.code, b.level, case when s.level is null then case when s.parent_code is null then 'unit' else 'department' end end) as level,
  s.level as level_text, s.parent_code, false as parent_presumed, false as virtual, s.lon as lon_text, s.lat as lat_text,
  s.responsible, s.position, s.phone, s.duties, cast(null as text) as deputy, cast(null as text) as deputy_phone, false as derived, coalesce(s.clears, []) as clears,
  cast(null as text) as list_year_text, cast(null as integer) as list_year,
  plan.told(s.status) as status_text, plan.told(s.closed_on) as closed_text, plan.told(s.went_into) as into_text,
  s.area_code as area_text, coalesce(k.grid_id, case when s.area_code is null then t.town_id end) as area_id, coalesce(k.ways, 0) as area_ways,
  s.unit_kind as unit_kind_text, uk.code as unit_kind, s.industry,
  s.staff as staff_text, plan.people_counted(s.staff) as staff,
  s.resumption as resumption_text, rs.code as resumption, s.resumed_on as resumed_text, plan.day(s.resumed_on, $today) as resumed_on,
  s.staff_back as staff_back_text, plan.people_counted(s.staff_back) as staff_back, plan.told(s.obstacle) as obstacle, case when b.ways > 1 then s.name end as named
from (
  select * replace (
    plan.joined(code) as code, plan.joined(plan.told(parent_code)) as parent_code, plan.told(lon) as lon, plan.told(lat) as lat, plan.told(responsible) as responsible,
    plan.told(position) as position, plan.told(phone) as phone, plan.told(duties) as duties, plan.told(industry) as industry,
    plan.told(staff) as staff, plan.told(staff_back) as staff_back, plan.told(resumed_on) as resumed_on, plan.told(unit_kind) as unit_kind)
  from plan.staged_units
) s
left join plan.value l on l.set_name = 'block_level' and l.text = plan.value_key(s.level)
left join plan.value uk on uk.set_name = 'unit_kind' and uk.text = plan.value_key(s.unit_kind)
left join plan.value rs on rs.set_name = 'resumption' and rs.text = plan.value_key(s.resumption)
left join plan.grid_text k on k.axis = 'area' and k.written is not distinct from s.area_code and k.town is not distinct from s.town and k.section is null
left join plan.town_of t on t.town = s.town
left join plan.unit_named b on b.sheet = s.sheet and b.row = s.row;

insert into plan.grid_fault
select sheet, row, 'name', 'unit_ambiguous', json_object('value', written, 'ways', ways) from plan.unit_named where ways > 1
union all
select sheet, row, 'name', 'unit_alike', json_object('value', written, 'other', alike) from plan.unit_named where ways = 0 and alike is not null
union all
select s.sheet, s.row, 'area_code', 'town_differs', json_object('value', s.area_code, 'town', s.town)
from plan.staged_units s join plan.grid_text k on k.axis = 'area' and k.written = s.area_code and k.town = s.town and k.fault = 'town_differs'
union all
select s.sheet, s.row, 'town', 'town_unknown', json_object('value', s.town)
from plan.staged_units s left join plan.town_of t on t.town = s.town where plan.told(s.town) is not null and t.town_id is null
