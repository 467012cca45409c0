-- purpose: how far the figures are.  grain: one row: when the last scan was stored, how many are not in them.  parameters: $mark (record up to which they are)
-- two looks: the first is answered by what the store knows of its columns, the second by the few last rows
select (select max(taken_at) from intake_record), (select count(*) from intake_record where seq > $mark)
