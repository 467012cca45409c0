-- purpose: what somebody declared about the days of an alert, and where and how warm they were scanned.  grain: one row per declaration or scan, the latest first
-- parameters: $person, $first_day, $last_day, $fever (°C), $limit
select * from (
  select d.declared_at as at, d.place, null as person_name,
    case when d.place is not null then 'declared_stay' else 'declared_health' end as what,
    json_object('since', d.from_date, 'until', d.until_date, 'temperature', cast(d.temperature as double)) as fields
  from declaration d
  where d.person_id = $person
    and (d.declared_at >= cast($first_day as date) and d.declared_at < cast($last_day as date) + interval 1 day or d.from_date <= $last_day and coalesce(d.until_date, d.from_date) >= $first_day)
  order by d.declared_at desc
  limit 4
)
union all
select * from (
  select c.scanned_at, placed(u.name, u.level, g.name), null, case when c.temperature >= $fever then 'scan_fever' else 'scan_of_person' end,
    json_object('direction', c.direction, 'temperature', cast(c.temperature as double))
  from every_check_in c
  join grid g on g.grid_id = c.grid_id
  left join grid u on u.grid_id = g.parent_id
  where c.person_id = $person and c.scanned_at >= cast($first_day as date) and c.scanned_at < cast($last_day as date) + interval 1 day
  order by (c.temperature >= $fever) desc nulls last, c.scanned_at desc
  limit $limit
)
