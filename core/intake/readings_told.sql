-- purpose: what is answered.  grain: one row per record: no, state, reason.  parameters: none
select no, case when max(reason) is not null then 'refused' when bool_and(coalesce(value = was, false)) then 'known' else 'stored' end, max(reason)
from judged_readings group by no order by no
