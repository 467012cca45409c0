-- purpose: which of the rows that the batch made stay, and which go
-- grain: undo_kept and undo_gone one row of the registers (owner, id).  parameters: none
create or replace temp table undo_kept as select distinct owner, id from undo_block;

create or replace temp table undo_gone as
select owner, id from undo_row r where made and not exists (select 1 from undo_kept k where k.owner = r.owner and k.id = r.id)
