-- purpose: a code, its place, and whether it still counts.  grain: one row or none.  parameters: $code, $today
select c.code_id, c.grid_id, c.kind, c.label, g.code, g.name, a.name, c.revoked_at is not null or coalesce(g.closed_on <= $today, false) as over
from place_code c
join grid g on g.grid_id = c.grid_id
left join grid a on a.grid_id = coalesce(g.parent_id, g.area_id)
where c.code_id = $code
