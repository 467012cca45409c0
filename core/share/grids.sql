-- purpose: the grids of a share, and which of them are no more.  grain: one row per grid: name, that which it went into, closed
-- parameters: $share, $today.  The whole store is no grid.
select g.name, i.name as into_name, coalesce(g.closed_on <= $today, false) as closed
from share_grid s
join grid g on g.grid_id = s.grid_id
left join grid i on i.grid_id = g.into_id
where s.share_id = $share
order by g.code
