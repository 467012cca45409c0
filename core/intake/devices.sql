-- purpose: gates and turnstiles, those in use first.  grain: one row per device that has a grid within the scope.  parameters: $roots, $today
with sent as (
  select device_id, max(taken_at) as last_at, count(*) filter (where taken_at >= cast($today as date)) as today
  from intake_record where device_id is not null group by device_id
),
refused as (
  select device_id, sum(times) as times from refused_day where device_id is not null and day > cast($today as date) - 7 group by device_id
)
select d.device_id, d.name, string_agg(g.name, '、' order by g.code) as grids, d.made_by, d.made_at, d.revoked_by, d.revoked_at,
  any_value(s.last_at) as last_at, coalesce(any_value(s.today), 0) as today, coalesce(any_value(r.times), 0) as refused
from device d
join device_grid e on e.device_id = d.device_id
join grid g on g.grid_id = e.grid_id
left join sent s on s.device_id = d.device_id
left join refused r on r.device_id = d.device_id
where e.grid_id in (from scope_grids(cast($roots as integer[])))
group by d.device_id, d.name, d.made_by, d.made_at, d.revoked_by, d.revoked_at
order by d.revoked_at is not null, d.name, d.device_id
