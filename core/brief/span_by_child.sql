-- needs: counted (span_alerts.sql).  grain: one row per child grid that has any.  parameters: $children (grid ids)
select t.ancestor_id as grid_id, sum(c.opened) as opened, sum(c.before) as before, sum(c.closed) as closed, sum(c.open) as open
from counted c
join grid_tree t on t.grid_id = c.grid_id and t.ancestor_id in (select unnest(cast($children as integer[])))
group by t.ancestor_id
having sum(c.opened) + sum(c.before) + sum(c.closed) + sum(c.open) > 0
order by t.ancestor_id
