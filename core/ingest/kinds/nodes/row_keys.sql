-- purpose: row keys as written → grids.  grain: plan.row_key one row per row with a key; entity_id null: damaged, or gone
-- parameters: $letter, $cells (digits of the hashes), $axis
create or replace table plan.row_key as
with read as (
  select sheet, row, string_split(trim(row_key), '.') as part from plan.key_written
),
judged as (
  select *, coalesce(len(part) = 5 and part[1] = $letter and length(part[4]) >= $cells
    and part[5] = plan.key_check(array_to_string(part[1:4], '.')), false) as sound
  from read
)
select j.sheet, j.row, j.sound, case when sound then j.part[4] end as hashes, g.grid_id as entity_id,
  g.grid_id in (select grid_id from plan.in_scope) as visible
from judged j
left join grid g on g.grid_id = case when j.sound then try_cast(j.part[2] as integer) end and g.axis = $axis
