-- purpose: why rows of a batch stay.  grain: one reason and the batch that gives it.  parameters: none
select x.reason, x.by_batch as batch_id, b.file_name, count(distinct (x.owner, x.id)) as rows
from undo_block x left join import_batch b on b.batch_id = x.by_batch
group by x.reason, x.by_batch, b.file_name
order by x.by_batch nulls last, x.reason
