-- purpose: from which record on the figures lack what came in, and the last one.  grain: one row.  parameters: none
select coalesce((select max(seq) from intake_mark), 0), coalesce((select max(seq) from intake_record), 0)
