-- purpose: what the writings of grids in a batch of check-ins mean.  grain: one row per row of given_rows (no, written)
-- needs: plan.grid_text.  parameters: none
select k.grid_id, k.ways, k.grid_id in (select grid_id from plan.in_scope) as mine, c.closed_on
from given_rows g
left join plan.grid_text k on k.axis = 'any' and k.written = g.written
left join plan.closed c on c.grid_id = k.grid_id
order by g.no
