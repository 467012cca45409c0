-- purpose: rows made by the batch that must stay because rows that stay point at them. Run until it adds nothing.
-- grain: undo_block one reason.  parameters: $batch (declared.py puts the tables in place of pointing_rows)
insert into undo_block
with staying as (select owner, id, min(by_batch) as by_batch from undo_block group by owner, id)
select distinct p.owner, p.id, 'used', case when s.id is null then p.batch_id else s.by_batch end
from pointing_rows p
join undo_row r on r.owner = p.owner and r.id = p.id and r.made
left join staying s on s.owner = p.from_owner and s.id = p.from_id
where (p.batch_id is distinct from $batch or s.id is not null)
  and not exists (select 1 from staying b where b.owner = p.owner and b.id = p.id)
