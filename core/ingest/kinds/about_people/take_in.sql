-- purpose: store people whom the register did not know as visitors of the batch.  grain: one row per person of plan.newcomer
-- parameters: $batch, $now, $today
insert into person (person_id, name, pinyin, initials, id_type, id_number, phone, registered, batch_id, updated_at)
select n.person_id, n.name, y.pinyin, y.initials, case when plan.resident_fits(n.document) then plan.resident_type(n.document) when n.document is not null then 'other' end,
  n.document, case when plan.phone_fits(n.phone) then n.phone end, false, $batch, $now
from plan.newcomer n left join plan.pinyin y on y.name = n.name where n.first order by n.person_id;

-- visible to those who answer for the grid that their row names
insert into membership (person_id, grid_id, kind, since, batch_id)
select person_id, grid_id, 'temporary', cast($now as date), $batch from plan.newcomer where first and grid_id is not null;

insert into import_grid select distinct $batch, grid_id from plan.newcomer where grid_id is not null
