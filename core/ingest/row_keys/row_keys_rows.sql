-- purpose: row keys as written → rows of a table about people
-- grain: plan.row_key one row per row with a key; entity_id null: damaged, or gone
-- parameters: $letter, $cells (digits of the hashes); put in by row_key.py: keyed_table, its_key
create or replace table plan.row_key as
with read as (
  select sheet, row, string_split(trim(row_key), '.') as part from plan.key_written
),
judged as (
  select *, coalesce(len(part) = 5 and part[1] = $letter and length(part[4]) >= $cells
    and part[5] = plan.key_check(array_to_string(part[1:4], '.')), false) as sound
  from read
)
select j.sheet, j.row, j.sound, case when j.sound then j.part[4] end as hashes, t.its_key as entity_id,
  p.home_grid_id in (select grid_id from plan.in_scope) as visible
from judged j
-- the key of a damaged one is null: a condition of one side alone would make a nested loop of it
left join keyed_table t on t.its_key = case when j.sound then try_cast(j.part[2] as integer) end
left join person p on p.person_id = t.person_id
