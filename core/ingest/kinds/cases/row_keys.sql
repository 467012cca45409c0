-- purpose: row keys as written → cases.  grain: plan.row_key one row per row with a key; entity_id null: damaged, or gone
-- parameters: $letter, $cells (digits of the hashes), $scope roots, $today
create or replace table plan.row_key as
with read as (
  select sheet, row, string_split(trim(row_key), '.') as part from plan.key_written
),
judged as (
  select *, coalesce(len(part) = 5 and part[1] = $letter and length(part[4]) >= $cells
    and part[5] = plan.key_check(array_to_string(part[1:4], '.')), false) as sound
  from read
)
select j.sheet, j.row, j.sound, case when j.sound then j.part[4] end as hashes, d.case_id as entity_id,
  d.case_id in (from scope_cases($scope, $today)) as visible
from judged j
left join disease_case d on d.case_id = case when j.sound then try_cast(j.part[2] as integer) end
