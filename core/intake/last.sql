-- purpose: the number given last; records that were let go may have had higher ones than those that are there.  grain: one row.  parameters: none
select greatest(coalesce((select max(seq) from intake_record), 0), coalesce((select max(seq) from intake_mark), 0))
