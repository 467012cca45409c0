-- purpose: how far the figures are.  grain: one row: when the last scan was stored, how many are not in them.  parameters: $mark (record up to which they are)
select max(taken_at), count(*) filter (where seq > $mark) from intake_record
