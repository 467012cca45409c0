-- purpose: what the writings of directions in a batch of check-ins mean.  grain: one row per row of given_rows (no, written)
-- parameters: none
select d.code as way
from given_rows g left join plan.value d on d.set_name = 'direction' and d.text = plan.value_key(g.written)
order by g.no
