-- purpose: how many applications chosen.sql finds.  grain: one row
-- parameters: those of chosen.sql
select
  count(*) filter (where status = 'pending') as waiting, count(*) filter (where late) as late, count(*) filter (where status = 'pending' and step > 1) as above,
  count(*) filter (where status = 'approved') as approved, count(*) filter (where status = 'refused') as refused,
  count(*) filter (where status = 'withdrawn') as withdrawn
from chosen
