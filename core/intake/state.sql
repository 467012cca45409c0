-- purpose: how far the figures are.  grain: one row: last scan stored, up to when all are in, how many are not.  parameters: none
select (select max(taken_at) from intake_record), (select max(marked_at) from intake_mark),
  (select count(*) from intake_record where seq > coalesce((select max(seq) from intake_mark), 0))
