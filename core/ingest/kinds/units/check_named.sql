-- purpose: rows of units without a code: which unit each is, by its name and by where it lies; what belongs to a unit needs a code
-- grain: plan.unit_named one row per such row.  needs: plan.grid_text, plan.town_of.  parameters: none
-- ways: how many units it may be; with one, its code, name and level; with none, the code that it gets, and one of its name in the town (alike)
create or replace table plan.unit_named as
with told as (
  select s.sheet, s.row, s.name as written, plan.place_key(s.name) as key, coalesce(k.grid_id, t.town_id) as area_id
  from plan.staged_units s
  left join plan.grid_text k on k.axis = 'area' and k.written is not distinct from s.area_code and k.town is not distinct from s.town and k.section is null
  left join plan.town_of t on t.town = s.town
  where plan.told(s.code) is null and plan.told(s.parent_code) is null and s.name is not null
),
township as (
  select t.grid_id, g.grid_id as town_id, plan.place_key(g.name) as town
  from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.axis = 'area' and g.level = 'township'
),
lying as (select w.*, p.town_id from told w left join township p on p.grid_id = w.area_id),
borne as (
  select grid_id, plan.place_key(name) as key from grid where axis = 'block' and level = 'unit'
  union
  select g.grid_id, plan.place_key(v.value) from grid_name v join grid g on g.grid_id = v.grid_id and g.axis = 'block' and g.level = 'unit' where v.kind = 'name'
  union
  -- what the clerk answers
  select grid_id, plan.place_key(code) from grid where axis = 'block' and level = 'unit'
),
placed as (
  select b.grid_id, b.key, g.area_id, p.town_id, p.town from borne b join grid g on g.grid_id = b.grid_id left join township p on p.grid_id = g.area_id
),
-- 百合镇中心小学 is the 中心小学 of 百合镇
spelled as (
  select grid_id, key, area_id, town_id from placed
  union
  select grid_id, town || key, area_id, town_id from placed where not starts_with(key, town)
  union
  select grid_id, substring(key, length(town) + 1), area_id, town_id from placed where starts_with(key, town) and length(key) > length(town) + 1
),
near as (
  -- the same place; one that lies in the other, or that nobody told; the same town; elsewhere
  select l.sheet, l.row, k.grid_id,
    case when l.area_id = k.area_id then 0
         when l.area_id is null or k.area_id is null or l.area_id = k.town_id or k.area_id = l.town_id then 1
         when l.town_id = k.town_id then 2 else 3 end as off
  from lying l join spelled k on k.key = l.key
),
best as (select sheet, row, off, min(off) over (partition by sheet, row) as best, grid_id from near),
judged as (
  select sheet, row, count(distinct grid_id) filter (where off = best and off <= 1) as ways, min(grid_id) filter (where off = best and off <= 1) as grid_id,
    min(grid_id) filter (where off = 2) as alike_id
  from best group by sheet, row
)
select l.sheet, l.row, l.written, coalesce(j.ways, 0) as ways, g.code, g.name, g.level,
  case when coalesce(j.ways, 0) = 0 then 'DW' || upper(left(md5(coalesce(a.code, '') || '|' || l.key), 10)) end as new_code, o.code || ' ' || o.name as alike
from lying l
left join judged j on j.sheet = l.sheet and j.row = l.row
left join grid g on g.grid_id = case when j.ways = 1 then j.grid_id end
left join grid a on a.grid_id = l.area_id
left join grid o on o.grid_id = j.alike_id
