-- purpose: the last record; the mark where nothing came after it.  grain: one row.  parameters: $mark (record up to which the figures are): earlier ones are passed over
select coalesce((select max(seq) from intake_record where seq > $mark), $mark)
