-- purpose: of rows with one key, which is the row itself and which a copy; issues on keys
-- grain: plan.keyed one row per row of the file that a key speaks for.  needs: plan.row_key, plan.edited.  parameters: none
insert into plan.keyed
with ranked as (
  select k.sheet, k.row, k.entity_id, len(e.fields) = 0 as idle, coalesce(k.visible, false) as visible,
    -- the least edited one is the row itself
    row_number() over (partition by k.entity_id order by len(e.fields), k.sheet, k.row) as time
  from plan.row_key k join plan.edited e on e.sheet = k.sheet and e.row = k.row
)
select sheet, row, entity_id, idle, visible from ranked where time = 1;

insert into plan.issue
select k.sheet, k.row, 'row_key', case when not k.sound then 'row_key_bad' when k.entity_id is null then 'row_key_gone' else 'row_key_twice' end, null
from plan.row_key k
where not exists (select 1 from plan.keyed y where y.sheet = k.sheet and y.row = k.row)
