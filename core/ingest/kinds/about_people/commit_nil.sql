-- purpose: store reports of nobody; one of a kind, grid and day is enough.  parameters: $batch, $nil_base, $kind
insert into nil_report (report_id, kind, grid_id, day, batch_id)
select $nil_base + row_number() over (order by n.sheet), $kind, n.grid_id, n.day, $batch
from plan.nil n
where not exists (select 1 from nil_report r where r.kind = $kind and r.grid_id = n.grid_id and r.day = n.day);

insert into import_grid select distinct $batch, grid_id from plan.nil
