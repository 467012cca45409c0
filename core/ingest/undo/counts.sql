-- purpose: how much of a batch goes and stays.  grain: one table, made or only changed by the batch.  parameters: none
with kept as (select distinct owner, id from undo_block)
select r.owner, r.made, count(*) filter (where k.id is null) as going, count(k.id) as stays
from undo_row r left join kept k on k.owner = r.owner and k.id = r.id
group by r.owner, r.made
order by r.owner, r.made
