-- purpose: where they were first seen: visible to those who answer there.  grain: one row per row of given_visitors.  parameters: $batch
insert into membership (person_id, grid_id, kind, since, batch_id, unit_no)
select person_id, grid_id, 'temporary', on_day, $batch, unit_no from given_visitors order by person_id
