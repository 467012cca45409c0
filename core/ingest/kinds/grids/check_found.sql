-- purpose: the grids of the register that rows without codes name: such a row tells of its grid, and never gives it another code, name
-- or place.  grain: plan.given one row per node.  needs: plan.grid_named, plan.grid_text, plan.town_of.  parameters: none
create or replace table plan.grid_looked as
select n.*, case when n.written is null and n.section is null then t.town_id when k.section_unknown then null else k.grid_id end as grid_id,
  coalesce(k.ways, 0) as ways, case when coalesce(n.written, n.section) is not null then k.fault end as fault, coalesce(k.section_unknown, false) as section_unknown, n.town is not null and t.town_id is null as town_unknown,
  t.town_id
from plan.grid_named n
left join plan.grid_text k on k.axis = case when n.found then 'area' end and k.written is not distinct from n.written and k.town is not distinct from n.town
  and k.section is not distinct from n.section
left join plan.town_of t on t.town = n.town;

insert into plan.grid_fault
select sheet, row, field, 'grid_missing', null from plan.grid_looked where found and coalesce(written, section, town) is null
union all
select sheet, row, field, 'town_differs', json_object('value', coalesce(written, section), 'town', town) from plan.grid_looked where found and fault = 'town_differs'
union all
select sheet, row, field, 'grid_code_differs', json_object('value', coalesce(written, section)) from plan.grid_looked where found and fault = 'code_differs'
union all
select sheet, row, field, 'grid_ambiguous', json_object('value', coalesce(written, section), 'ways', ways) from plan.grid_looked
where found and fault is null and ways > 1
union all
-- a section that its village does not have is not the village
select sheet, row, field, case when plan.rounded_number(written) then 'code_rounded' else 'grid_unknown' end, json_object('value', case when section_unknown then section else coalesce(written, section, town) end)
from plan.grid_looked where found and grid_id is null and fault is null and ways <= 1 and coalesce(written, section, town) is not null
union all
select sheet, row, 'town_name', 'town_unknown', json_object('value', town) from plan.grid_looked where town_unknown and coalesce(written, section) is not null;

-- a village by its code: the town of its first nine digits, or that in which the register has it, is the town that the row names
insert into plan.grid_fault
select l.sheet, l.row, 'town_name', 'town_differs', json_object('value', l.village_code, 'town', l.town)
from plan.grid_looked l
left join plan.grid_key up on up.axis = 'area' and up.ways = 1 and up.text = left(l.village_code, 9)
left join plan.grid_key own on own.axis = 'area' and own.ways = 1 and own.text = l.village_code
left join grid g on g.grid_id = own.grid_id
where not l.found and l.town_id is not null and coalesce(up.grid_id, g.parent_id) is not null
  and l.town_id is distinct from up.grid_id and l.town_id is distinct from g.parent_id;

delete from plan.given g using plan.grid_named n where n.found and n.sheet = g.sheet and n.row = g.row;

insert into plan.given by name
select s.sheet, s.row, 'area' as axis, g.code, g.name, g.level, false as parent_presumed, false as virtual, plan.told(s.lon) as lon_text, plan.told(s.lat) as lat_text,
  plan.told(s.responsible) as responsible, plan.told(s.position) as position, plan.told(s.phone) as phone, plan.told(s.duties) as duties,
  plan.told(s.status) as status_text, plan.told(s.closed_on) as closed_text, plan.told(s.went_into) as into_text,
  plan.told(s.deputy) as deputy, plan.told(s.deputy_phone) as deputy_phone, false as derived, coalesce(s.clears, []) as clears, 0 as area_ways,
  coalesce(concat_ws(' ', l.written, l.section), l.town, '') as named
from plan.grid_looked l join plan.staged_grids s on s.sheet = l.sheet and s.row = l.row
left join grid g on g.grid_id = l.grid_id
where l.found
