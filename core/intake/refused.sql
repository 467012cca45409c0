-- purpose: what was tried and refused.  grain: one row per thing, code and device.  parameters: $roots, $since (day)
select r.what, sum(r.times) as times, max(r.last_at) as last_at, r.code_id, any_value(c.label) as label, r.device_id, any_value(v.name) as device,
  any_value(g.name) as grid_name
from refused_day r
left join place_code c on c.code_id = r.code_id
left join grid g on g.grid_id = c.grid_id
left join device v on v.device_id = r.device_id
where r.day >= $since
  and case when list_contains(cast($roots as integer[]), 0) then true
           when r.code_id is not null then c.grid_id in (from scope_grids(cast($roots as integer[])))
           else r.device_id in (select device_id from device_grid where grid_id in (from scope_grids(cast($roots as integer[])))) end
group by r.what, r.code_id, r.device_id
order by times desc, last_at desc
