-- purpose: what stands on the sheet of a code.  grain: one row per code.  parameters: $codes, $roots, $show_work_phone
-- Who answers: the duty of the nearest grid, upwards, that has one.
with recursive wanted as (
  select c.code_id, c.label, c.kind, c.grid_id, g.code, g.name, g.level, g.axis
  from place_code c join grid g on g.grid_id = c.grid_id
  where c.code_id in (select unnest(cast($codes as integer[]))) and c.revoked_at is null
    and c.grid_id in (from scope_grids(cast($roots as integer[])))
),
up as (
  select w.code_id, g.grid_id, g.name, g.level, coalesce(g.parent_id, g.area_id) as above_id, 0 as steps
  from wanted w join grid g on g.grid_id = w.grid_id
  union all
  select u.code_id, g.grid_id, g.name, g.level, coalesce(g.parent_id, g.area_id), u.steps + 1
  from up u join grid g on g.grid_id = u.above_id where u.steps < 20
),
answering as (
  select u.code_id, d.name, d.phone, row_number() over (partition by u.code_id order by u.steps, case d.role when 'responsible' then 0 when 'deputy' then 2 else 1 end, d.rank, d.role) as nth
  from up u join duty d on d.grid_id = u.grid_id
  where d.name is not null and u.level <> 'county'
)
select w.code_id, w.label, w.kind, w.grid_id, w.code, w.name, w.level,
  (select string_agg(u.name, ' ' order by u.steps desc) from up u where u.code_id = w.code_id and u.steps > 0 and u.level <> 'county') as above,
  (select arg_min(u.code, 0) from (select g.code, u.steps from up u join grid g on g.grid_id = u.grid_id where u.code_id = w.code_id and g.level = 'township') u) as town_code,
  (select arg_min(u.name, 0) from up u where u.code_id = w.code_id and u.level = 'township') as town,
  a.name as who, case when $show_work_phone then a.phone end as phone
from wanted w
left join answering a on a.code_id = w.code_id and a.nth = 1
order by town_code nulls last, w.code, w.label, w.code_id
