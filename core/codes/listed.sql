-- purpose: the codes of a grid and all below it.  grain: one row per code.  parameters: $roots, $grid, $kind (null: both), $today, $limit, $offset
with within as (
  select grid_id from grid_tree where ancestor_id = $grid and grid_id in (from scope_grids(cast($roots as integer[])))
),
scanned as (
  select code_id, count(*) filter (where scanned_at >= $today and scanned_at < cast($today as date) + 1) as today,
    count(*) filter (where scanned_at >= cast($today as date) - 6) as week, max(scanned_at) as last_at
  from intake_record where code_id is not null group by code_id
),
refused as (
  select code_id, sum(times) as times from refused_day where code_id is not null and day > cast($today as date) - 7 group by code_id
)
select c.code_id, c.grid_id, g.name as grid_name, g.code, g.level, a.name as above, c.label, c.kind, c.made_by, c.made_at, c.revoked_by, c.revoked_at,
  coalesce(s.today, 0) as today, coalesce(s.week, 0) as week, s.last_at, coalesce(r.times, 0) as refused, count(*) over () as found,
  count(*) filter (where c.kind = 'fixed' and c.revoked_at is null) over () as printable
from place_code c
join grid g on g.grid_id = c.grid_id
left join grid a on a.grid_id = coalesce(g.parent_id, g.area_id)
left join scanned s on s.code_id = c.code_id
left join refused r on r.code_id = c.code_id
where c.grid_id in (from within) and ($kind is null or c.kind = $kind)
order by c.revoked_at is not null, c.kind = 'fixed', g.code, c.label, c.code_id
limit $limit offset $offset
