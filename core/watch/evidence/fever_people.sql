-- purpose: who of a grid had a fever, and where it was measured.  grain: one row per person (the highest temperature), the highest first
-- parameters: $grid, $first_day, $last_day, $fever (°C), $scope (roots), $as_of, $reveal_name, $limit
with belongs as (
  select person_id from membership where grid_id = $grid and kind <> 'home' and holds_on(since, until, $last_day)
  union
  select person_id from person where home_grid_id = $grid
),
hottest as (
  select c.person_id, max(c.temperature) as temperature, arg_max({'at': c.scanned_at, 'grid_id': c.grid_id}, c.temperature) as scan
  from every_check_in c
  where c.person_id in (from belongs) and c.person_id in (from scope_people($scope, $as_of)) and c.temperature >= $fever
    and c.scanned_at >= cast($first_day as date) and c.scanned_at < cast($last_day as date) + interval 1 day
  group by c.person_id
)
select
  h.scan.at as at,
  placed(u.name, u.level, g.name) as place,
  case when $reveal_name then p.name else mask_name(p.name) end as person_name, 'person_fever' as what,
  json_object('temperature', cast(h.temperature as double)) as fields
from hottest h
join person p on p.person_id = h.person_id
join grid g on g.grid_id = h.scan.grid_id
left join grid u on u.grid_id = g.parent_id
order by h.temperature desc, h.person_id
limit $limit
