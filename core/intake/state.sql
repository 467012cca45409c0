-- purpose: how far the figures are.  grain: one row: when the last scan was stored, how many are not in them.  parameters: $mark (record up to which they are)
-- Two looks, each at the last rows alone; one that asks both reads all records of the fortnight, on each page.
select
  (select taken_at from intake_record order by taken_at desc limit 1),
  (select count(*) from intake_record where seq > $mark)
